import Glibc
import TestSupport
import Testing

@testable import Terminal

/// The bytes of many frames, shown by a real terminal emulator of somebody else's.
@Suite(.enabled(if: TmuxServer.isInstalled, "needs tmux")) struct TmuxTests {
    @Test(.timeLimit(.minutes(5)), arguments: [UInt64](1...3))
    func `tmux shows what the screen holds`(seed: UInt64) throws {
        var random = FixedRandom(seed: seed)
        let size = Size(columns: 60, rows: 14)
        var display = Display(size: size, capabilities: .full)
        var bytes: [UInt8] = []
        for frame in 0..<25 {
            if frame % 6 == 0 { display.screen.clear() } else { display.screen = display.shown! }
            display.screen.scribble(frame % 6 == 0 ? 60 : 8, using: &random, texts: Tmux.texts)
            display.render(into: &bytes)
        }
        let wanted = display.shown!
        let shown = try Tmux.show(bytes, size, session: "\(seed)")
        #expect(shown.lines == wanted.lines)
        #expect(shown.complaints == [])
        // Whatever stands on a cell stands there in its style; of the blanks at the end of a row tmux tells nothing.
        let expected = Emulator.expected(wanted)
        let differing = (0..<size.rows).flatMap { row in
            (0..<size.columns).filter { column in
                expected[row][column].text != " "
                    && shown.cells[row][column] != expected[row][column]
            }.map { "\(row),\($0): \(shown.cells[row][$0]) for \(expected[row][$0])" }
        }
        #expect(differing.prefix(4) == [])
    }
}

enum Tmux {
    /// Texts whose widths this tmux and the Unicode data agree on.
    static let texts = Screen.texts.filter { !$0.contains("👩🏽‍🚀") && !$0.contains("❤️") } + ["§ é 日本"]

    /// Has tmux show the bytes, and returns what it then holds.
    static func show(_ bytes: [UInt8], _ size: Size, session: String) throws -> Emulator {
        let path = "/tmp/bpftop-test-\(getpid())-\(session)"
        let file = try #require(fopen(path, "w"))
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        defer { unlink(path) }
        let server = try TmuxServer(
            "stty raw -echo; cat \(path); tmux wait-for -S shown; sleep 60", columns: size.columns,
            rows: size.rows)
        try server.tmux("wait-for", "shown")
        var emulator = Emulator(columns: size.columns, rows: size.rows)
        for (row, line) in try server.lines(styled: true).prefix(size.rows).enumerated() {
            emulator.row = row
            emulator.column = 0
            emulator.feed(Array(line.utf8))
        }
        return emulator
    }
}
