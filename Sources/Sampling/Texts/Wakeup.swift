internal import Glibc

/// A semaphore by which one thread calls another.
@safe
final class Wakeup: Sendable {
    // SAFETY: a semaphore is made for several threads, and this one lives as long as the object.
    private nonisolated(unsafe) let semaphore: UnsafeMutablePointer<sem_t>

    /// Makes one that nobody has called yet.
    init() {
        unsafe semaphore = .allocate(capacity: 1)
        unsafe semaphore.initialize(to: sem_t())
        unsafe sem_init(semaphore, 0, 0)
    }

    deinit {
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }

    /// Calls the thread that waits, or the next that will.
    func post() { unsafe sem_post(semaphore) }

    /// Waits for a call, at most for a time in ns; a clock that is set meanwhile makes it shorter or longer.
    func wait(atMost time: UInt64) {
        let end = clockTime(CLOCK_REALTIME) &+ time
        var limit = timespec(tv_sec: Int(end / 1_000_000_000), tv_nsec: Int(end % 1_000_000_000))
        // A signal may end the wait early; whoever waits looks for itself what there is to do.
        _ = unsafe sem_timedwait(semaphore, &limit)
    }
}
