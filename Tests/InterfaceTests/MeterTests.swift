import Interface
import Model
import Terminal
import Testing

@Suite struct MeterTests {
    @Test func `how many processes are made is said where it is known`() {
        var world = Invented.crowd(3)
        world.system.forks = 1000
        var later = world.later()
        later.system.forks = 1042
        var state = State(world)
        state.update(Snapshot(later.sample, since: world.sample))
        #expect(state.picture.lines.contains { $0.contains(", 42 forks/s") })
    }

    @Test(arguments: 60...120)
    func `the header has never fewer lines than before while rates come and go`(columns: Int) {
        var world = Invented.desktop()
        var state = State(world, columns: columns, rows: 40)
        var headings: [Int] = []
        for bytes in [0, 900 << 20, 0, 7, 123 << 10, 900 << 20, 0] as [UInt64] {
            var later = world.later()
            later.system.disk?.received = (world.system.disk?.received ?? 0) + bytes
            later.system.disk?.sent = (world.system.disk?.sent ?? 0) + bytes
            state.update(Snapshot(later.sample, since: world.sample))
            headings.append(state.picture.lines.firstIndex { $0.contains("COMMAND") } ?? -1)
            world = later
        }
        #expect(headings == headings.sorted() && Set(headings[1...]).count == 1, "\(headings)")
    }

    @Test func `CPUs are matched by number, not by place`() {
        var before = Invented.desktop(cpus: 4)
        var after = before.later()
        before.system.cpus.remove(at: 0)
        after.system.cpus.swapAt(0, 3)
        let meters = CPUMeters(Snapshot(after.sample, since: before.sample)).each
        #expect(meters.map(\.number) == [3, 1, 2, 0])
        #expect(meters.map { $0.shares == nil } == [false, false, false, true])
    }

    @Test(arguments: [
        [0.5, 0.5, 0.5], [.infinity, 1, 1], [.nan, 0.2, -5], [0, 0, 0], [1e300, 1e300, 0],
    ])
    func `no bar leaves its cells`(_ shares: [Double]) {
        let roles: [Role] = [.cpuUser, .cpuSystem, .cpuIOWait]
        let bar = Bar(
            label: "very long label", segments: zip(roles, shares).map { Bar.Segment($0, $1) },
            text: "a text that is much too long for the bar")
        for width in 0..<40 {
            var screen = Screen(size: Size(columns: 60, rows: 3))
            let theme = Theme.presets[0]
            bar.draw(
                in: Rect(column: 10, row: 1, columns: width, rows: 1), theme: theme, into: &screen)
            #expect(screen.text(row: 0).isEmpty && screen.text(row: 2).isEmpty)
            #expect(screen.text(row: 1).prefix(10).allSatisfy { $0 == " " })
            #expect(screen.text(row: 1).count <= 10 + width)
        }
    }

    @Test func `every segment has a glyph of its own`() throws {
        var spent = SystemSample.CPUTimes()
        spent.user = 1
        let shares = try #require(CPUShares(spent, since: SystemSample.CPUTimes()))
        let glyphs = shares.segments.map(\.role.glyph)
        #expect(Set(glyphs).count == glyphs.count)
        let memory = SystemSample.Memory().bar.segments.map(\.role.glyph)
        #expect(Set(memory).count == memory.count)
    }

    @Test func `zram is told with its ratio and never overflows`() {
        var memory = SystemSample.Memory()
        (memory.swapTotal, memory.swapFree) = (1 << 30, 0)
        let zram = SystemSample.Zram(original: 3 << 30, compressed: 1 << 30, used: 1 << 30)
        let bar = memory.swapBar(zram: zram)
        #expect(bar.text.contains("3.0:1"))
        #expect(bar.segments.allSatisfy { $0.share <= 1 })
    }

    @Test func `the memory bar's parts are no more than the whole`() {
        let memory = Invented.desktop().later().system.memory
        let sum = memory.bar.segments.reduce(0) { $0 + $1.share }
        #expect(abs(sum - 0.75) < 1e-9)
    }
}
