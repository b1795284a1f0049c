import Glibc
import TestSupport
import Testing

@testable import Terminal

/// What a process has one of (the armed terminal, the signal handlers) is tested one after the other.
@Suite(.serialized) enum ProcessWideTests {}

extension ProcessWideTests {
    @Suite struct TtyTests {
        private let terminal: PseudoTerminal
        private let before: PseudoTerminal.Settings

        init() throws {
            terminal = try PseudoTerminal()
            before = terminal.settings
        }

        private func open() throws -> Tty {
            try Tty(owning: terminal.open(), capabilities: .full)
        }

        @Test func `entering makes the terminal raw and leaving gives it back`() throws {
            var tty = try open()
            #expect(terminal.settings == before)
            try tty.enter()
            let isEntered = tty.isEntered
            #expect(isEntered && terminal.settings.isRaw)
            #expect(terminal.readText() == ControlSequence.enter(.full))
            tty.leave()
            let isStillEntered = tty.isEntered
            #expect(!isStillEntered && terminal.settings == before)
            #expect(terminal.readText() == ControlSequence.leave(.full))
        }

        @Test func `a descriptor that is shared with others waits again once it is left`() throws {
            var tty = try Tty(owning: dup(terminal.slave), capabilities: .full)
            try tty.enter()
            let entered = fcntl(terminal.slave, F_GETFL)
            tty.leave()
            let left = fcntl(terminal.slave, F_GETFL)
            #expect(entered & O_NONBLOCK != 0 && left & O_NONBLOCK == 0)
        }

        @Test func `every mode that is set is reset`() {
            for name in ["xterm", "xterm-kitty", "linux", "screen"] {
                let capabilities = Capabilities(environment: ["TERM": name], isTTY: true)
                let modes = ControlSequence.enter(capabilities).split(separator: "\u{1B}")
                let leaving = ControlSequence.leave(capabilities)
                #expect(modes.count > 4)
                for mode in modes where mode.hasPrefix("[?") {
                    let opposite = mode.dropLast() + (mode.hasSuffix("h") ? "l" : "h")
                    #expect(leaving.contains(opposite))
                }
                #expect(
                    leaving.contains("[<u") == ControlSequence.enter(capabilities).contains("[>1u"))
            }
        }

        @Test func `the keyboard mode is pushed no more than once`() {
            let kitty = Capabilities(environment: ["TERM": "xterm-kitty"], isTTY: true)
            let again = ControlSequence.enter(kitty, again: true)
            #expect(again.contains("\u{1B}[<u\u{1B}[>1u"))
            #expect(!ControlSequence.enter(kitty).contains("[<u"))
        }

        @Test func `the end of its life gives the terminal back`() throws {
            func useBriefly() throws {
                var tty = try open()
                try tty.enter()
                #expect(terminal.settings.isRaw)
            }
            try useBriefly()
            #expect(terminal.settings == before)
            #expect(terminal.readText().hasSuffix(ControlSequence.leave(.full)))
        }

        @Test func `an error thrown past it gives the terminal back`() throws {
            struct Mishap: Error {}
            func fail() throws {
                var tty = try open()
                try tty.enter()
                throw Mishap()
            }
            #expect(throws: Mishap.self) { try fail() }
            #expect(terminal.settings == before)
        }

        @Test func `entering again after the settings were changed makes it raw again`() throws {
            var tty = try open()
            try tty.enter()
            var cooked = termios()
            tcgetattr(terminal.slave, &cooked)
            cooked.c_lflag |= tcflag_t(ECHO | ICANON)
            tcsetattr(terminal.slave, TCSANOW, &cooked)
            try tty.enter()
            #expect(terminal.settings.isRaw)
            tty.leave()
            #expect(terminal.settings == before)
        }

        @Test func `a second one cannot be entered meanwhile`() throws {
            var tty = try open()
            try tty.enter()
            let other = try PseudoTerminal()
            func enterOther() throws {
                var second = try Tty(owning: other.open(), capabilities: .full)
                try second.enter()
            }
            #expect(throws: TerminalError.alreadyOpen) { try enterOther() }
            #expect(!other.settings.isRaw)
            tty.leave()
            try enterOther()
        }

        @Test func `what is no terminal is refused`() throws {
            #expect(throws: TerminalError.notATerminal) {
                _ = try Tty(owning: Glibc.open("/dev/null", O_RDWR), capabilities: .full)
            }
        }

        @Test func `typed bytes are read without waiting`() throws {
            var tty = try open()
            try tty.enter()
            var bytes: [UInt8] = [1]
            #expect(try tty.read(into: &bytes) == .nothing)
            terminal.type("j\u{1B}[A\u{3}")
            let ready = try Poll.wait([Poll.Watch(tty.descriptor)], timeoutMilliseconds: 1000)
            #expect(ready == [.readable])
            #expect(try tty.read(into: &bytes) == .bytes)
            #expect(bytes == [1] + Array("j\u{1B}[A\u{3}".utf8))
            tty.leave()
        }

        @Test func `a terminal that is gone says so`() throws {
            var tty = try open()
            try tty.enter()
            terminal.hangUp()
            var bytes: [UInt8] = []
            for _ in 0..<3 { #expect(try tty.read(into: &bytes) == .hungUp) }
            #expect(bytes == [])
            let ready = try Poll.wait([Poll.Watch(tty.descriptor)], timeoutMilliseconds: 1000)
            #expect(ready[0].contains(.hungUp))
            do throws(TerminalError) {
                _ = try tty.send([0x61])
                Issue.record("a write went through")
            } catch {
                #expect(error == .hungUp)
            }
            tty.leave()
        }

        @Test func `a stalled terminal gets the rest later and in order`() throws {
            var tty = try open()
            try tty.enter()
            _ = terminal.read()
            let frame = (0..<200_000).map { UInt8(0x21 + $0 % 90) }
            #expect(try !tty.send(frame))
            let hasUnsent = tty.hasUnsent
            #expect(hasUnsent)
            #expect(try !tty.send([0x0A]))
            var shown: [UInt8] = []
            for _ in 0..<1000 where tty.hasUnsent {
                shown += terminal.read()
                _ = try tty.flush()
            }
            shown += terminal.read()
            #expect(shown == frame + [0x0A])
            tty.leave()
        }

        @Test(.timeLimit(.minutes(5)))
        func `leaving a stalled terminal does not hang`() throws {
            var tty = try open()
            try tty.enter()
            _ = try tty.send(Array(repeating: 0x61, count: 200_000))
            tty.leave()
            let hasUnsent = tty.hasUnsent
            #expect(!hasUnsent && terminal.settings == before)
        }

        @Test func `the size is the terminal's, or 80 by 24 where it has none`() throws {
            let tty = try open()
            let byDefault = tty.size
            #expect(byDefault == Size(columns: 80, rows: 24))
            terminal.setSize(columns: 132, rows: 43)
            let reported = tty.size
            #expect(reported == Size(columns: 132, rows: 43))
        }
    }
}
