internal import Linux
internal import Synchronization

/// Threads for calls that may block as long as they like, a bounded number of them at a time.
///
/// Swift's own tasks share a few threads, which one blocked read each would take away for good.
enum BackgroundThread {
    /// How many may live at once, blocked ones included.
    static let limit = 64
    private static let living = Mutex(0)

    /// Runs a body on a thread of its own; false where too many live already, or no thread can be had.
    static func run(_ body: @escaping @Sendable () -> Void) -> Bool {
        let isAllowed = living.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isAllowed else { return false }
        let isStarted = startThread {
            body()
            living.withLock { $0 -= 1 }
        }
        if !isStarted { living.withLock { $0 -= 1 } }
        return isStarted
    }
}
