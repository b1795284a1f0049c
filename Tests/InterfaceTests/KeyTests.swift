import Interface
import Model
import Terminal
import Testing

@Suite struct KeyTests {
    @Test func `no sequence of keys stands for two commands`() {
        var seen: Set<[Stroke]> = []
        for binding in KeyBinding.all {
            for sequence in binding.sequences {
                #expect(seen.insert(sequence).inserted, "\(binding.keys)")
                #expect(!sequence.isEmpty && sequence.count <= 2)
            }
        }
    }

    @Test func `no single key begins a longer sequence`() {
        let prefixes = Set(
            KeyBinding.all.flatMap(\.sequences).filter { $0.count > 1 }.map { $0[0] })
        let singles = Set(
            KeyBinding.all.flatMap(\.sequences).filter { $0.count == 1 }.map { $0[0] })
        #expect(prefixes.isDisjoint(with: singles))
    }

    @Test func `every key of the table is reached and explained`() {
        for binding in KeyBinding.all {
            #expect(!binding.meaning.isEmpty)
            #expect(!binding.keys.isEmpty)
            var state = State(.crowd(30))
            for sequence in binding.sequences {
                for stroke in sequence { _ = state.handle(stroke.event) }
            }
        }
    }

    @Test func `q, F10 and Ctrl-C quit, and Ctrl-C from anywhere`() {
        for event in [Event.character("q"), .key(.function(10)), .character("c", .control)] {
            var state = State(.desktop())
            expect(state.handle(event), [.quit])
        }
        for keys in ["/", "\\", "?", ">"] {
            var state = State(.desktop())
            state.type(keys)
            let effects = state.handle(.character("q"))
            #expect(effects != [.quit])
            expect(state.control("c"), [.quit])
        }
    }

    @Test func `Control and a letter is never the bare letter`() {
        var state = State(.crowd(100))
        expect(state.control("x"), [])
        #expect(state.dialog == nil)
        expect(state.control("z"), [.suspend])
        expect(state.control("l"), [.redraw])
        state.control("f")
        #expect(state.dialog == nil)
    }

    @Test func `sort keys sort, and I turns round`() {
        var state = State(.desktop())
        for (key, name) in [("P", "cpu_percent"), ("M", "mem_percent"), ("T", "cpu_time_ns")] {
            state.type(key)
            #expect(state.settings.sortColumn == name)
            #expect(state.settings.sortOrder == .descending)
        }
        let first = state.identity(at: 0)
        #expect(first?.pid == 1099)
        state.type("I")
        #expect(state.settings.sortOrder == .ascending)
        #expect(state.identity(at: state.rowCount - 1) == first)
    }

    @Test func `keys of columns that there are not are not offered, and say so`() {
        let offered = KeyBinding.all.map(\.command)
        for (keys, command) in [
            ("gG", .gpuColumns), ("W", .quickSort(.gpuMemory)), ("yg", .yank(.gpu)),
            ("yv", .yank(.gpuMemory)),
        ] as [(String, Command)] where !Column.all.contains(where: { $0.name.hasPrefix("gpu_") }) {
            #expect(!offered.contains(command))
            var state = State(.desktop())
            state.type(keys)
            #expect(state.message != nil, "\(keys)")
        }
        #expect(offered.contains(.quickSort(.memory)) && offered.contains(.searchPrevious))
    }

    @Test func `H asks for threads and K shows the kernel's`() {
        var state = State(.desktop())
        expect(state.type("H"), [.setShowsThreads(true), .sampleNow])
        expect(state.type("H"), [.setShowsThreads(false), .sampleNow])
        let rows = state.rowCount
        state.type("K")
        #expect(state.rowCount == rows + 2)
    }

    @Test func `pausing keeps the sample`() {
        var state = State(.desktop())
        expect(state.type("p"), [.setPaused(true)])
        let rows = state.rowCount
        state.update(Invented.crowd(50).snapshot)
        #expect(state.rowCount == rows)
        #expect(state.picture.lines.contains { $0.contains("PAUSED") })
        expect(state.type("p"), [.setPaused(false), .sampleNow])
    }

    @Test func `brackets change the period within its bounds`() {
        var state = State(.desktop())
        expect(state.type("["), [.setPeriod(500_000_000)])
        expect(state.type("]]"), [.setPeriod(1_000_000_000), .setPeriod(2_000_000_000)])
        #expect(state.settings.period == 2_000_000_000)
        for _ in 0..<30 { state.type("[") }
        #expect(state.settings.period == 100_000_000)
        #expect(state.message?.text == "every 100ms, which is the shortest period")
        for _ in 0..<30 { state.type("]") }
        #expect(state.settings.period == 3_600_000_000_000)
        #expect(state.message?.text == "every 1h, which is the longest period")
    }

    @Test func `a message stays for three refreshes and three seconds`() {
        var crowd = Invented.crowd(50)
        var state = State(crowd)
        func passes(_ seconds: [Double]) -> Bool {
            state.type("]")
            for second in seconds {
                crowd.time = UInt64(second * 1e9)
                state.update(crowd.snapshot)
            }
            return state.message == nil
        }
        #expect(!passes([0.1, 0.2, 0.3, 0.4, 0.5]))
        #expect(passes([1, 2, 3, 4, 5]))
        #expect(!passes([60, 120]))
    }

    @Test func `y and a letter copy`() {
        var state = State(.desktop())
        state.type("/vim")
        state.press(.enter)
        expect(state.type("yp"), [.copy("1042")])
        expect(state.type("yn"), [.copy("vim")])
        expect(state.type("yl"), [.copy("/usr/bin/vim notes.txt")])
        expect(state.type("yu"), [.copy("a-very-long-user-name")])
        expect(state.type("yc"), [.copy("/user.slice/user-1000.slice/session-1.scope")])
        let row = state.type("yy")
        guard case .copy(let text) = row.first else {
            Issue.record("yy copies")
            return
        }
        #expect(text.split(separator: "\t").count == Column.standard.count)
        expect(state.type("yj"), [])
        #expect(state.cursor?.pid == 1042)
    }

    @Test func `a visual range is copied a line each`() {
        var state = State(.crowd(20))
        let effects = state.type("V2jyp")
        guard case .copy(let text) = effects.first else {
            Issue.record("yp copies")
            return
        }
        #expect(text.split(separator: "\n").count == 3)
    }

    @Test func `Esc leaves one thing at a time`() {
        var state = State(.crowd(20))
        state.type("\\worker1")
        state.press(.enter)
        state.type(" V")
        state.press(.escape)
        #expect(!state.tags.isEmpty)
        state.press(.escape)
        #expect(state.tags.isEmpty)
        #expect(state.filterText == "worker1")
        state.press(.escape)
        #expect(state.filterText.isEmpty)
    }

    @Test func `nice keys act at once, and not when read only`() {
        var state = State(.desktop())
        let target = state.cursor
        guard case .changeNice(let targets, let step) = state.press(.function(8)).first else {
            Issue.record("F8 changes the nice value")
            return
        }
        #expect(targets.map(\.identity) == [target?.task])
        #expect(step == 1)
        var options = State.Options()
        options.isReadOnly = true
        var bound = State(options: options, size: Size(columns: 80, rows: 24))
        bound.update(Invented.desktop().snapshot)
        expect(bound.press(.function(8)), [])
        #expect(bound.message?.isFailure == true)
    }

    @Test func `S and A change how much of a unit is shown`() {
        var settings = Settings()
        settings.columns = ["pid", "unit", "command"]
        settings.sortColumn = "unit"
        var state = State(.desktop(), settings: settings)
        state.type("S")
        #expect(state.settings.columns == ["pid", "slice", "command"])
        #expect(state.settings.sortColumn == "slice")
        #expect(state.picture.lines.contains { $0.contains("system.slice/ssh.service") })
        state.type("A")
        #expect(state.settings.columns == ["pid", "any_unit", "command"])
        #expect(state.picture.lines.contains { $0.contains("session-1.scope") })
        state.type("A")
        #expect(state.settings.columns == ["pid", "unit", "command"])
    }

    @Test func `unit columns come by themselves where there is room`() {
        let wide = State(.desktop(), columns: 160)
        #expect(wide.picture.lines.contains { $0.contains("UNIT") })
        let narrow = State(.desktop(), columns: 80)
        #expect(!narrow.picture.lines.contains { $0.contains("UNIT") })
        var settings = Settings()
        settings.addsGroupColumns = false
        let without = State(.desktop(), columns: 160, settings: settings)
        #expect(!without.picture.lines.contains { $0.contains("UNIT") })
    }
}
