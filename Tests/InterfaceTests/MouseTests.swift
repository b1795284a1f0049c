import Interface
import Model
import Terminal
import Testing

@Suite struct MouseTests {
    /// The line of the headings.
    private func headings(_ state: State) throws -> Int {
        try #require(state.picture.lines.firstIndex { $0.contains("COMMAND") })
    }

    @Test func `a click selects the row under it`() throws {
        var state = State(.crowd(50))
        let line = try headings(state)
        state.click(10, line + 4)
        #expect(state.cursorRow == 3)
    }

    @Test func `a click below the last row, on the header or the status selects nothing`() throws {
        var state = State(.desktop())
        let line = try headings(state)
        for row in [0, 1, line + 12, 22] {
            expect(state.click(5, row), [])
            #expect(state.cursorRow == 0)
        }
    }

    @Test func `a click on a heading sorts, and once more turns round`() throws {
        var state = State(.desktop())
        let line = try headings(state)
        let text = state.picture.lines[line]
        let start = try #require(text.firstRange(of: "RES"))
        let column = text.distance(from: text.startIndex, to: start.lowerBound)
        state.click(column, line)
        #expect(state.settings.sortColumn == "rss_bytes")
        #expect(state.settings.sortOrder == .descending)
        state.click(column, line)
        #expect(state.settings.sortOrder == .ascending)
    }

    @Test func `the wheel scrolls and leaves the cursor on its process`() {
        var state = State(.crowd(100))
        let cursor = state.cursor
        let top = state.picture.lines[12]
        for _ in 0..<4 {
            _ = state.handle(.mouse(MouseEvent(.wheelDown, at: Point(column: 1, row: 15))))
        }
        #expect(state.cursor == cursor)
        #expect(state.picture.lines[12] != top)
        #expect(state.picture.lines.contains { $0.contains("out of view") })
        for _ in 0..<9 {
            _ = state.handle(.mouse(MouseEvent(.wheelUp, at: Point(column: 1, row: 15))))
        }
        #expect(state.picture.lines[12] == top)
    }

    @Test func `two quick clicks on a process open it, slow ones do not`() throws {
        var state = State(.crowd(50))
        let line = try headings(state)
        state.click(10, line + 2, at: 1_000_000_000)
        state.click(10, line + 2, at: 2_000_000_000)
        #expect(state.dialog == nil)
        state.click(10, line + 2, at: 2_200_000_000)
        #expect(state.dialog != nil || state.message != nil)
    }

    @Test func `a click on the key bar is the key`() throws {
        var state = State(.desktop())
        let line = state.picture.lines[23]
        let tree = try #require(line.firstRange(of: "Tree"))
        state.click(line.distance(from: line.startIndex, to: tree.lowerBound), 23)
        #expect(state.settings.isTree)
        let quit = try #require(line.firstRange(of: "Quit"))
        expect(state.click(line.distance(from: line.startIndex, to: quit.lowerBound), 23), [.quit])
    }
}
