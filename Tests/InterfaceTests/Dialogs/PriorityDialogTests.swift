import Model
import Terminal
import Testing

@testable import Interface

@Suite struct NiceDialogTests {
    private let world: World = {
        var world = World()
        world.add(10, "a", nice: 5)
        world.add(11, "b", nice: -3)
        return world
    }()
    private var context: DialogContext { world.context() }
    private var dialog: NiceDialog {
        NiceDialog(targets: [world.target(10), world.target(11)], in: world.snapshot)
    }

    @Test func `it begins with the first target's value`() {
        #expect(dialog.selected == 5)
    }

    @Test func `F7 and F8 step, within the bounds`() {
        var dialog = dialog
        dialog.press(.key(.function(8)), in: context)
        #expect(dialog.selected == 6)
        dialog.press(.key(.function(7)), .key(.function(7)), in: context)
        #expect(dialog.selected == 4)
        for _ in 0..<50 { dialog.press(.key(.function(7)), in: context) }
        #expect(dialog.selected == -20)
        for _ in 0..<50 { dialog.press(.key(.up), .key(.down), .key(.right), in: context) }
        #expect(dialog.selected == 19)
    }

    @Test(arguments: [("7", 7), ("-12", -12), ("+3", 3), ("0", 0), ("-20", -20), ("19", 19)])
    func `a typed value counts`(text: String, value: Int) {
        var dialog = dialog
        dialog.type(text, in: context)
        let targets = dialog.targets
        #expect(dialog.press(.key(.enter), in: context).closing == [.setNice(targets, value)])
    }

    @Test(arguments: ["20", "-21", "-", "999"])
    func `a value outside the bounds is not set`(text: String) {
        var dialog = dialog
        dialog.type(text, in: context)
        #expect(dialog.selected == nil)
        #expect(dialog.press(.key(.enter), in: context).isStaying)
    }

    @Test func `each target's change is shown`() {
        let lines = dialog.lines(columns: 80, rows: 24).joined(separator: "\n")
        #expect(lines.contains("5 → 5"))
        #expect(lines.contains("-3 → 5 "))
    }

    @Test func `a process that had gone has no value`() {
        let gone = Target(
            identity: ProcessIdentity(pid: 99, startTime: 1), name: "gone", user: "root")
        let dialog = NiceDialog(targets: [gone], in: world.snapshot)
        #expect(dialog.selected == 0)
        #expect(dialog.lines(columns: 80, rows: 24).contains { $0.contains("- → 0") })
    }

    @Test func `a click on the scale chooses the value there`() throws {
        var dialog = dialog
        let lines = dialog.lines(columns: 80, rows: 24)
        let row = try #require(lines.firstIndex { $0.contains("┼") })
        let zero = try #require(Array(lines[row]).firstIndex(of: "┼"))
        dialog.press(.click(zero - 4, row), in: context)
        #expect(dialog.selected == -4)
    }
}

@Suite struct IOPriorityDialogTests {
    private let world = World.ordinary

    @Test func `every class and level can be chosen`() {
        let priorities = IOPriorityDialog.choices.map(\.priority)
        #expect(priorities.count == 18)
        #expect(priorities.first == IOPriority.none)
        #expect(priorities.last == .idle)
        for level in 0...7 {
            #expect(priorities.contains(.realTime(level: level)))
            #expect(priorities.contains(.bestEffort(level: level)))
        }
    }

    @Test func `it stands upon what the process has, once that is read`() {
        var dialog = IOPriorityDialog(targets: [world.target(600)])
        var details = ProcessDetails(identity: world.target(600).identity, sections: [])
        details.ioPriority = .bestEffort(level: 4)
        dialog.receive(details)
        #expect(dialog.selected == .bestEffort(level: 4))
    }

    @Test func `what is read late does not take the choice away`() {
        var dialog = IOPriorityDialog(targets: [world.target(600)])
        dialog.press(.key(.end), in: world.context())
        var details = ProcessDetails(identity: world.target(600).identity, sections: [])
        details.ioPriority = .bestEffort(level: 4)
        dialog.receive(details)
        #expect(dialog.selected == .idle)
        let targets = dialog.targets
        #expect(
            dialog.press(.key(.enter), in: world.context()).closing
                == [.setIOPriority(targets, .idle)])
    }
}

@Suite struct AffinityDialogTests {
    private let world = World.ordinary
    private var context: DialogContext { world.context() }
    private func dialog(_ cpus: [Int] = Array(0..<12)) -> AffinityDialog {
        AffinityDialog(targets: [world.target(600)], cpus: cpus)
    }

    @Test func `Space takes a CPU away and gives it back`() {
        var dialog = dialog([0, 1, 4])
        dialog.press(.key(.down), .character(" "), in: context)
        #expect(dialog.selected == [0, 4])
        dialog.press(.character(" "), in: context)
        #expect(dialog.selected == [0, 1, 4])
        dialog.press(.character("n"), .character(" "), .character("i"), in: context)
        #expect(dialog.selected == [0, 4])
        dialog.press(.character("a"), in: context)
        #expect(dialog.selected == [0, 1, 4])
    }

    @Test func `typed ranges are set`() {
        var dialog = dialog()
        dialog.type("0-3,8", in: context)
        #expect(
            dialog.press(.key(.enter), in: context).closing
                == [.setAffinity([world.target(600)], cpus: [0, 1, 2, 3, 8])])
    }

    @Test(arguments: ["12", "0-12", "3-1", "1,,2", "-", "99999999999999999999"])
    func `what names no CPU is refused`(text: String) {
        var dialog = dialog()
        dialog.type(text, in: context)
        #expect(dialog.press(.key(.enter), in: context).isStaying)
    }

    @Test func `no CPU at all is refused`() {
        var dialog = dialog()
        dialog.type("n", in: context)
        #expect(dialog.press(.key(.enter), in: context).isStaying)
    }

    @Test func `it shows what the process may use, until something is changed`() {
        var details = ProcessDetails(identity: world.target(600).identity, sections: [])
        details.allowedCPUs = [1, 3]
        var dialog = dialog()
        dialog.receive(details)
        #expect(dialog.selected == [1, 3])
        dialog.press(.character("a"), in: context)
        dialog.receive(details)
        #expect(dialog.selected.count == 12)
    }
}
