import Model
import Terminal
import Testing

@testable import Interface

/// A size of the whole terminal, and what it is called in the snapshots.
struct ScreenSize: Sendable, CustomTestStringConvertible {
    let columns: Int
    let rows: Int

    var testDescription: String { "\(columns)x\(rows)" }

    static let all = [ScreenSize(columns: 80, rows: 24), ScreenSize(columns: 20, rows: 5)]
}

@Suite struct DialogSnapshotTests {
    private let world = World.ordinary

    private func check(_ dialog: some Dialog, _ name: String, _ size: ScreenSize) {
        expectSnapshot(
            dialog.lines(columns: size.columns, rows: size.rows),
            "\(name)-\(size.testDescription)")
    }

    @Test(arguments: ScreenSize.all) func `the signal menu of one process`(size: ScreenSize) {
        check(SignalMenu(targets: [world.target(501)]), "signal-one", size)
    }

    @Test(arguments: ScreenSize.all) func `the signal menu of many processes`(size: ScreenSize) {
        let targets = [501, 600, 601, 700].map { world.target($0) }
        check(SignalMenu(targets: targets), "signal-many", size)
    }

    @Test(arguments: ScreenSize.all) func `the nice dialog`(size: ScreenSize) {
        var dialog = NiceDialog(
            targets: [world.target(600), world.target(601)], in: world.snapshot)
        dialog.press(.key(.function(8)), .key(.function(8)), in: world.context())
        check(dialog, "nice", size)
    }

    @Test(arguments: ScreenSize.all) func `the I/O priority dialog`(size: ScreenSize) {
        check(IOPriorityDialog(targets: [world.target(600)]), "io-priority", size)
    }

    @Test(arguments: ScreenSize.all) func `the affinity dialog`(size: ScreenSize) {
        var dialog = AffinityDialog(
            targets: [world.target(600), world.target(601)], cpus: Array(0..<12))
        dialog.press(.key(.down), .character(" "), in: world.context())
        check(dialog, "affinity", size)
    }

    @Test(arguments: ScreenSize.all) func `the freeze dialog`(size: ScreenSize) {
        let plan = FreezePlan(
            .freeze, [600, 700, 500].map { world.target($0) }, in: world.snapshot, ownPID: 500)
        check(FreezeDialog(.freeze, plan: plan), "freeze", size)
    }

    @Test(arguments: ScreenSize.all) func `the setup's columns`(size: ScreenSize) {
        check(SetupDialog(settings: Settings()), "setup-columns", size)
    }

    @Test(arguments: ScreenSize.all) func `the setup's display page`(size: ScreenSize) {
        var dialog = SetupDialog(settings: Settings())
        dialog.press(.key(.tab), .key(.tab), in: world.context())
        check(dialog, "setup-display", size)
    }

    @Test(arguments: ScreenSize.all) func `the question before saving`(size: ScreenSize) {
        check(SaveDialog(settings: Settings()), "save", size)
    }

    @Test(arguments: ScreenSize.all) func `the process screen while it reads`(size: ScreenSize) {
        check(ProcessScreen(target: world.target(600), in: world.snapshot), "process", size)
    }

    @Test(arguments: ScreenSize.all) func `the process screen's details`(size: ScreenSize) {
        let target = world.target(600)
        var dialog = ProcessScreen(target: target, in: world.snapshot)
        dialog.receive(
            ProcessDetails(
                identity: target.identity,
                sections: [
                    .init(title: "Open files", lines: ["0  /dev/null", "1  socket:[42]"]),
                    .init(title: "Environment", lines: [], problem: "no answer within 500 ms"),
                    .init(title: "Kernel stack", lines: []),
                ]))
        dialog.press(.key(.end), in: world.context(columns: size.columns, rows: size.rows))
        check(dialog, "process-details", size)
    }

    /// Every dialog there is, at its first sight.
    private var everyDialog: [any Dialog] {
        let targets = [501, 600, 601].map { world.target($0) }
        let plan = FreezePlan(.thaw, targets, in: world.snapshot, ownPID: 500)
        return [
            SignalMenu(targets: targets), NiceDialog(targets: targets, in: world.snapshot),
            IOPriorityDialog(targets: targets),
            AffinityDialog(targets: targets, cpus: Array(0..<300)),
            FreezeDialog(.thaw, plan: plan), SetupDialog(settings: Settings()),
            SaveDialog(settings: Settings()),
            ProcessScreen(target: targets[0], in: world.snapshot),
        ]
    }

    @Test func `no size and no key breaks a dialog, and none draws outside its area`() {
        let keys: [Event] = [
            .key(.down), .key(.end), .key(.pageUp), .key(.tab), .key(.right), .character("j"),
            .character("9"), .character(","), .key(.backspace), .character(" "),
            .paste("x\u{1B}[2J"),
            .click(3, 3), .mouse(MouseEvent(.wheelDown, at: Point(column: 5, row: 2))),
            .mouse(MouseEvent(.drag(.left), at: Point(column: 900, row: 900))), .focus(true),
            .unknown([1]), .key(.function(7)), .key(.home),
        ]
        for (columns, rows) in [
            (0, 0), (1, 1), (3, 2), (20, 4), (23, 9), (24, 8), (40, 12), (300, 90),
        ] {
            let area = Rect(column: 1, row: 1, columns: columns, rows: rows)
            var context = world.context()
            context.area = area
            for original in everyDialog {
                var dialog = original
                for key in keys {
                    _ = dialog.handle(key, in: context)
                    var screen = Screen(size: Size(columns: columns + 2, rows: rows + 2))
                    screen.fill(screen.bounds, with: "#", .plain)
                    dialog.render(in: area, theme: .gruvboxDark, into: &screen)
                    let frame = (0..<screen.size.rows).flatMap { row in
                        [0, columns + 1].map { screen.cluster(at: Point(column: $0, row: row)) }
                    }
                    #expect(frame.allSatisfy { $0 == "#" }, "\(dialog.title) \(columns)x\(rows)")
                }
            }
        }
    }

    @Test func `Esc closes every dialog and does nothing`() {
        for original in everyDialog {
            var dialog = original
            #expect(dialog.handle(.key(.escape), in: world.context()).closing == [])
        }
    }

    @Test func `every key of the key bar does something or is Esc`() {
        for dialog in everyDialog {
            #expect(dialog.keys.contains { $0.event == .key(.escape) })
            #expect(dialog.keys.allSatisfy { !$0.label.isEmpty })
            #expect(!dialog.title.isEmpty)
        }
    }

    @Test func `a dialog keeps its targets whatever the snapshot says`() {
        var dialog: any Dialog = SignalMenu(targets: [world.target(600)])
        let before = dialog.targets
        var other = world
        other.records.removeAll()
        dialog.refresh(in: other.context())
        #expect(dialog.targets == before)
    }

    @Test func `hostile names are drawn harmless`() {
        var world = World()
        world.add(9, "a\u{1B}]0;x\u{7}")
        let lines = SignalMenu(targets: [world.target(9)]).lines(columns: 80, rows: 24)
        let bytes = lines.joined().utf8
        #expect(bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    }
}
