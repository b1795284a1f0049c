import CBpftop
import Model
import Terminal
import Testing

@testable import Interface

@Suite struct ProcessScreenTests {
    private let world = World.ordinary
    private var context: DialogContext { world.context() }

    private func text(_ dialog: some Dialog) -> String {
        dialog.lines(columns: 120, rows: 200).joined(separator: "\n")
    }

    @Test func `every column stands in its group`() {
        let dialog = ProcessScreen(target: world.target(600), in: world.snapshot)
        let text = text(dialog)
        for column in Column.all { #expect(text.contains(column.header), "\(column.name)") }
        for group in Column.Group.allCases {
            #expect(text.lowercased().contains(group.rawValue.lowercased()))
        }
    }

    @Test func `details of another process are not taken for this one's`() {
        var dialog = ProcessScreen(target: world.target(600), in: world.snapshot)
        let section = ProcessDetails.Section(title: "Secrets", lines: ["of another"])
        dialog.receive(
            ProcessDetails(identity: world.target(601).identity, sections: [section]))
        #expect(!text(dialog).contains("Secrets"))
        dialog.receive(
            ProcessDetails(identity: world.target(600).identity, sections: [section]))
        #expect(text(dialog).contains("of another"))
    }

    @Test func `a process that ended keeps its last numbers and says so`() {
        var dialog = ProcessScreen(target: world.target(600), in: world.snapshot)
        var later = world
        later.records.removeAll { $0.pid == 600 }
        later.seconds += 1
        dialog.refresh(in: later.context())
        #expect(dialog.title.contains("has ended"))
        #expect(text(dialog).contains("600"))
    }

    @Test func `a newcomer with the same number is not shown in its place`() {
        var dialog = ProcessScreen(target: world.target(600), in: world.snapshot)
        var later = world
        later.records.removeAll { $0.pid == 600 }
        later.add(600, "imposter", cgroup: "/")
        later.records[later.records.count - 1].start_boottime += 1_000_000_000
        later.seconds += 1
        dialog.refresh(in: later.context())
        #expect(dialog.title.contains("has ended"))
        #expect(!text(dialog).contains("imposter"))
    }

    @Test func `long lines are scrolled sideways`() {
        let target = world.target(600)
        var dialog = ProcessScreen(target: target, in: world.snapshot)
        dialog.receive(
            ProcessDetails(
                identity: target.identity,
                sections: [.init(title: "Environment", lines: ["0123456789ABC=1"])]))
        #expect(text(dialog).contains("0123456789ABC=1"))
        dialog.press(.key(.right), in: context)
        #expect(!text(dialog).contains("9ABC=1"))
        #expect(text(dialog).contains("ABC=1"))
        dialog.press(.key(.left), .key(.left), in: context)
        #expect(text(dialog).contains("0123456789ABC=1"))
    }

    @Test func `r reads again`() {
        var dialog = ProcessScreen(target: world.target(600), in: world.snapshot)
        guard case .run(let effects) = dialog.press(.character("r"), in: context) else {
            Issue.record("nothing is read")
            return
        }
        #expect(effects == [.loadDetails(world.target(600).identity)])
    }

    @Test func `x leads to the signal menu of this process alone`() {
        var dialog = ProcessScreen(target: world.target(600), in: world.snapshot)
        guard case .replace(let menu) = dialog.press(.character("x"), in: context) else {
            Issue.record("no menu")
            return
        }
        #expect(menu.targets == [world.target(600)])
        #expect(menu is SignalMenu)
    }

    @Test func `what was read goes along to the CPUs' dialog`() {
        let target = world.target(600)
        var dialog = ProcessScreen(target: target, in: world.snapshot)
        var details = ProcessDetails(identity: target.identity, sections: [])
        details.allowedCPUs = [2]
        dialog.receive(details)
        guard case .replace(let next) = dialog.press(.character("a"), in: context) else {
            Issue.record("no dialog")
            return
        }
        #expect((next as? AffinityDialog)?.selected == [2])
    }

    @Test func `Tab goes from heading to heading and comes round`() {
        var dialog = ProcessScreen(target: world.target(600), in: world.snapshot)
        let small = world.context(columns: 80, rows: 12)
        var seen: Set<String> = []
        for _ in 0..<20 {
            seen.insert(dialog.lines(columns: 80, rows: 12)[1])
            dialog.press(.key(.tab), in: small)
        }
        #expect(seen.contains { $0.contains("Over time") })
        #expect(seen.contains { $0.contains("Memory") })
        #expect(seen.contains { $0.contains("CPU") })
    }
}

@Suite struct ProcessHistoryTests {
    private func bars(_ values: [UInt64]) -> ProcessHistory {
        var history = ProcessHistory()
        var world = World()
        world.add(5, "p")
        var previous: Sample?
        for (index, runtime) in values.enumerated() {
            world.seconds = 100 + UInt64(index)
            world.records[0].runtime = runtime
            let sample = world.sample
            history.record(0, of: Snapshot(sample, since: previous))
            previous = sample
        }
        return history
    }

    @Test func `a bar is as high as the share of the CPU`() {
        let history = bars([0, 0, 1_000_000_000, 1_500_000_000])
        #expect(history.series[0].values == [nil, 0, 100, 50])
        #expect(history.series[0].bars(columns: 6) == "   ▁█▅")
        #expect(history.series[0].scale == 100)
    }

    @Test func `one sample counts once`() {
        var history = ProcessHistory()
        var world = World()
        world.add(5, "p")
        let snapshot = world.snapshot
        history.record(0, of: snapshot)
        history.record(0, of: snapshot)
        #expect(history.series[0].values.count == 1)
    }

    @Test func `a process that is gone leaves a gap and old samples are dropped`() {
        var history = ProcessHistory()
        var world = World()
        for index in 0...UInt64(ProcessHistory.capacity) {
            world.seconds = index
            history.record(nil, of: world.snapshot)
        }
        #expect(history.series[0].values.count == ProcessHistory.capacity)
        #expect(history.series[0].bars(columns: 3) == "   ")
        #expect(history.series[0].bars(columns: -1) == "")
    }
}
