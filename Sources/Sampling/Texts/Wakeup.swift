internal import Glibc

/// A flag by which one thread calls another, which sleeps until then.
@safe
final class Wakeup: Sendable {
    // SAFETY: what is behind the pointer is made for several threads or read and written under its lock, and lives as long as the object.
    private nonisolated(unsafe) let parts: UnsafeMutablePointer<Parts>

    @unsafe
    private struct Parts {
        var lock = unsafe pthread_mutex_t()
        var condition = pthread_cond_t()
        var isCalled = false
    }

    /// Makes one that nobody has called yet.
    init() {
        unsafe parts = .allocate(capacity: 1)
        unsafe parts.initialize(to: Parts())
        unsafe pthread_mutex_init(&parts.pointee.lock, nil)
        let attributes = UnsafeMutablePointer<pthread_condattr_t>.allocate(capacity: 1)
        defer { unsafe attributes.deallocate() }
        unsafe pthread_condattr_init(attributes)
        // A clock that is set would make a wait longer.
        unsafe pthread_condattr_setclock(attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(&parts.pointee.condition, attributes)
        unsafe pthread_condattr_destroy(attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(&parts.pointee.condition)
        unsafe pthread_mutex_destroy(&parts.pointee.lock)
        unsafe parts.deallocate()
    }

    /// Calls the thread that waits, or the next that will.
    func post() {
        unsafe pthread_mutex_lock(&parts.pointee.lock)
        unsafe parts.pointee.isCalled = true
        unsafe pthread_mutex_unlock(&parts.pointee.lock)
        // Behind the lock, which the other thread would only wait for.
        unsafe pthread_cond_signal(&parts.pointee.condition)
    }

    /// Waits for a call, at most for a time in ns.
    func wait(atMost time: UInt64) {
        let end = clockTime(CLOCK_MONOTONIC) &+ time
        var limit = timespec(tv_sec: Int(end / 1_000_000_000), tv_nsec: Int(end % 1_000_000_000))
        unsafe pthread_mutex_lock(&parts.pointee.lock)
        var code: Int32 = 0
        while unsafe !parts.pointee.isCalled && code == 0 {
            code = unsafe pthread_cond_timedwait(
                &parts.pointee.condition, &parts.pointee.lock, &limit)
        }
        unsafe parts.pointee.isCalled = false
        unsafe pthread_mutex_unlock(&parts.pointee.lock)
    }
}
