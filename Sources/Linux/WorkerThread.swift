internal import Glibc

/// Runs work in a new thread that takes no signals; false when no thread could be made.
///
/// The thread is detached: nobody waits for it, and one that hangs in the kernel harms nobody.
package func startThread(_ work: @escaping @Sendable () -> Void) -> Bool {
    // Allocated rather than made by its initialiser, which the importer gives to whichever module names the type first.
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    defer { unsafe attributes.deallocate() }
    guard unsafe pthread_attr_init(attributes) == 0 else { return false }
    defer { unsafe pthread_attr_destroy(attributes) }
    unsafe pthread_attr_setdetachstate(attributes, Int32(PTHREAD_CREATE_DETACHED))
    unsafe pthread_attr_setstacksize(attributes, 512 << 10)
    let context = unsafe Unmanaged.passRetained(ThreadWork(work))
    let code = withSignalsBlocked {
        var thread = pthread_t()
        return unsafe pthread_create(
            &thread, attributes,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<ThreadWork>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context.toOpaque())
    }
    if code != 0 { unsafe context.release() }
    return code == 0
}

/// A thread inherits its maker's mask: with all signals blocked, those to the process reach the main thread alone.
private func withSignalsBlocked(_ body: () -> Int32) -> Int32 {
    var all = sigset_t()
    var before = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    return body()
}

/// What a thread is to do, behind the C callback's context pointer.
private final class ThreadWork: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}
