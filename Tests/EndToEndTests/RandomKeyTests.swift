import Glibc
import TestSupport
import Testing

/// The full screen under random keys, in a PID namespace of its own so that real signals meet its own processes only.
///
/// `BPFTOP_RANDOM_SECONDS` says for how long (5 by default), `BPFTOP_RANDOM_SEED` with which numbers the first run begins.
@Suite(.serialized) struct RandomKeyTests {
    private static func number(_ variable: String, or usual: Int) -> Int {
        getenv(variable).flatMap { Int(String(cString: $0)) } ?? usual
    }

    private let seconds = number("BPFTOP_RANDOM_SECONDS", or: 5)
    private let seed = UInt64(number("BPFTOP_RANDOM_SEED", or: 1))

    @Test(.timeLimit(.minutes(5)), arguments: Way.possible)
    func `no keys crash it, and the terminal is given back`(way: Way) throws {
        var keys = RandomKeys(seed: seed &+ (way == .bpf ? 0 : 1000))
        let end = time(nil) + seconds
        repeat {
            let run = try start(way)
            let before = run.terminal.settings
            #expect(run.shows("COMMAND"))
            let written = play(&keys, on: run, until: end)
            let ended = finish(run)
            let last = String(decoding: written.suffix(2000), as: UTF8.self).debugDescription
            #expect(ended.map { Self.isOrderly($0.code) } == true, "\(ended?.code ?? -1): \(last)")
            #expect(run.terminal.settings == before, "\(ended?.code ?? -1): \(last)")
        } while time(nil) < end
        removeCgroups()
    }

    /// Takes the cgroups away that freezing made; those of living processes stay, and are not of this test.
    private func removeCgroups() {
        let mounts = (File.text("/proc/self/mountinfo") ?? "").split(separator: "\n")
        guard let mount = mounts.first(where: { $0.contains(" - cgroup2 ") }) else { return }
        let point = String(mount.split(separator: " ")[4])
        for name in File.names(in: point) where name.hasPrefix("bpftop.freeze.") {
            rmdir("\(point)/\(name)")
        }
    }

    /// Has it end by the end of a paste, as one may have begun, and Ctrl-C, which means the same in every dialog.
    ///
    /// Again and again, as the terminal takes no more while much waits to be read. It may have stopped itself: the signal menu sends
    /// whatever it is told to. Before it has its terminal back Ctrl-C would end `unshare`, and so have it killed.
    private func finish(_ run: TerminalProgram) -> TerminalProgram.End? {
        for _ in 0..<20 where !run.hasEnded {
            kill(-run.pid, SIGCONT)
            _ = eventually(seconds: 1) { run.terminal.settings.isRaw || run.hasEnded }
            run.terminal.type("\u{1B}[201~\u{03}")
            if let end = run.ended(seconds: 1) { return end }
        }
        return run.ended(seconds: 1)
    }

    /// Whether it has quit, or been ended by a signal that it may have been told to send to itself.
    private static func isOrderly(_ code: Int32) -> Bool {
        // Not SIGSYS, which no crash brings here, but the signal menu may.
        let crashes = [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE]
        return code == 0 || code > 128 && !crashes.contains(code - 128)
    }

    /// Starts it among processes whose names and arguments mean harm.
    ///
    /// The namespace's first process has no handlers, so that no signal of its children's ends it. The others have no terminal: a bash
    /// whose child is killed sets the terminal to what it takes for right.
    private func start(_ way: Way) throws -> TerminalProgram {
        let monitor = try way.words(["-d", "100ms", "-t"]).joined(separator: " ")
        let others = """
            for name in one $'\\e[2J' $'\\u202e\\u65e5\\u672c' $'e\\u0301\\n\\t' ''; do
                for twice in 1 2; do (exec -a "$name" \(try sleeper(way)) 1000) & done
            done
            while :; do /bin/true; sleep 0.01; done
            """
        return try TerminalProgram(
            "unshare",
            [
                "--pid", "--fork", "--kill-child", "--mount-proc", "dash", "-c",
                "setsid bash -c \"$1\" 2> /dev/null & \(monitor)", "dash", others,
            ], environment: ["XDG_CONFIG_HOME": configuration])
    }

    /// A place where settings may be saved.
    private let configuration: String = {
        let path = "/tmp/bpftop-test-\(getpid())-config"
        mkdir(path, 0o777)
        chmod(path, 0o777)
        return path
    }()

    private func sleeper(_ way: Way) throws -> String {
        switch way {
        case .bpf: "sleep"
        case .nobody: "\(try Fixture.subject()) nobody sleep"
        }
    }

    /// Types until the time is over or a key has made it quit; returns what it has written.
    private func play(
        _ keys: inout RandomKeys, on run: TerminalProgram, until end: time_t
    ) -> [UInt8] {
        var written: [UInt8] = []
        while time(nil) < end, !run.hasEnded {
            var bytes: [UInt8] = []
            for _ in 0..<keys.upTo(12) { bytes += keys.next() }
            while !bytes.isEmpty, !run.hasEnded, time(nil) < end {
                let count = min(bytes.count, 1 + keys.upTo(7))
                if run.terminal.type(Array(bytes.prefix(count))) { bytes.removeFirst(count) }
                written = written.suffix(2000) + run.terminal.read(within: Int32(keys.upTo(4)))
            }
            if keys.upTo(20) == 0 {
                run.terminal.setSize(
                    columns: UInt16(keys.upTo(220)), rows: UInt16(keys.upTo(60)))
            }
        }
        return written
    }
}

/// What a cat on a keyboard, a mouse and a clipboard would send.
struct RandomKeys {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// A number below a limit.
    mutating func upTo(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    /// The bytes of a key, a gesture, a paste, or of nothing known.
    mutating func next() -> [UInt8] {
        switch upTo(20) {
        case 0..<9: return [letter()]
        case 9..<13: return Array(Self.sequences[upTo(Self.sequences.count)].utf8)
        case 13:
            return Array(
                "\u{1B}[<\(upTo(68));\(upTo(230));\(upTo(70))\(upTo(2) == 0 ? "M" : "m")".utf8)
        case 14:
            let wheel = "\u{1B}[<\(64 + upTo(4));\(1 + upTo(80));\(1 + upTo(24))M"
            return Array(wheel.utf8)
        case 15: return Array("\u{1B}[200~\(Self.texts[upTo(Self.texts.count)])\u{1B}[201~".utf8)
        case 16: return Array(Self.texts[upTo(Self.texts.count)].utf8)
        case 17: return (0..<upTo(6)).map { _ in quiet(UInt8(upTo(256))) }
        case 18:
            return Array("\u{1B}[\(upTo(200));\(upTo(9))\(["u", "~", "A", "H", "P"][upTo(5)])".utf8)
        default: return [quiet(UInt8(upTo(32)))]
        }
    }

    private mutating func letter() -> UInt8 { quiet(UInt8(32 + upTo(95))) }

    /// Quitting is left to few keys, as it ends a run: `q` to one in five, Ctrl-C to none.
    private mutating func quiet(_ byte: UInt8) -> UInt8 {
        if byte == 3 || byte == UInt8(ascii: "q") && upTo(5) > 0 { return UInt8(ascii: "j") }
        return byte
    }

    private static let sequences =
        (1...4).map { "\u{1B}O\(["P", "Q", "R", "S"][$0 - 1])" }
        + [15, 17, 18, 19, 20].map { "\u{1B}[\($0)~" }
        + ["A", "B", "C", "D", "H", "F", "Z", "I", "O", "[A", "[E"].map { "\u{1B}[\($0)" }
        + ["1~", "2~", "3~", "4~", "5~", "6~", "1;5A", "1;2B", "27u", "13;2u"].map {
            "\u{1B}[\($0)"
        }
        + [
            "\u{1B}", "\u{1B}", "\r", "\r", "\t", "\u{7F}", "x\r", "\u{1B}\u{1B}", "x9\r", "V3jx\r",
            "f\r", "U",
        ]

    private static let texts = [
        "sleep", "日本語", "e\u{301}\u{301}", "\u{202E}abc", "👩🏽‍🚀❤️", "cpu > 1 and not (user = root)",
        "cmd ~ [",
        "rss > 1G or", "kill", "15", "0-1", "\u{0}\u{7}\n\r\n", String(repeating: "x", count: 3000),
        "(((((",
    ]
}
