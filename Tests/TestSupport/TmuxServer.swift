import Glibc

/// A tmux server of a test's own, with one window; ended when this value ends.
package final class TmuxServer {
    private let socket: String

    /// Whether tmux is there.
    package static let isInstalled = (try? Finished("tmux", ["-V"]).code) == 0

    /// Starts a server whose only window, without a status line, runs a shell command; `isBare` passes no environment on.
    package init(_ command: String, columns: Int, rows: Int) throws {
        socket = "/tmp/bpftop-test-\(getpid())-\(UInt32.random(in: 0 ... .max)).socket"
        let started = try tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", command,
            ";", "set", "-g", "status", "off", ";", "set", "-sg", "escape-time", "0", ";", "set",
            "-g", "default-terminal", "tmux-256color")
        guard started.code == 0 else {
            throw Fixture.Failure(description: "tmux: \(started.message)")
        }
    }

    deinit {
        _ = try? tmux("kill-server")
        unlink(socket)
    }

    /// Runs one of tmux's commands.
    @discardableResult
    package func tmux(_ arguments: String...) throws -> Finished {
        try Finished(
            "tmux", ["-u", "-S", socket] + arguments,
            environment: ["LC_ALL": "C.UTF-8", "TMUX": ""])
    }

    /// The lines that the window shows, blanks at their ends cut off; with `styled` the sequences of styles are in them.
    package func lines(styled: Bool = false) throws -> [String] {
        let shown = try styled ? tmux("capture-pane", "-p", "-e") : tmux("capture-pane", "-p")
        return shown.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map(String.init)
    }

    /// Presses keys by tmux's names for them: "Enter", "F5", "C-z", "j".
    package func press(_ keys: String...) throws {
        for key in keys { try tmux("send-keys", key) }
    }

    /// Types a text.
    package func type(_ text: String) throws { try tmux("send-keys", "-l", text) }

    /// Makes the window another size; true once the terminal has it, as tmux takes its time to tell.
    package func resize(columns: Int, rows: Int) throws -> Bool {
        try tmux("resize-window", "-x", "\(columns)", "-y", "\(rows)")
        let terminal = try tmux("display-message", "-p", "#{pane_tty}").lines[0]
        return try eventually {
            try Finished("stty", ["-F", terminal, "size"]).text == "\(rows) \(columns)\n"
        }
    }

    /// Waits until what the window shows fulfils a condition; false where it does not.
    package func shows(seconds: Int = 20, _ condition: ([String]) -> Bool) throws -> Bool {
        try eventually(seconds: seconds) {
            let isFulfilled = condition(try lines())
            if !isFulfilled { usleep(50_000) }
            return isFulfilled
        }
    }

    /// Waits until a line of the window contains a text.
    package func shows(_ text: String) throws -> Bool {
        try shows { lines in lines.contains { $0.contains(text) } }
    }
}
