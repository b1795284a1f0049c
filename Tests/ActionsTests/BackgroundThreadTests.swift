import Glibc
import Synchronization
import Testing

@testable import Actions

@Suite struct BackgroundThreadTests {
    @Test func `the threads of actions take no signals, which are the main thread's`() throws {
        let blocked = Mutex<[Bool]>([])
        let pipe = try WakePipe()
        // The threads of tests have signals blocked, the main thread has not.
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let isStarted = BackgroundThread.run {
            var mask = sigset_t()
            pthread_sigmask(SIG_SETMASK, nil, &mask)
            blocked.withLock { blocked in
                blocked = [SIGTERM, SIGTSTP, SIGWINCH, SIGCHLD].map { sigismember(&mask, $0) == 1 }
            }
            pipe.wake()
        }
        #expect(isStarted)
        pipe.wait(milliseconds: 10_000)
        #expect(blocked.withLock { $0 } == [true, true, true, true])
    }
}
