import CBpftop
import Interface
import Model
import Terminal
import Testing

@Suite struct CursorTests {
    @Test func `the cursor starts on the first row`() {
        let state = State(.desktop())
        #expect(state.cursorRow == 0)
        #expect(state.cursor == state.identity(at: 0))
    }

    @Test func `until someone moves it the cursor stays on the first row`() {
        var state = State(.desktop())
        let first = state.cursor
        state.type("I")
        #expect(state.cursorRow == 0)
        #expect(state.cursor != first)
        state.type(" kI")
        #expect(state.cursorRow == state.rowCount - 1)
    }

    @Test func `without a row there is no cursor`() {
        var state = State(Invented())
        #expect(state.cursor == nil)
        state.type("jkGgg x\\r")
        #expect(state.cursor == nil)
        #expect(state.rowCount == 0)
    }

    @Test func `vi and arrow keys move by rows, halves and pages`() {
        var state = State(.crowd(200))
        state.type("5j")
        #expect(state.cursorRow == 5)
        state.type("2k")
        #expect(state.cursorRow == 3)
        state.press(.down)
        state.press(.up)
        #expect(state.cursorRow == 3)
        state.type("G")
        #expect(state.cursorRow == 199)
        state.type("gg")
        #expect(state.cursorRow == 0)
        state.type("7G")
        #expect(state.cursorRow == 6)
        state.press(.home)
        state.control("f")
        let page = state.cursorRow ?? 0
        #expect(page > 8)
        state.control("u")
        #expect(state.cursorRow == page - page / 2)
        state.press(.pageUp)
        #expect(state.cursorRow == 0)
        state.press(.end)
        #expect(state.cursorRow == 199)
    }

    @Test func `zt, zz and zb place the cursor's row, and Ctrl-E and Ctrl-Y move the view alone`()
        throws
    {
        var state = State(.crowd(200))
        state.type("100G")
        let cursor = try #require(state.cursor)
        func line() throws -> Int {
            let lines = state.picture.lines
            let heading = try #require(lines.firstIndex { $0.contains("COMMAND") })
            return try #require(lines.firstIndex { $0.hasPrefix(">") }) - heading - 1
        }
        state.type("zt")
        #expect(try line() == 0)
        state.type("zb")
        let last = try line()
        #expect(last > 8)
        state.type("zz")
        #expect(try line() == (last + 1) / 2)
        state.control("y")
        state.control("y")
        state.control("e")
        #expect(try line() == (last + 1) / 2 + 1)
        #expect(state.cursor == cursor)
    }

    @Test func `dollar shows the end of the longest command in view, and 0 the beginnings`() {
        var world = Invented.desktop()
        world.add(5000, "long", command: "begins" + String(repeating: " more", count: 60) + " ends")
        var state = State(world)
        #expect(state.picture.lines.contains { $0.contains("begins") })
        state.type("$")
        #expect(state.picture.lines.contains { $0.hasSuffix("more ends") })
        state.type("0")
        #expect(state.picture.lines.contains { $0.contains("begins") })
    }

    @Test func `the key bar tells what may follow a first key`() {
        var state = State(.desktop())
        state.type("y")
        #expect(state.picture.lines[23].contains("p PID"))
        state.type("p")
        #expect(state.picture.lines[23].contains("F10Quit"))
        state.type("z")
        #expect(state.picture.lines[23].contains("R all"))
        state.press(.escape)
        #expect(state.picture.lines[23].contains("F10Quit"))
    }

    @Test func `the cursor is in view after the filter that brought it there is dropped`() throws {
        var state = State(.crowd(400))
        state.type("I")
        state.type("\\worker3")
        state.press(.enter)
        state.type("G")
        let cursor = try #require(state.cursor)
        state.press(.escape)
        #expect(state.filterText.isEmpty && state.cursor == cursor)
        #expect(
            state.picture.lines.contains { $0.contains(">\(cursor.pid) ") },
            "\(cursor.pid)\n\(state.picture.lines.joined(separator: "\n"))")
    }

    @Test func `the cursor stays with its process when rows move`() throws {
        var state = State(.desktop())
        state.type("/vim")
        state.press(.enter)
        let vim = try #require(state.cursor)
        #expect(vim.pid == 1042)
        for key in ["P", "M", "T", "I", "t", "K"] {
            state.type(key)
            #expect(state.cursor == vim)
            #expect(state.cursorRow.flatMap { state.identity(at: $0) } == vim)
        }
    }

    @Test func `where the cursor's process dies its neighbour takes the cursor`() {
        var world = Invented.desktop()
        var state = State(world)
        state.type("2j")
        let row = state.cursorRow
        world.tasks.removeAll { $0.pid == state.cursor?.pid }
        state.update(world.snapshot)
        #expect(state.cursorRow == row)
        #expect(state.cursor == state.identity(at: 2))
    }

    /// A state upon vim, and how vim ends.
    private func endingVim() -> (state: State, end: Snapshot) {
        let world = Invented.desktop()
        var state = State(world)
        state.type("/vim")
        state.press(.enter)
        var later = world.later()
        later.tasks.removeAll { $0.pid == 1042 }
        return (state, Snapshot(later.sample, since: world.sample))
    }

    @Test
    func `the end of the cursor's process is told, and of one that is followed the following ends`()
    {
        for follows in [false, true] {
            var (state, end) = endingVim()
            if follows { state.type("F") }
            state.update(end)
            #expect(
                state.message?.text == "vim (1042) has ended"
                    + (follows ? ": not following any more" : ""))
            #expect(!state.isFollowing && state.cursor != nil)
        }
    }

    @Test func `a process that is followed and filtered away is not followed as another`() {
        var (state, _) = endingVim()
        state.type("F\\make")
        #expect(state.isFollowing)
        state.press(.enter)
        #expect(!state.isFollowing)
        #expect(state.message?.text == "vim (1042) is hidden: not following any more")
    }

    @Test
    func `a key that acts at once spares whoever came under the cursor when its process ended`() {
        var (state, end) = endingVim()
        state.update(end)
        expect(state.press(.function(8)), [])
        #expect(state.message?.text.hasPrefix("nothing done: vim (1042) has ended") == true)
        #expect(state.press(.function(8)).count == 1)
        (state, end) = endingVim()
        state.update(end)
        state.type("j")
        #expect(state.press(.function(8)).count == 1)
        (state, end) = endingVim()
        state.update(end)
        state.type("x")
        #expect(state.dialog != nil)
    }

    @Test func `another process with the same number does not inherit cursor or tag`() throws {
        var world = Invented.desktop()
        var state = State(world)
        state.type("/vim")
        state.press(.enter)
        state.type(" ")
        #expect(state.tags.map(\.pid) == [1042])
        let index = try #require(world.tasks.firstIndex { $0.pid == 1042 })
        world.tasks[index].start_boottime += 1
        state.update(world.snapshot)
        #expect(state.tags.isEmpty)
    }

    @Test func `tags survive every order`() {
        var state = State(.crowd(50))
        state.type("3j ")
        state.type("10j ")
        let tags = state.tags
        #expect(tags.count == 2)
        for name in Column.all.map(\.name) {
            var settings = state.settings
            settings.sortColumn = name
            state.change(settings)
            #expect(state.tags == tags)
        }
        state.control("t")
        #expect(state.tags.isEmpty)
    }

    @Test func `Space tags, goes down and takes a count`() {
        var state = State(.crowd(50))
        state.type("4 ")
        #expect(state.tags.count == 4)
        #expect(state.cursorRow == 4)
    }

    @Test func `visual mode tags a range`() {
        var state = State(.crowd(50))
        state.type("2jV3j ")
        #expect(state.tags.count == 4)
        state.press(.escape)
        #expect(state.tags.isEmpty)
    }

    @Test func `c tags a process and all below it`() {
        var state = State(.desktop())
        state.type("/bash")
        state.press(.enter)
        state.type("c")
        #expect(Set(state.tags.map(\.pid)) == [812, 1042, 1099, 2345])
    }

    @Test func `jumps go back and forth`() {
        var state = State(.crowd(100))
        state.type("10GG")
        #expect(state.cursorRow == 99)
        state.control("o")
        #expect(state.cursorRow == 9)
        state.control("o")
        #expect(state.cursorRow == 0)
        state.press(.tab)
        #expect(state.cursorRow == 9)
        state.control("i")
        #expect(state.cursorRow == 99)
    }

    @Test func `a refresh moves the view only when it follows`() {
        var world = Invented.crowd(100)
        var settings = Settings()
        settings.sortColumn = "pid"
        settings.sortOrder = .ascending
        var state = State(world, settings: settings)
        let first = state.cursor
        for index in 0..<60 { world.tasks[index].pid += 5000 }
        world.tasks[0].pid = 9000
        state.update(world.snapshot)
        #expect(state.cursor != first)
        state.type("F5G")
        let followed = state.cursor
        state.type("I")
        #expect(state.cursor == followed)
        let name = "worker\((followed?.pid ?? 0))"
        #expect(state.picture.lines.contains { $0.contains(name) || $0.contains("worker") })
    }
}

@Suite struct ThreadRowTests {
    /// A process of three threads, the first with the process's own number.
    private var state: State {
        var world = Invented.desktop()
        for (number, name) in [(31_337, "firefox"), (31_338, "Timer"), (31_339, "Socket")] {
            world.add(UInt32(number), name, threadOf: 31_337)
        }
        for index in world.tasks.indices where world.tasks[index].tgid == 31_337 {
            world.tasks[index].threads = 3
        }
        var settings = Settings()
        settings.showsThreads = true
        settings.sortColumn = "pid"
        settings.sortOrder = .ascending
        return State(world, settings: settings)
    }

    @Test func `a process and its first thread are two rows to the cursor and to tags`() throws {
        var state = state
        state.type("/31337")
        state.press(.enter)
        let row = try #require(state.cursorRow)
        state.type("j")
        #expect(state.cursorRow == row + 1)
        #expect(state.cursor?.pid == 31_337)
        #expect(state.cursor?.isThread == true)
        state.type(" ")
        #expect(
            state.tags == [RowIdentity(try #require(state.identity(at: row)).task, isThread: true)])
        state.type("kI")
        #expect(state.cursor?.isThread == true)
    }
}
