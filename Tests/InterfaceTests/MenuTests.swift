import Interface
import Model
import Terminal
import Testing

@Suite struct MenuTests {
    /// All that help shows, page by page.
    private func pages(_ state: inout State) -> [String] {
        var lines: [String] = []
        for _ in 0..<60 {
            lines += state.picture.lines
            state.press(.pageDown)
        }
        return lines
    }

    @Test func `help lists every key and every column`() {
        var state = State(.desktop(), columns: 200, rows: 40)
        state.type("?")
        let lines = pages(&state)
        for binding in KeyBinding.all {
            #expect(lines.contains { $0.contains(binding.meaning) }, "\(binding.meaning)")
        }
        for column in Column.all {
            #expect(lines.contains { $0.contains(column.name) }, "\(column.name)")
        }
    }

    @Test func `help can be searched`() throws {
        var state = State(.desktop())
        state.type("?/freeze")
        try expectPicture(state.picture, "help-search")
        state.press(.enter)
        state.press(.escape)
        #expect(state.dialog != nil)
        state.press(.escape)
        #expect(state.dialog == nil)
    }

    @Test func `help tells of filters, and its examples are filters`() throws {
        var state = State(.desktop())
        state.type("?/for example")
        let examples = state.picture.lines.compactMap { line -> String? in
            let parts = line.split(separator: "│").joined().split(separator: "for example")
            return parts.count == 2 && line.contains("│") ? String(parts[1]) : nil
        }
        #expect(examples.count == 3)
        for example in examples { _ = try Filter(example) }
    }

    @Test func `help fits the smallest screen`() throws {
        var state = State(.desktop(), columns: 20, rows: 5)
        state.type("?")
        try expectPicture(state.picture, "help-20x5")
    }

    @Test func `Ctrl-F and Ctrl-B turn the pages of help as PgDn and PgUp do`() {
        var letters = State(.desktop())
        var keys = State(.desktop())
        letters.type("?")
        keys.type("?")
        let first = letters.picture
        for (letter, key) in [("f", Key.pageDown), ("f", .pageDown), ("b", .pageUp)] {
            letters.control(Character(letter))
            keys.press(key)
            #expect(letters.picture == keys.picture)
            #expect(letters.picture != first)
        }
    }

    @Test func `scrolling over the end of help need not be unwound`() {
        var state = State(.desktop())
        state.type("?")
        for _ in 0..<500 { state.press(.pageDown) }
        let last = state.picture
        state.type("k")
        #expect(state.picture != last)
    }

    @Test func `the sort menu shows every column and sorts by the chosen one`() throws {
        var state = State(.desktop())
        state.press(.function(6))
        try expectPicture(state.picture, "sort-menu")
        state.type("gg")
        state.press(.home)
        state.press(.enter)
        #expect(state.dialog == nil)
        #expect(state.settings.sortColumn == "pid")
        #expect(state.settings.sortOrder == .ascending)
    }

    @Test func `a column is found by heading, name or meaning; one that is not shown is told`() {
        for (typed, name) in [
            ("tim", "cpu_time_ns"), ("faults", "minor_faults_per_second"),
            ("waiting", "run_delay_percent"),
        ] {
            var state = State(.desktop())
            state.type(">\(typed)")
            state.press(.enter)
            #expect(state.settings.sortColumn == name)
            let isShown = state.settings.columns.contains(name)
            #expect(state.picture.lines.contains { $0.contains("  by ") } == !isShown)
        }
    }

    @Test func `what no column is called sorts by none`() {
        var state = State(.desktop())
        let settings = state.settings
        state.type(">~~")
        #expect(state.picture.lines.contains { $0.contains("no column like ~~") } == false)
        state.type("/~~")
        #expect(state.picture.lines.contains { $0.contains("no column like ~~") })
        state.press(.enter)
        #expect(state.dialog != nil && state.settings == settings)
        state.press(.escape)
        state.press(.enter)
        #expect(state.dialog == nil)
    }

    @Test func `Esc leaves the order as it was`() {
        var state = State(.desktop())
        let settings = state.settings
        state.type(">jjjj")
        state.press(.escape)
        #expect(state.settings == settings)
    }

    @Test func `the tree looks as recorded, folded and not`() throws {
        var settings = Settings()
        settings.isTree = true
        settings.showsKernelThreads = true
        var state = State(.desktop(), settings: settings)
        try expectPicture(state.picture, "tree")
        state.type("/bash")
        state.press(.enter)
        state.type("zc")
        try expectPicture(state.picture, "tree-folded")
        #expect(state.cursor?.pid == 812)
        state.update(Invented.desktop().later().snapshot)
        #expect(!state.picture.lines.contains { $0.contains("1042") })
        state.type("zR")
        #expect(state.picture.lines.contains { $0.contains("1042") })
    }

    @Test func `a fold around the cursor takes it to the folded process`() {
        var settings = Settings()
        settings.isTree = true
        var state = State(.desktop(), settings: settings)
        state.type("/vim")
        state.press(.enter)
        state.type("zC")
        #expect(state.cursor?.pid == 1)
        state.type("zO")
        #expect(state.rowCount == 8)
    }
}
