import Glibc

/// A signal that the event loop waits for.
package enum Signal: Sendable, CaseIterable {
    /// The terminal has another size (SIGWINCH).
    case windowChanged
    /// SIGTERM: the program should end.
    case terminate
    /// SIGHUP: the terminal is gone.
    case hangUp
    /// SIGINT, sent from outside: in a raw terminal Ctrl-C is a key.
    case interrupt
    /// SIGQUIT, likewise.
    case quit
    /// SIGTSTP from outside: the program should give the terminal back and stop.
    case stop
    /// SIGTTIN that somebody sent, as `stop`; the kernel's own stops a job in the background at once.
    case stopReading
    /// SIGTTOU, likewise.
    case stopWriting
    /// SIGCONT: the program was stopped, and the terminal may be in any state.
    case `continue`
    /// SIGCHLD: a program that was started has ended.
    case child

    /// Whether the kernel itself sends it, to a job in the background that uses the terminal.
    var isOfBackground: Bool { self == .stopReading || self == .stopWriting }

    /// The number that the kernel knows it by.
    package var number: Int32 {
        switch self {
        case .windowChanged: SIGWINCH
        case .terminate: SIGTERM
        case .hangUp: SIGHUP
        case .interrupt: SIGINT
        case .quit: SIGQUIT
        case .stop: SIGTSTP
        case .stopReading: SIGTTIN
        case .stopWriting: SIGTTOU
        case .continue: SIGCONT
        case .child: SIGCHLD
        }
    }

    /// Creates the signal with a number; `nil` for one that the loop does not know.
    package init?(number: Int32) {
        guard let signal = Signal.allCases.first(where: { $0.number == number }) else { return nil }
        self = signal
    }
}
