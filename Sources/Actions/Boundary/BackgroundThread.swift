internal import Glibc
internal import Synchronization

/// Threads for calls that may block as long as they like, a bounded number of them at a time.
///
/// Swift's own tasks share a few threads, which one blocked read each would take away for good.
enum BackgroundThread {
    /// How many may live at once, blocked ones included.
    static let limit = 64
    private static let living = Mutex(0)

    private final class Job {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Runs a body on a thread of its own; false where too many live already, or no thread can be had.
    static func run(_ body: @escaping @Sendable () -> Void) -> Bool {
        let isAllowed = living.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isAllowed else { return false }
        guard start(Job(body)) else {
            living.withLock { $0 -= 1 }
            return false
        }
        return true
    }

    private static func start(_ job: Job) -> Bool {
        var thread = pthread_t()
        let box = unsafe Unmanaged.passRetained(job)
        let result = unsafe pthread_create(
            &thread, nil,
            { argument in
                guard let argument = unsafe argument else { return nil }
                // SAFETY: the argument is the retained job of `start`, which nobody else takes.
                unsafe Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body()
                BackgroundThread.living.withLock { $0 -= 1 }
                return nil
            }, box.toOpaque())
        guard result == 0 else {
            unsafe box.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}
