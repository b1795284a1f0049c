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
}
