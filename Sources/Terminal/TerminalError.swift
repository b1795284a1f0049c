/// Why the terminal could not be set up, read or written.
package enum TerminalError: Error, Equatable, Sendable {
    /// There is no controlling terminal, and none of the standard descriptors is one either.
    case notATerminal
    /// There may be one only of what was asked for, and this process has it already.
    case alreadyOpen
    /// The terminal is gone: its window was closed, the connection broke. The program should end.
    case hungUp
    /// A system call failed: its name, as in the manual, and the value of `errno`.
    case systemCall(String, errno: Int32)
}
