import Glibc
import Synchronization

/// Stops the process as the shell's Ctrl-Z does.
enum TtyStop {
    private static let isContinued = Atomic<Bool>(false)

    /// Stops the process group with SIGTSTP in its default action, and returns when it is continued.
    ///
    /// The kernel stops no group that nobody could continue, and with several threads the stop may come a little after the
    /// call; so what is waited for is SIGCONT, a fifth of a second of running time at most.
    static func stopProcessGroup() {
        isContinued.store(false, ordering: .sequentiallyConsistent)
        let stop = replace(SIGTSTP, by: nil)
        let proceed = replace(SIGCONT) { _ in
            // SAFETY: a lock-free atomic may be stored to in a signal handler.
            TtyStop.isContinued.store(true, ordering: .sequentiallyConsistent)
        }
        let mask = unblock([SIGTSTP, SIGCONT])
        kill(0, SIGTSTP)
        var attempts = 0
        while !isContinued.load(ordering: .sequentiallyConsistent), attempts < 200 {
            usleep(1000)
            attempts += 1
        }
        putBack(mask)
        putBack(SIGCONT, proceed)
        putBack(SIGTSTP, stop)
    }

    private static func replace(
        _ signal: Int32, by handler: (@convention(c) (Int32) -> Void)?
    ) -> sigaction {
        var action = sigaction()
        var former = sigaction()
        unsafe action.__sigaction_handler.sa_handler = handler
        unsafe sigaction(signal, &action, &former)
        return former
    }

    private static func putBack(_ signal: Int32, _ former: sigaction) {
        var former = former
        unsafe sigaction(signal, &former, nil)
    }

    private static func unblock(_ signals: [Int32]) -> sigset_t {
        var mask = sigset_t()
        var former = sigset_t()
        unsafe sigemptyset(&mask)
        for signal in signals { unsafe sigaddset(&mask, signal) }
        unsafe pthread_sigmask(SIG_UNBLOCK, &mask, &former)
        return former
    }

    private static func putBack(_ mask: sigset_t) {
        var mask = mask
        unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
    }
}
