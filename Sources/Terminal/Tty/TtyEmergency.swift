import Glibc
import Synchronization

/// Gives the terminal back when the process ends in any other way than by leaving it: a trap, a fatal signal, `exit`.
///
/// All that the signal handler needs stands ready in memory of its own; whoever takes the pointer out of `armed` does the
/// work, so it is done once. The handler then puts the action back that was there before and raises the signal again.
enum TtyEmergency {
    /// What is needed to give the terminal back.
    @unsafe struct Plan {
        var descriptor: Int32
        var saved: termios
        var flags: Int32
        var leaving: UnsafeMutableBufferPointer<UInt8>
    }

    private nonisolated(unsafe) static let armed = unsafe Atomic<UnsafeMutablePointer<Plan>?>(nil)
    private static let isPrepared = Atomic<Bool>(false)

    /// The signals that end a process unless it handles them: faults and traps first, then those that others send.
    private static let fatal: [Int32] =
        [
            SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS, SIGTERM, SIGINT, SIGQUIT,
            SIGHUP,
            SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGXFSZ, SIGPIPE, SIGPOLL,
            SIGPWR,
            SIGSTKFLT,
        ] + realTime

    /// The signals without a meaning of their own; glibc keeps the first two, 32 and 33, for itself.
    private static let realTime = Array(34...64 as ClosedRange<Int32>)

    /// The actions that the handlers replaced, by signal number.
    private nonisolated(unsafe) static let previous: UnsafeMutableBufferPointer<sigaction> = {
        let actions = UnsafeMutableBufferPointer<sigaction>.allocate(capacity: 65)
        unsafe actions.initialize(repeating: sigaction())
        return unsafe actions
    }()
}

// MARK: - Arming

extension TtyEmergency {
    /// Makes ready for the worst; returns whether no other terminal was armed.
    static func arm(
        _ descriptor: Int32, _ saved: termios, _ flags: Int32, _ leaving: [UInt8]
    ) -> Bool {
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: leaving.count)
        _ = unsafe bytes.initialize(from: leaving)
        let plan = UnsafeMutablePointer<Plan>.allocate(capacity: 1)
        unsafe plan.initialize(
            to: Plan(descriptor: descriptor, saved: saved, flags: flags, leaving: bytes))
        let (isArmed, _) = unsafe armed.compareExchange(
            expected: nil, desired: plan, ordering: .sequentiallyConsistent)
        guard isArmed else {
            unsafe release(plan)
            return false
        }
        if !isPrepared.exchange(true, ordering: .sequentiallyConsistent) { prepareOnce() }
        for signal in fatal { handle(signal) }
        return true
    }

    /// Gives this terminal back, unless that has been done.
    static func restore(ifArmedFor descriptor: Int32) {
        guard let plan = unsafe armed.load(ordering: .sequentiallyConsistent),
            unsafe plan.pointee.descriptor == descriptor
        else { return }
        // A signal in the middle would end the process with the work half done.
        var all = sigset_t()
        var former = sigset_t()
        unsafe sigfillset(&all)
        unsafe pthread_sigmask(SIG_BLOCK, &all, &former)
        if let taken = unsafe armed.exchange(nil, ordering: .sequentiallyConsistent) {
            unsafe giveBack(taken)
            unsafe release(taken)
        }
        unsafe pthread_sigmask(SIG_SETMASK, &former, nil)
        for signal in fatal { unhandle(signal) }
    }

    private static func release(_ plan: UnsafeMutablePointer<Plan>) {
        unsafe plan.pointee.leaving.deallocate()
        unsafe plan.deallocate()
    }

    private static func prepareOnce() {
        atexit { TtyEmergency.restoreNow() }
        var current = unsafe stack_t()
        unsafe sigaltstack(nil, &current)
        guard unsafe current.ss_flags & Int32(SS_DISABLE) != 0 else { return }
        // A stack that overflowed has no room for the handler. Lives as long as the process.
        let size = 64 << 10
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        var stack = unsafe stack_t(ss_sp: memory, ss_flags: 0, ss_size: size)
        unsafe sigaltstack(&stack, nil)
    }

    private static func handle(_ signal: Int32) {
        var action = sigaction()
        unsafe sigaction(signal, nil, &action)
        // What is ignored (nohup, a broken pipe) or handled already stays so, but for faults: there a handler of the
        // runtime that prints a report is called after ours.
        let isDefault = unsafe action.__sigaction_handler.sa_handler == nil
        guard isDefault || fatal.prefix(7).contains(signal) else { return }
        unsafe previous[Int(signal)] = action
        unsafe action.__sigaction_handler.sa_handler = handler
        action.sa_flags = SA_ONSTACK
        unsafe sigfillset(&action.sa_mask)
        unsafe sigaction(signal, &action, nil)
    }

    /// Puts the former action back where the handler is still ours.
    private static func unhandle(_ signal: Int32) {
        var action = sigaction()
        unsafe sigaction(signal, nil, &action)
        let ours = unsafe unsafeBitCast(handler, to: UInt.self)
        let current = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: UInt.self)
        guard current == ours else { return }
        unsafe sigaction(signal, &previous[Int(signal)], nil)
    }
}

// MARK: - In the signal handler

// SAFETY: what follows runs between any two instructions of the program. It calls only functions that signal-safety(7)
// lists, allocates nothing, and touches globals that `arm` has initialised before any handler was installed.
extension TtyEmergency {
    private static let handler: @convention(c) (Int32) -> Void = { signal in
        let code = errno
        TtyEmergency.restoreNow()
        unsafe sigaction(signal, &TtyEmergency.previous[Int(signal)], nil)
        errno = code
        // Blocked until the handler returns, then delivered to the former action.
        raise(signal)
    }

    /// Gives back whatever terminal is armed; its memory is not freed.
    private static func restoreNow() {
        guard let plan = unsafe armed.exchange(nil, ordering: .sequentiallyConsistent) else {
            return
        }
        unsafe giveBack(plan)
    }

    private static func giveBack(_ plan: UnsafeMutablePointer<Plan>) {
        let descriptor = unsafe plan.pointee.descriptor
        unsafe write(descriptor, plan.pointee.leaving)
        unsafe tcsetattr(descriptor, TCSANOW, &plan.pointee.saved)
        // Mouse reports on their way would be typed into the shell.
        tcflush(descriptor, TCIFLUSH)
        _ = unsafe fcntl(descriptor, F_SETFL, plan.pointee.flags)
    }

    /// Writes all bytes, waiting for a stalled terminal a fifth of a second in all.
    private static func write(_ descriptor: Int32, _ bytes: UnsafeMutableBufferPointer<UInt8>) {
        var offset = 0
        var attempts = 0
        while offset < bytes.count, attempts < 20 {
            let count = unsafe Glibc.write(
                descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
            if count > 0 {
                offset += count
                continue
            }
            guard errno == EAGAIN || errno == EINTR else { return }
            attempts += 1
            var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            unsafe poll(&request, 1, 10)
        }
    }
}
