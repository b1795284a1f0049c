import Interface
import Model
import Terminal
import Testing

@Suite struct PictureTests {
    @Test(arguments: [(80, 24), (200, 60), (20, 5), (500, 10)])
    func `a desktop looks as recorded`(_ columns: Int, _ rows: Int) throws {
        try expectPicture(
            State(.desktop(), columns: columns, rows: rows).picture, "desktop-\(columns)x\(rows)")
    }

    @Test(arguments: [(80, 24), (200, 60), (20, 5), (500, 10)])
    func `hostile strings look as recorded`(_ columns: Int, _ rows: Int) throws {
        try expectPicture(
            State(.hostile(), columns: columns, rows: rows).picture, "hostile-\(columns)x\(rows)")
    }

    @Test(arguments: [1, 8, 64, 256, 512])
    func `every number of CPUs leaves a table`(_ cpus: Int) throws {
        let state = State(.desktop(cpus: cpus))
        try expectPicture(state.picture, "cpus-\(cpus)")
        #expect(state.picture.lines.count { $0.contains("firefox") } >= 1)
    }

    @Test func `a sample without processes says so`() throws {
        var world = Invented()
        world.setCPUs(2, seconds: 0)
        try expectPicture(State(world).picture, "no-process")
    }

    @Test func `no sample yet is told`() throws {
        try expectPicture(State(size: Size(columns: 80, rows: 24)).picture, "no-sample")
    }

    @Test func `the notice has a line of its own`() throws {
        var state = State(.desktop())
        state.notice = "no BPF: CAP_BPF is missing; sudo setcap cap_bpf,cap_perfmon+ep bpftop"
        state.cost = State.Cost(cpuPercent: 0.7, refreshTime: 3_210_000)
        try expectPicture(state.picture, "notice")
    }

    @Test(arguments: [(80, 24), (40, 12)])
    func `a message that the line has no room for goes over the table, whole`(
        _ columns: Int, _ rows: Int
    ) throws {
        var state = State(.desktop(), columns: columns, rows: rows)
        let failure =
            "could not send SIGTERM to postgres (1234): operation not permitted; needs CAP_KILL or the same user"
        state.report(ActionResult(failure + " (and 12 more)", isFailure: true))
        try expectPicture(state.picture, "long-message-\(columns)x\(rows)")
        let words = state.picture.lines.joined(separator: " ").split(separator: " ")
        #expect(failure.split(separator: " ").allSatisfy(words.contains))
        _ = state.handle(.character("j"))
        #expect(!state.picture.lines.contains { $0.contains("CAP_KILL") })
        state.report(ActionResult("sent SIGTERM to sh (9)"))
        #expect(state.picture.lines[rows - 2].hasPrefix("sent SIGTERM to sh (9) "))
    }

    @Test(arguments: [(20, 5), (20, 9), (40, 12), (80, 24)])
    func `no message covers the cursor's row`(_ columns: Int, _ rows: Int) {
        for length in [5, 30, 120, 2000] {
            var state = State(.crowd(60), columns: columns, rows: rows)
            for _ in 0..<rows {
                _ = state.handle(.character("j"))
                state.report(ActionResult(String(repeating: "x", count: length), isFailure: true))
                let lines = state.picture.lines
                #expect(lines.count { $0.hasPrefix(">") } == 1, "\(lines)")
                #expect(lines.contains { $0.hasPrefix("!") })
            }
        }
    }

    @Test(arguments: [(40, 16), (80, 24)])
    func `what is wrong with a filter does not cover the cursor's row`(_ columns: Int, _ rows: Int)
    {
        for filter in ["\\rss > 1x", "\\pid > 0 or pid > 1 or start > noon"] {
            var state = State(.crowd(60), columns: columns, rows: rows)
            for _ in 0..<rows {
                _ = state.handle(.character("j"))
                state.type(filter)
                let lines = state.picture.lines
                #expect(lines.count { $0.hasPrefix(">") } == 1, "\(lines)")
                #expect(lines.contains { $0.split(separator: " ").contains("v") })
                _ = state.handle(.key(.escape))
            }
        }
    }

    @Test func `a message longer than the screen ends with an ellipsis`() {
        var state = State(.desktop(), columns: 20, rows: 5)
        let path = "/" + String(repeating: "x", count: 2000)
        for text in [path, path + " " + path, String(repeating: "word ", count: 400)] {
            state.report(ActionResult(text, isFailure: true))
            let line = state.picture.lines[2]
            #expect(line.hasPrefix("!") && line.hasSuffix("…"))
        }
    }

    @Test(arguments: [(80, 24), (40, 12)])
    func `what is wrong with a filter is told whole`(_ columns: Int, _ rows: Int) {
        for before in ["", "has container ", "not (has container or has unit) "] {
            var state = State(.desktop(), columns: columns, rows: rows)
            state.type("\\" + before + "start > noon")
            let problem = "expected a moment like 2025-01-31T12:00, with a Z of UTC, or seconds"
            let words = state.picture.lines.joined(separator: " ").split(separator: " ")
            #expect(problem.split(separator: " ").allSatisfy(words.contains), "\(before)")
            #expect(words.contains("v"))
        }
    }

    @Test(arguments: [256, 512]) func `very many CPUs leave half of a small screen to rows`(
        _ cpus: Int
    ) throws {
        let state = State(.crowd(2000, cpus: cpus))
        let rows = state.picture.lines.count { $0.contains("/usr/bin/worker") }
        #expect(rows >= 12)
    }

    @Test func `the smallest screen still names processes`() {
        let lines = State(.desktop(), columns: 20, rows: 5).picture.lines
        #expect(lines.contains { $0.contains("make") })
    }

    @Test func `rows of a frozen cgroup say so, whatever the colours`() {
        var world = Invented.desktop()
        world.texts.frozen = [7: false, 8: true]
        let lines = State(world).picture.lines
        #expect(lines.filter { $0.contains("[frozen]") }.count == 1)
        #expect(lines.contains { $0.contains("[frozen] /usr") })
    }

    @Test func `blank arguments show the name in brackets`() {
        var world = Invented.desktop()
        world.add(5000, "noargs", command: "")
        #expect(State(world).picture.lines.contains { $0.contains("[noargs]") })
    }

    @Test func `a screen that is too small says so and never crashes`() {
        var state = State(.hostile())
        for columns in 0..<22 {
            for rows in 0..<8 {
                _ = state.handle(.resize(Size(columns: columns, rows: rows)))
                let lines = state.picture.lines
                let isSmall = columns < 20 || rows < 5
                if columns > 10 && rows > 0 {
                    #expect((lines[0].hasPrefix("too small")) == isSmall)
                }
            }
        }
    }

    @Test func `without colours every mark is still there`() throws {
        var options = State.Options()
        options.colorDepth = .monochrome
        var state = State(options: options, size: Size(columns: 80, rows: 24))
        state.update(Invented.desktop().snapshot)
        state.type(" jV")
        let lines = state.picture.lines
        let heading = try #require(lines.firstIndex { $0.contains("COMMAND") })
        #expect(lines[heading + 1].hasPrefix("*"))
        #expect(lines[heading + 3].hasPrefix(">"))
        #expect(lines[23].contains("F1Help"))
    }
}
