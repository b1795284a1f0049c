import Testing

@testable import Terminal

struct ScreenTests {
    private func screen(_ columns: Int = 20, _ rows: Int = 3) -> Screen {
        Screen(size: Size(columns: columns, rows: rows))
    }

    @Test func `text lands where it is put`() {
        var screen = screen()
        #expect(screen.put("cpu", at: Point(column: 2, row: 1)) == 3)
        #expect(screen.lines == ["", "  cpu", ""])
    }

    @Test func `text stops at the edge and at its limit`() {
        var screen = screen(8, 2)
        #expect(screen.put("abcdefghijk", at: Point(column: 4, row: 0)) == 4)
        #expect(screen.put("abcdefghijk", at: Point(column: 0, row: 1), maxColumns: 3) == 3)
        #expect(screen.lines == ["    abcd", "abc"])
    }

    @Test func `text outside the screen is not drawn`() {
        var screen = screen(8, 2)
        for point in [(0, -1), (0, 2), (8, 0), (Int.max, 0), (0, Int.max), (0, Int.min)] {
            #expect(screen.put("abc", at: Point(column: point.0, row: point.1)) == 0)
        }
        #expect(screen.put("abc", at: Point(column: .min, row: 0)) == 0)
        #expect(screen.put("abc", at: .origin, maxColumns: .min) == 0)
        #expect(screen.put("abc", at: .origin, maxColumns: 0) == 0)
        #expect(screen.lines == ["", ""])
    }

    @Test func `text that begins left of the screen shows its rest`() {
        var screen = screen(8, 2)
        #expect(screen.put("abcdef", at: Point(column: -2, row: 0)) == 4)
        #expect(screen.put("abcdef", at: Point(column: -2, row: 1), maxColumns: 3) == 1)
        #expect(screen.lines == ["cdef", "c"])
    }

    @Test func `a longer text ends in an ellipsis on request`() {
        var screen = screen(8, 4)
        for (row, text) in ["exactly8", "longer than", "日本語日本", "日本語日"].enumerated() {
            screen.put(text, at: Point(column: 0, row: row), overflow: .ellipsis)
        }
        #expect(screen.lines == ["exactly8", "longer …", "日本語 …", "日本語日"])
    }

    @Test func `a wide cluster is never split`() {
        var screen = screen(5, 1)
        #expect(screen.put("日本語", at: .origin) == 4)
        #expect(screen.lines == ["日本"])
        screen.put("x", at: Point(column: 1, row: 0))
        #expect(screen.lines == [" x本"])
        screen.put("y", at: Point(column: 2, row: 0))
        #expect(screen.lines == [" xy"])
        screen.put("日", at: Point(column: 2, row: 0))
        screen.fill(Rect(column: 3, row: 0, columns: 1, rows: 1), .plain)
        #expect(screen.lines == [" x"])
    }

    @Test func `a scrolled text shows a blank for half a wide cluster`() {
        var screen = screen(8, 3)
        for skipping in 0..<3 {
            screen.put("日本x", at: Point(column: 0, row: skipping), skipping: skipping)
        }
        #expect(screen.lines == ["日本x", " 本x", "本x"])
    }

    @Test func `a mark joins its base`() {
        var screen = screen()
        #expect(screen.put("e\u{301}te\u{301}", at: .origin) == 3)
        #expect(screen.cluster(at: .origin) == "e\u{301}")
        #expect(screen.lines[0] == "e\u{301}te\u{301}")
    }

    @Test func `bytes that are not UTF-8 are repaired`() {
        var screen = screen()
        let bytes: [UInt8] = [0x61, 0xFF, 0x62, 0xC3, 0x1B]
        #expect(screen.put(bytes: bytes.span, at: .origin) == 5)
        #expect(screen.lines[0] == "a\u{FFFD}b\u{FFFD}␛")
        #expect(screen.put(bytes: Array("日".utf8).span, at: Point(column: 0, row: 1)) == 2)
    }

    @Test func `a number stands at the right of its field`() {
        var screen = screen(8, 3)
        screen.put(trailing: "42", at: .origin, columns: 5)
        screen.put(trailing: "1234567", at: Point(column: 0, row: 1), columns: 5)
        screen.put(trailing: "日", at: Point(column: 1, row: 2), columns: 5)
        #expect(screen.lines == ["   42", "1234…", "    日"])
    }

    @Test func `filling and restyling clip at the edges`() {
        var screen = screen(4, 2)
        let everywhere = Rect(column: -5, row: -5, columns: 100, rows: 100)
        screen.fill(everywhere, with: "─", Style(foreground: .red))
        #expect(screen.lines == ["────", "────"])
        screen.restyle(everywhere, Style(attributes: .bold))
        #expect(
            screen[Point(column: 3, row: 1)].style == Style(foreground: .red, attributes: .bold))
        screen.transformStyles(in: everywhere) { _ in .plain }
        #expect(screen[.origin].style == .plain)
        screen.fill(Rect(column: 3, row: 1, columns: .max / 2, rows: 1), .plain)
        #expect(screen.lines == ["────", "───"])
    }

    @Test func `a terminal that claims to be huge gets a large screen`() {
        let screen = Screen(size: Size(columns: 65535, rows: 65535))
        #expect(screen.size == Screen.largest)
        #expect(Screen(size: Size(columns: -1, rows: 5)).size == Size(columns: 0, rows: 5))
    }

    @Test func `clusters do not pile up without a clear`() {
        var screen = screen(10, 1)
        for _ in 0..<50_000 { screen.put("e\u{301}o\u{308}", at: .origin) }
        #expect(screen.clusters.count < 1 << 17)
        #expect(screen.lines == ["e\u{301}o\u{308}"])
    }

    @Test func `screens are equal when they look the same`() {
        var left = screen()
        var right = screen()
        left.put("o\u{308}", at: Point(column: 5, row: 0))
        left.put("e\u{301}", at: .origin)
        right.put("e\u{301}", at: .origin)
        #expect(left != right)
        right.put("o\u{308}", at: Point(column: 5, row: 0))
        #expect(left == right)
        right.cursor = .origin
        #expect(left != right)
    }
}
