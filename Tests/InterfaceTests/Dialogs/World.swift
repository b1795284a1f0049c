import CBpftop
import Model
import Terminal

@testable import Interface

/// A machine of few processes, by hand, for dialogs to look at.
struct World {
    var records: [TaskRecord] = []
    var texts = Texts()
    var seconds: UInt64 = 100

    /// init, sshd > shell > bpftop (this monitor, 500), a service of two processes, a kernel thread.
    static let ordinary: World = {
        var world = World()
        world.add(1, "systemd", parent: 0, session: 1, cgroup: "/init.scope")
        world.add(2, "kthreadd", parent: 0, session: 0, cgroup: "/", isKernelThread: true)
        world.add(300, "sshd", parent: 1, session: 300, cgroup: "/system.slice/ssh.service")
        world.add(400, "bash", parent: 300, session: 400, cgroup: "/user.slice/user-1000.slice/s1")
        world.add(
            500, "bpftop", parent: 400, session: 400, cgroup: "/user.slice/user-1000.slice/s1")
        world.add(501, "vim", parent: 400, session: 400, cgroup: "/user.slice/other")
        world.add(600, "nginx", parent: 1, session: 600, cgroup: "/system.slice/nginx.service")
        world.add(601, "nginx", parent: 600, session: 600, cgroup: "/system.slice/nginx.service/w")
        world.add(700, "stray", parent: 1, session: 700, cgroup: "/")
        world.add(800, "lost", parent: 1, session: 800, cgroup: nil)
        return world
    }()

    /// Adds a process that started as many seconds after boot as its number says.
    mutating func add(
        _ pid: UInt32, _ name: String, parent: UInt32 = 1, session: UInt32 = 1,
        cgroup: String? = nil, isKernelThread: Bool = false, nice: Int32 = 0, thread: UInt32? = nil
    ) {
        var record = TaskRecord()
        record.pid = thread ?? pid
        record.tgid = pid
        record.kind = thread == nil ? 0 : 1
        record.ppid = parent
        record.session = session
        record.start_boottime = UInt64(pid) * 1_000_000_000
        record.static_prio = 120 + nice
        record.prio = 120 + nice
        record.state = 1
        record.threads = 1
        record.flags = isKernelThread ? 0x20_0000 : 0
        record.cgroup_id =
            cgroup.map { path in path.utf8.reduce(7) { ($0 &* 31 &+ UInt64($1)) % 100_000 } }
            ?? .max
        if let cgroup { texts.cgroups[record.cgroup_id] = CgroupPath(cgroup) }
        withUnsafeMutableBytes(of: &record.comm) { $0.copyBytes(from: name.utf8.prefix(15)) }
        records.append(record)
        texts.users = [0: "root"]
    }

    /// The machine as one sample, one second after the last.
    var sample: Sample {
        var system = SystemSample(
            machine: Machine(
                pageSize: 4096, tick: 10_000_000, cpuCount: 4, release: "6.1",
                architecture: "x86_64",
                hostName: "host"))
        system.memory.total = 1 << 34
        return Sample(
            time: Instant(
                monotonic: seconds * 1_000_000_000, boottime: seconds * 1_000_000_000,
                realtime: seconds * 1_000_000_000),
            source: "test", tasks: records, system: system, texts: texts)
    }

    var snapshot: Snapshot { Snapshot(sample) }

    /// The process of a number, as a target.
    func target(_ pid: UInt32) -> Target {
        let snapshot = snapshot
        let row = (0..<snapshot.count).first { snapshot[$0].pid == pid } ?? 0
        return Target(row: row, of: snapshot)
    }

    /// What a dialog may know, its area being a screen less the key bar.
    func context(
        columns: Int = 80, rows: Int = 24, isReadOnly: Bool = false, settings: Settings = Settings()
    ) -> DialogContext {
        DialogContext(
            snapshot: snapshot, settings: settings, isReadOnly: isReadOnly, ownPID: 500,
            area: Rect(column: 0, row: 0, columns: columns, rows: rows - 1))
    }
}

extension Dialog {
    /// Takes several events; what becomes of the last one.
    @discardableResult
    mutating func press(_ events: Event..., in context: DialogContext) -> DialogResult {
        var result = DialogResult.stay
        for event in events { result = handle(event, in: context) }
        return result
    }

    /// Types a text, letter by letter.
    @discardableResult
    mutating func type(_ text: String, in context: DialogContext) -> DialogResult {
        var result = DialogResult.stay
        for letter in text { result = handle(.character(letter), in: context) }
        return result
    }

    /// The dialog on a screen of this size, the key bar's row left blank.
    func lines(columns: Int, rows: Int) -> [String] {
        var screen = Screen(size: Size(columns: columns, rows: rows))
        render(in: screen.bounds.droppingBottom(1), theme: .terminalDefault, into: &screen)
        return screen.lines
    }
}

extension DialogResult {
    /// The effects of closing with these; nil for any other result.
    var closing: [Effect]? {
        if case .close(let effects) = self { effects } else { nil }
    }

    var isStaying: Bool {
        if case .stay = self { true } else { false }
    }
}

extension Event {
    static func click(_ column: Int, _ row: Int) -> Event {
        .mouse(MouseEvent(.press(.left), at: Point(column: column, row: row)))
    }
}
