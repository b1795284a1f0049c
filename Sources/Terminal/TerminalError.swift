/// Why the terminal could not be set up, read or written.
package enum TerminalError: Error, Equatable, Sendable {
    /// There is no controlling terminal, and standard input is none either.
    case notATerminal
    /// Another `Tty` of this process already holds the terminal.
    case alreadyOpen
    /// A system call failed: its name, as in the manual, and the value of `errno`.
    case systemCall(String, errno: Int32)
}
