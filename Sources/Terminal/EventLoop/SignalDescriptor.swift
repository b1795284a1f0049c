internal import Clinux
import Glibc
import Synchronization

/// A descriptor that becomes readable when one of the chosen signals arrives.
///
/// A pipe into which the handler writes the number. Compared with signalfd(2) it blocks no signal, so programs that are
/// started inherit nothing, and it works whichever thread the kernel picks. There can be one in a process.
package struct SignalDescriptor: ~Copyable {
    /// The end to poll for input.
    package let descriptor: Int32
    private let writeEnd: Int32
    private let replaced: [(signal: Signal, action: sigaction)]

    private static let target = Atomic<Int32>(-1)

    /// Takes these signals over, until the end of its life.
    ///
    /// A hang-up that is ignored, as under nohup(1), stays ignored.
    /// - Throws: `alreadyOpen`; `systemCall`.
    package init(_ signals: [Signal]) throws(TerminalError) {
        var ends: [Int32] = [-1, -1]
        let result = unsafe bpftop_pipe(&ends, O_NONBLOCK)
        guard result == 0 else { throw .systemCall("pipe2", errno: -result) }
        let (isFirst, _) = SignalDescriptor.target.compareExchange(
            expected: -1, desired: ends[1], ordering: .sequentiallyConsistent)
        guard isFirst else {
            for end in ends { close(end) }
            throw .alreadyOpen
        }
        descriptor = ends[0]
        writeEnd = ends[1]
        replaced = signals.compactMap(SignalDescriptor.takeOver)
    }

    deinit {
        for (signal, action) in replaced {
            var action = action
            unsafe sigaction(signal.number, &action, nil)
        }
        SignalDescriptor.target.store(-1, ordering: .sequentiallyConsistent)
        close(descriptor)
        close(writeEnd)
    }

    private static func takeOver(_ signal: Signal) -> (signal: Signal, action: sigaction)? {
        var former = sigaction()
        unsafe sigaction(signal.number, nil, &former)
        let isIgnored =
            unsafe unsafeBitCast(former.__sigaction_handler.sa_handler, to: UInt.self)
            == unsafeBitCast(SIG_IGN, to: UInt.self)
        if signal == .hangUp, isIgnored { return nil }
        var action = sigaction()
        if signal.isOfBackground {
            unsafe action.__sigaction_handler.sa_sigaction = backgroundHandler
        } else {
            unsafe action.__sigaction_handler.sa_handler = handler
        }
        action.sa_flags = SA_RESTART | (signal.isOfBackground ? SA_SIGINFO : 0)
        unsafe sigaction(signal.number, &action, nil)
        return (signal, former)
    }

    // SAFETY: runs between any two instructions; `write` is on the list of signal-safety(7), the atomic needs no lock. A full
    // pipe drops the signal, and then the same ones wait in it by the thousand.
    private static let handler: @convention(c) (Int32) -> Void = { signal in
        let code = errno
        var number = UInt8(truncatingIfNeeded: signal)
        let target = SignalDescriptor.target.load(ordering: .sequentiallyConsistent)
        if target >= 0 { _ = unsafe write(target, &number, 1) }
        errno = code
    }

    // SAFETY: as above; sigaction(2), pthread_sigmask(3) and raise(3) are on the list too.
    private static let backgroundHandler:
        @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void =
            { signal, info, _ in
                // What a process sends has a code of 0 or less.
                let isSent = unsafe info.map { unsafe $0.pointee.si_code <= 0 } ?? true
                if isSent { return handler(signal) }
                SignalDescriptor.stop(by: signal)
            }

    /// Stops the process, in a handler, as the signal does that nobody handles; returns once it is continued.
    ///
    /// In the background the terminal is not ours to give back, and the call that was interrupted would be made again and again.
    private static func stop(by signal: Int32) {
        let code = errno
        var standard = sigaction()
        var former = sigaction()
        unsafe sigaction(signal, &standard, &former)
        var mask = sigset_t()
        unsafe sigemptyset(&mask)
        unsafe sigaddset(&mask, signal)
        raise(signal)
        unsafe pthread_sigmask(SIG_UNBLOCK, &mask, nil)
        unsafe sigaction(signal, &former, nil)
        errno = code
    }

    /// Takes the signals that have arrived, without waiting: each once, in the order of their first arrival.
    package func take() -> [Signal] {
        var signals: [Signal] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe read(descriptor, bytes.baseAddress, bytes.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return signals }
            for number in buffer.prefix(count) {
                guard let signal = Signal(number: Int32(number)), !signals.contains(signal) else {
                    continue
                }
                signals.append(signal)
            }
        }
    }
}
