import Glibc
import TestSupport
import Testing

/// The full screen in somebody else's terminal emulator, under a shell with job control.
@Suite(
    .enabled(if: TmuxServer.isInstalled && !Way.possible.isEmpty, "needs tmux and root"),
    .serialized)
struct TmuxScreenTests {
    /// A shell in a window; the monitor is started in it by typing.
    private func shell(columns: Int = 80, rows: Int = 24) throws -> TmuxServer {
        let server = try TmuxServer(
            "env XDG_CONFIG_HOME=/nonexistent PS1='ready> ' bash --norc --noprofile",
            columns: columns,
            rows: rows)
        #expect(try server.shows("ready>"))
        return server
    }

    private func start(_ way: Way, _ arguments: String..., in server: TmuxServer) throws {
        try server.type(try way.words(arguments).joined(separator: " ") + "\n")
        #expect(try server.shows("COMMAND"))
    }

    private func quit(_ server: TmuxServer) throws {
        try server.press("q")
        #expect(
            try server.shows { lines in
                lines.contains { $0.contains("ready>") }
                    && !lines.contains { $0.contains("F10Quit") }
            })
    }

    /// The row of a process, as it is shown; nil where it is not.
    private func row(of pid: UInt32, in server: TmuxServer) throws -> String? {
        try server.lines().first { $0.dropFirst().split(separator: " ").first == "\(pid)" }
    }

    @Test(arguments: Way.possible)
    func `sorting, the tree and a filter do what they say`(way: Way) throws {
        let child = try way.startSleeper("4242")
        let server = try shell(columns: 200, rows: 60)
        try start(way, in: server)
        try server.type("M")
        #expect(try server.shows("MEM%▼"))
        try server.type("I")
        #expect(try server.shows("MEM%▲"))
        try server.type("t")
        #expect(try server.shows("└─ "))
        // By number, as a crowded machine's command lines take a while to be known.
        try server.type("\\pid = \(child.pid)")
        #expect(try server.shows { _ in try! row(of: child.pid, in: server) != nil })
        try server.press("Enter")
        #expect(try server.shows("\\pid = \(child.pid)"))
        #expect(try row(of: child.pid, in: server)?.contains("sleep") == true)
        #expect(try row(of: UInt32(getpid()), in: server)?.hasPrefix(".") != false)
        try quit(server)
    }

    @Test(arguments: Way.possible)
    func `the signal goes to the process on the screen and to no other`(way: Way) throws {
        let child = try way.startSleeper("4243")
        let other = try way.startSleeper("4243")
        let server = try shell()
        try start(way, in: server)
        try server.type("\\pid = \(child.pid)")
        #expect(try server.shows("1/1"))
        try server.press("Enter", "F9")
        #expect(try server.shows("Signal sleep (\(child.pid))"))
        // A user of htop types this blindly.
        try server.type("kill")
        #expect(try server.shows("search: kill"))
        try server.press("Enter")
        #expect(try server.shows("sent SIGKILL to sleep (\(child.pid))"))
        var status: Int32 = 0
        #expect(eventually { waitpid(pid_t(child.pid), &status, WNOHANG) == pid_t(child.pid) })
        #expect(status & 0x7F == SIGKILL)
        #expect(kill(pid_t(other.pid), 0) == 0 && waitpid(pid_t(other.pid), nil, WNOHANG) == 0)
    }

    @Test(arguments: Way.possible)
    func `Ctrl-Z gives the shell its terminal, and fg comes back`(way: Way) throws {
        let server = try shell()
        try server.type("clear; stty -a > /dev/shm/before.$$\n")
        try start(way, in: server)
        try server.press("t", "C-z")
        #expect(try server.shows("Stopped"))
        try server.type("clear; stty -a | cmp - /dev/shm/before.$$ && echo alike: $((40 + 2))\n")
        #expect(try server.shows("alike: 42"))
        try server.type("fg\n")
        #expect(
            try server.shows {
                $0.last?.contains("F10Quit") == true && $0.joined().contains("tree")
            })
        try quit(server)
        try server.type(
            "stty -a | cmp - /dev/shm/before.$$ && echo alike: $((40 + 3)); rm /dev/shm/before.$$\n"
        )
        #expect(try server.shows("alike: 43"))
    }

    @Test(arguments: Way.possible, [SIGTTIN, SIGTTOU])
    func `a stop signal of terminals stops it as Ctrl-Z does, and fg comes back`(
        way: Way, signal: Int32
    ) throws {
        let server = try shell()
        try server.type("clear; stty -a > /dev/shm/stops.$$\n")
        try start(way, in: server)
        kill(try #require(try job(of: server)), signal)
        #expect(try server.shows("Stopped"))
        try server.type("clear; stty -a | cmp - /dev/shm/stops.$$ && echo alike: $((40 + 2))\n")
        #expect(try server.shows("alike: 42"))
        try server.type("rm /dev/shm/stops.$$; fg\n")
        #expect(try server.shows { $0.last?.contains("F10Quit") == true })
        try quit(server)
    }

    @Test(arguments: Way.possible)
    func `started in the background it leaves the terminal alone until fg`(way: Way) throws {
        let server = try shell()
        try server.type(try way.words().joined(separator: " ") + " &\n")
        // The shell tells of it before the next prompt.
        #expect(
            try server.shows { lines in
                try! server.press("Enter")
                return lines.contains { $0.contains("Stopped") }
            })
        #expect(try server.lines().allSatisfy { !$0.contains("F10Quit") })
        for _ in 0..<2 {
            try server.type("fg\n")
            #expect(try server.shows { $0.last?.contains("F10Quit") == true })
            try server.press("C-z")
            #expect(try server.shows { $0.joined().contains("ready>") })
            // Continued where it may not use the terminal, it stops again and takes no CPU.
            try server.type("clear; bg\n")
            let job = try #require(try job(of: server))
            #expect(eventually { Self.activity(of: "\(job)").hasPrefix("T") })
        }
        try server.type("fg\n")
        #expect(try server.shows { $0.last?.contains("F10Quit") == true })
        try quit(server)
    }

    private func shellNumber(of server: TmuxServer) throws -> Substring {
        Substring(try server.tmux("display-message", "-p", "#{pane_pid}").lines[0])
    }

    /// The process that the window's shell has started.
    private func job(of server: TmuxServer) throws -> pid_t? {
        let shell = try shellNumber(of: server)
        let children = File.text("/proc/\(shell)/task/\(shell)/children") ?? ""
        return children.split(separator: " ").first.flatMap { pid_t($0) }
    }

    @Test(.timeLimit(.minutes(5)), arguments: Way.possible, [1] as [UInt64])
    func `what differences drew is what drawing all anew draws`(way: Way, seed: UInt64) throws {
        let server = try shell()
        try start(way, "-d", "3600000", in: server)
        try server.type("p")
        #expect(try server.shows("PAUSED"))
        var keys = RandomKeys(seed: seed)
        for turn in 0..<20 {
            if turn % 5 == 4 {
                #expect(try server.resize(columns: 20 + keys.upTo(180), rows: 5 + keys.upTo(45)))
            }
            for _ in 0..<3 { try server.type(Self.harmless[keys.upTo(Self.harmless.count)]) }
            let drawn = try settled(server)
            try server.press("C-l")
            let anew = try settled(server)
            let differing = zip(drawn, anew).enumerated().filter { $1.0 != $1.1 }
                .map { "row \($0): \($1.0) but \($1.1)" }
            #expect(
                differing == [] && drawn.count == anew.count,
                "turn \(turn): \(differing.first ?? "")")
        }
    }

    /// Keys that move, turn views and open dialogs, and do nothing to processes.
    private static let harmless = [
        "j", "G", "gg", "t", "H", "K", "5j", "V", " ", "l", "$", "0", "\u{4}", "\u{15}", "zz", "M",
        "P", "I",
        "?", "\u{1B}[B", "\u{1B}[6~", "\u{1B}", "\u{1B}", ">", "C", "\t", "/a", "\\e", "\r",
        "\u{1B}[<0;9;12M",
    ].filter { $0 != "\r" }

    /// A task's state, R while it waits for a CPU too, and the time that it has run, in ns.
    private static func activity(of task: String) -> String {
        let stat = File.text("/proc/\(task)/stat") ?? ""
        let state = stat.lastIndex(of: ")").map { stat[$0...].dropFirst(2).prefix(1) } ?? ""
        let ran = File.text("/proc/\(task)/schedstat")?.split(separator: " ").first ?? ""
        return "\(state)\(ran) "
    }

    /// Whether a process waits in poll(2) for good: texts that it has asked for it would look for after a time.
    private static func waitsWithoutEnd(_ pid: pid_t) throws -> Bool {
        #if arch(x86_64)
            let (call, endless) = ("7", "0xffffffff")
        #else
            // It is ppoll(2) there, and this no time at all.
            let (call, endless) = ("73", "0x0")
        #endif
        let words = try #require(File.text("/proc/\(pid)/syscall")).split(separator: " ")
        return words.count > 3 && words[0] == call && words[3] == endless
    }

    /// What the window shows, with its styles, once the monitor has nothing more to do or to wait for.
    private func settled(_ server: TmuxServer) throws -> [[String]] {
        let monitor = try #require(try job(of: server))
        // Keys may still be on their way through tmux.
        let emulator = try server.tmux("display-message", "-p", "#{pid}").lines[0]
        var last = ""
        var stillness = 0
        // However busy the machine is: time that they have run, in ns, counts.
        let isStill = try eventually(seconds: 60) {
            usleep(40_000)
            let threads = File.names(in: "/proc/\(monitor)/task").map { "\(monitor)/task/\($0)" }
            let now = ([emulator] + threads).map { Self.activity(of: $0) }.joined()
            let isAtRest = try !now.contains("R") && Self.waitsWithoutEnd(monitor)
            stillness = now == last && isAtRest ? stillness + 1 : 0
            last = now
            return stillness == 4
        }
        try #require(isStill)
        usleep(40_000)
        var looks = Looks()
        return try server.lines(styled: true).map { looks.cells(of: $0) }
    }
}

/// The style that a line of `capture-pane -e` has reached.
private struct Looks {
    private var attributes: Set<Int> = []
    private var foreground = ""
    private var background = ""

    /// The characters with what is seen of their styles: of a blank its ground alone.
    mutating func cells(of line: String) -> [String] {
        var cells: [String] = []
        var rest = line[...]
        while let letter = rest.first {
            if letter == "\u{1B}", let end = rest.firstIndex(of: "m") {
                take(rest[rest.index(rest.startIndex, offsetBy: 2)..<end])
                rest = rest[rest.index(after: end)...]
                continue
            }
            rest = rest.dropFirst()
            let ground =
                background
                + (attributes.isDisjoint(with: [4, 7, 9])
                    ? "" : "\(attributes.sorted())\(foreground)")
            cells.append(
                letter == " "
                    ? " \(ground)" : "\(letter)\(foreground)\(background)\(attributes.sorted())")
        }
        while cells.last == " " { cells.removeLast() }
        return cells
    }

    private mutating func take(_ sequence: Substring) {
        var codes = sequence.split(separator: ";").compactMap { Int($0) }[...]
        while let code = codes.popFirst() {
            switch code {
            case 0: self = Looks()
            case 1..<10: attributes.insert(code)
            case 38, 48:
                let count = codes.first == 2 ? 4 : 2
                let color = " \(code)\(codes.prefix(count))"
                if code == 38 { foreground = color } else { background = color }
                codes = codes.dropFirst(count)
            case 39: foreground = ""
            case 49: background = ""
            case 30...37, 90...97: foreground = " \(code)"
            default: background = " \(code)"
            }
        }
    }
}
