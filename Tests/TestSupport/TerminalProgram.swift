import Glibc

/// A program whose controlling terminal is a pseudo-terminal that the test holds; killed when this value ends.
package final class TerminalProgram {
    /// The terminal.
    package let terminal: PseudoTerminal
    /// The program's process id.
    package let pid: Int32
    private var end: End?

    /// How a program has ended.
    package struct End {
        /// The exit code; 128 and the signal's number where a signal ended it.
        package let code: Int32
        /// The CPU time that it used, in seconds.
        package let cpuSeconds: Double
    }

    /// Starts a program found on PATH in a session of its own.
    package init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws {
        terminal = try PseudoTerminal()
        var usual = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TMUX": "", "STY": ""]
        usual.merge(environment) { $1 }
        pid = try spawn(program, arguments, environment: usual, terminal: terminal.path)
    }

    deinit {
        if end == nil {
            kill(pid, SIGKILL)
            _ = waitForEnd(of: pid)
        }
    }

    /// Reads what the program writes until some text was among it; false when that takes too long.
    package func shows(_ text: String, seconds: Int = 20) -> Bool {
        var shown: [UInt8] = []
        return eventually(seconds: seconds) {
            shown += terminal.read(within: 20)
            return String(decoding: shown, as: UTF8.self).contains(text)
        }
    }

    /// Waits for the program to end while reading what it writes; nil where it goes on.
    package func ended(seconds: Int = 20) -> End? {
        _ = eventually(seconds: seconds) {
            _ = terminal.read(within: 5)
            return hasEnded
        }
        return end
    }

    /// Whether the program has ended by now.
    package var hasEnded: Bool {
        if end != nil { return true }
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(pid, &status, WNOHANG, &usage) == pid else { return false }
        let times = [usage.ru_utime, usage.ru_stime]
        end = End(
            code: status & 0x7f == 0 ? status >> 8 & 0xff : 128 + (status & 0x7f),
            cpuSeconds: times.reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 })
        return true
    }
}

/// Starts a program found on PATH in a session whose controlling terminal is the one of a path.
private func spawn(
    _ program: String, _ arguments: [String], environment: [String: String], terminal: String
) throws(SpawnError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // A session's leader that opens a terminal gets it as the controlling one.
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    for number in [1, 2] as [Int32] { posix_spawn_file_actions_adddup2(&actions, 0, number) }
    let session: Int32 = 0x80
    return try spawn(
        program, arguments, environment: environment, actions: &actions, flags: session)
}
