import Testing

@testable import Terminal

struct FrameWriterTests {
    private func bytes(
        from old: Screen?, to new: Screen, _ writer: inout FrameWriter
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        writer.frame(from: old, to: new, into: &bytes)
        return bytes
    }

    /// Draws `old` first, so that the writer knows the terminal, then returns the bytes of the change without the
    /// brackets of mode 2026.
    private func change(
        _ size: Size = Size(columns: 40, rows: 4), _ capabilities: Capabilities = .full,
        from before: (inout Screen) -> Void, to after: (inout Screen) -> Void
    ) -> String {
        var writer = FrameWriter(capabilities: capabilities)
        var old = Screen(size: size)
        before(&old)
        var new = Screen(size: size)
        after(&new)
        _ = bytes(from: nil, to: old, &writer)
        return String(decoding: bytes(from: old, to: new, &writer), as: UTF8.self)
            .replacing("\u{1B}", with: "^").replacing("^[?2026h", with: "").replacing(
                "^[?2026l", with: "")
    }

    @Test func `an unchanged screen writes nothing`() {
        var random = FixedRandom(seed: 1)
        var screen = Screen(size: Size(columns: 40, rows: 10))
        screen.scribble(50, using: &random)
        var writer = FrameWriter(capabilities: .full)
        #expect(!bytes(from: nil, to: screen, &writer).isEmpty)
        #expect(bytes(from: screen, to: screen, &writer).isEmpty)
    }

    @Test func `the same picture drawn in another order writes nothing`() {
        let written = change {
            $0.put("e\u{301}", at: .origin)
            $0.put("o\u{308}", at: Point(column: 3, row: 1))
        } to: {
            $0.put("o\u{308}", at: Point(column: 3, row: 1))
            $0.put("e\u{301}", at: .origin)
        }
        #expect(written == "")
    }

    @Test func `a changed letter costs a move and the letter`() {
        let written = change {
            $0.put("cpu 10%", at: .origin)
        } to: {
            $0.put("cpu 19%", at: .origin)
        }
        // The terminal's cursor was left behind the text: two to the left.
        #expect(written == "\u{8}\u{8}9")
    }

    @Test func `few unchanged letters between two changes are written again`() {
        let written = change {
            $0.put("a-b-c", at: .origin)
        } to: {
            $0.put("A-b-C", at: .origin)
        }
        #expect(written == "\rA-b-C")
    }

    @Test func `many unchanged letters between two changes are stepped over`() {
        let written = change {
            $0.put("a---------c", at: .origin)
        } to: {
            $0.put("A---------C", at: .origin)
        }
        #expect(written == "\rA^[9CC")
    }

    @Test func `a row that becomes empty is erased`() {
        let written = change {
            $0.put("a long line that goes", at: Point(column: 0, row: 1))
        } to: { _ in
        }
        #expect(written == "\r^[K")
    }

    @Test func `a short rest is blanked rather than erased`() {
        let written = change {
            $0.put("abc", at: .origin)
        } to: {
            $0.put("a", at: .origin)
        }
        #expect(written == "\u{8}\u{8}  ")
    }

    @Test func `the background of a theme survives erasing`() {
        let blue = Style(background: .blue)
        let written = change {
            $0.clear(blue)
            $0.put("a long line that goes", at: .origin, blue)
        } to: {
            $0.clear(blue)
        }
        #expect(written.hasSuffix("^[K"))
        var plain = Capabilities.full
        plain.backgroundColorErase = false
        let safely = change(Size(columns: 40, rows: 4), plain) {
            $0.clear(blue)
            $0.put("a long line that goes", at: .origin, blue)
        } to: {
            $0.clear(blue)
        }
        #expect(!safely.contains("^[K"))
    }

    @Test func `only what differs of a style is sent`() {
        let bold = Style(foreground: .red, attributes: .bold)
        let written = change { _ in
        } to: {
            $0.put("a", at: .origin, bold)
            $0.put("b", at: Point(column: 1, row: 0), bold.adding(.underline))
            $0.put("c", at: Point(column: 2, row: 0), Style(foreground: .red))
            $0.put("d", at: Point(column: 3, row: 0))
        }
        #expect(written == "^[1;31ma^[4mb^[;31mc^[md")
    }

    @Test func `the text colour of a blank is not sent`() {
        let written = change { _ in
        } to: {
            $0.put("a", at: .origin, Style(foreground: .red))
            $0.put("   b", at: Point(column: 1, row: 0), Style(foreground: .red))
            $0.fill(Rect(column: 1, row: 0, columns: 3, rows: 1), Style(foreground: .green))
        }
        #expect(written == "^[31ma   b")
    }

    @Test func `bold off keeps dim on`() {
        let written = change { _ in
        } to: {
            $0.put("a", at: .origin, Style(background: .rgb(1, 2, 3), attributes: [.bold, .dim]))
            $0.put(
                "b", at: Point(column: 1, row: 0),
                Style(background: .rgb(1, 2, 3), attributes: .dim))
        }
        #expect(written == "^[1;2;48;2;1;2;3ma^[22;2mb")
    }

    @Test func `a colourless terminal gets no colour`() {
        let plain = Capabilities(
            environment: ["TERM": "xterm", "NO_COLOR": "1", "LANG": "C.UTF-8"], isTTY: true)
        let written = change(Size(columns: 40, rows: 4), plain) { _ in
        } to: {
            $0.put("a", at: .origin, Style(foreground: .red, background: .blue))
            $0.put("b", at: Point(column: 1, row: 0), Style(attributes: .reverse))
        }
        #expect(written == "a^[7mb")
    }

    @Test func `a terminal that is not UTF-8 gets ASCII alone`() {
        let ascii = Capabilities(environment: ["TERM": "xterm", "LANG": "C"], isTTY: true)
        let written = change(Size(columns: 40, rows: 4), ascii) { _ in
        } to: {
            $0.put("┌─┐│█▒ µs 日 e\u{301} …\u{7}", at: .origin)
        }
        #expect(written == "+-+|#: us ?? ? ~?")
    }

    @Test func `the cursor is shown where the screen wants it`() {
        let written = change { _ in
        } to: {
            $0.put("/abc", at: Point(column: 0, row: 3))
            $0.cursor = Point(column: 4, row: 3)
        }
        #expect(written == "\n\n\n/abc^[?25h")
        let outside = change { _ in
        } to: {
            $0.cursor = Point(column: 400, row: 3)
        }
        #expect(outside == "")
    }

    @Test func `behind a cluster of doubtful width the next cell is drawn again`() {
        let written = change {
            $0.put("❤️ab", at: .origin)
        } to: {
            $0.put("👩🏽‍🚀ab", at: .origin)
        }
        #expect(written == "\r  \u{8}\u{8}👩🏽‍🚀^[;3Ha")
    }

    @Test(arguments: [UInt64](1...20))
    func `the old screen and the difference give the new screen`(seed: UInt64) throws {
        var random = FixedRandom(seed: seed)
        let size = Size(
            columns: .random(in: 1...50, using: &random), rows: .random(in: 1...12, using: &random))
        var display = Display(size: size, capabilities: .full)
        var emulator = Emulator(columns: size.columns, rows: size.rows)
        for frame in 0..<30 {
            // Most frames change a little of the one before.
            if frame % 5 == 0 { display.screen.clear() } else { display.screen = display.shown! }
            display.screen.cursor = nil
            display.screen.scribble(frame % 5 == 0 ? 40 : 3, using: &random)
            let wanted = display.screen
            var bytes: [UInt8] = []
            display.render(into: &bytes)
            emulator.feed(bytes)
            #expect(emulator.complaints == [])
            try #require(emulator.differences(from: wanted) == [], "frame \(frame)")
            let cursor = wanted.cursor.flatMap { wanted.bounds.contains($0) ? $0 : nil }
            #expect(emulator.isCursorShown == (cursor != nil))
            if let cursor {
                #expect([emulator.column, emulator.row] == [cursor.column, cursor.row])
            }
        }
    }

    @Test(arguments: [UInt64](1...10))
    func `a terminal that draws emoji narrow still shows the rest in place`(seed: UInt64) {
        var random = FixedRandom(seed: seed)
        var display = Display(size: Size(columns: 30, rows: 3), capabilities: .full)
        var emulator = Emulator(columns: 30, rows: 3)
        emulator.isNarrowMinded = true
        for _ in 0..<20 {
            display.screen.clear()
            let column = Int.random(in: 0..<8, using: &random)
            let emoji = ["🧿", "👩🏽‍🚀", "🇩🇪", "xy"].randomElement(using: &random)!
            let next = column + display.screen.put(emoji, at: Point(column: column, row: 1))
            display.screen.put("process name", at: Point(column: next, row: 1))
            var bytes: [UInt8] = []
            display.render(into: &bytes)
            emulator.feed(bytes)
            let shown = emulator.cells[1][next..<next + 12].map(\.text).joined()
            #expect(shown == "process name")
            #expect(emulator.cells[1][..<column].allSatisfy { $0.text == " " })
        }
    }

    @Test(arguments: [
        Size(columns: 0, rows: 0), Size(columns: 1, rows: 1), Size(columns: 5, rows: 0),
    ])
    func `the smallest screens can be drawn`(size: Size) {
        var random = FixedRandom(seed: 3)
        var display = Display(size: size, capabilities: .full)
        for _ in 0..<50 {
            display.screen.clear()
            display.screen.scribble(10, using: &random)
            var bytes: [UInt8] = []
            display.render(into: &bytes)
        }
        #expect(display.screen.size == size)
    }

    @Test func `another size draws everything anew`() {
        var display = Display(size: Size(columns: 20, rows: 2), capabilities: .full)
        var bytes: [UInt8] = []
        display.screen.put("hello", at: .origin)
        display.render(into: &bytes)
        display.resize(to: Size(columns: 30, rows: 3))
        display.screen.clear()
        display.screen.put("hello", at: .origin)
        bytes = []
        display.render(into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self).contains("\u{1B}[2Jhello"))
    }

    @Test func `a frame is bracketed for terminals that show it at once`() {
        var writer = FrameWriter(capabilities: .full)
        var screen = Screen(size: Size(columns: 3, rows: 1))
        screen.put("abc", at: .origin)
        let text = String(decoding: bytes(from: nil, to: screen, &writer), as: UTF8.self)
        #expect(text.hasPrefix("\u{1B}[?2026h") && text.hasSuffix("\u{1B}[?2026l"))
    }
}
