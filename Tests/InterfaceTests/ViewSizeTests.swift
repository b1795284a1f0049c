import CBpftop
import Interface
import Model
import Terminal
import Testing

/// Every view at every size that terminals come in, over processes whose names mean harm.
@Suite struct ViewSizeTests {
    /// A view, and the keys that lead to it from the table.
    struct View: Sendable, CustomTestStringConvertible {
        let name: String
        let keys: [Event]
        var testDescription: String { name }

        init(_ name: String, _ text: String, _ more: Event...) {
            self.name = name
            keys = text.map { .character($0) } + more
        }

        static let all: [View] = [
            View("table", "4001G"), View("tree", "t"), View("threads-and-kernel", "HK"),
            View("search", "/引数"), View("filter", "\\user = ada"),
            View("filter-wrong", "\\rss > 1x"),
            View("visual", " jVjj"), View("scrolled", "lll"), View("sequence", "y"),
            View("sort-menu", ">"),
            View("sort-search", ">/mem"), View("help", "?"), View("help-search", "?/nice"),
            View("signal", "\\pid = 4000", .key(.enter), .character("x")),
            View(
                "signal-many", "\\pid >= 4000", .key(.enter), .character("V"), .character("G"),
                .character("x")),
            View("nice", "r"), View("io-priority", "i"), View("affinity", "a"),
            View("freeze", "\\pid = 4000", .key(.enter), .character("f")),
            View("process", "\\pid = 4000", .key(.enter), .key(.enter)),
            View("setup", "C"), View("setup-meters", "C", .key(.tab)),
            View("setup-display", "C", .key(.tab), .key(.tab)), View("save", "Cs"),
        ]
    }

    private static let sizes = [(80, 24), (200, 60), (20, 5), (500, 10)].map {
        Size(columns: $0.0, rows: $0.1)
    }

    private func state(_ view: View, _ size: Size) -> State {
        var world = Invented.hostile()
        for index in world.tasks.indices
        where world.tasks[index].pid >= 4000 && world.tasks[index].pid < 5000 {
            world.tasks[index].cgroup_id = 9
        }
        world.texts.cgroups[9] = "/evil\u{1B}[2J/日本\u{202E}.slice"
        world.texts.frozen = [8: true]
        var state = State(world, columns: size.columns, rows: size.rows)
        for key in view.keys { _ = state.handle(key) }
        guard case .loadDetails(let identity)? = details(view) else { return state }
        state.receive(
            ProcessDetails(
                identity: identity,
                sections: [
                    .init(title: "Environment", lines: ["A=\u{1B}[2J", "日本=\u{202E}x", "e\u{301}"])
                ]))
        return state
    }

    private func details(_ view: View) -> Effect? {
        guard view.name == "process" else { return nil }
        return .loadDetails(ProcessIdentity(pid: 4000, startTime: 40_000_000_000))
    }

    @Test(arguments: View.all, sizes)
    func `looks as recorded`(_ view: View, _ size: Size) throws {
        let picture = state(view, size).picture
        try expectPicture(picture, "views/\(view.name)-\(size.columns)x\(size.rows)")
        let harmful = picture.lines.joined().unicodeScalars.filter {
            $0.value < 0x20 || $0.value == 0x7F || (0x80..<0xA0).contains($0.value)
                || (0x202A...0x202E).contains($0.value)
        }
        #expect(harmful.isEmpty)
    }

    @Test(arguments: View.all)
    func `in ASCII and without colours nothing is lost but looks`(_ view: View) {
        let picture = state(view, Size(columns: 80, rows: 24)).picture
        var display = Display(
            size: picture.size,
            capabilities: Capabilities(environment: ["TERM": "vt100"], isTTY: true))
        display.screen = picture
        var bytes: [UInt8] = []
        display.render(into: &bytes)
        #expect(bytes.allSatisfy { $0 < 0x80 })
    }
}
