import CBpftop
import Model

/// A host of many processes as a cluster's node has them, made up: what a walk and the readers of names would find on it.
///
/// Everything follows from the number of processes, so that every run measures the same.
struct BusyHost {
    private(set) var tasks: [TaskRecord] = []
    private var texts = Texts()
    private var system = SystemSample(machine: Self.machine)
    private var random = Random(seed: 20_000)
    private var nextPID: UInt32 = 1
    private var time: UInt64 = 0
    /// The rows that differ from a second ago.
    private var changed: [Int32] = []

    private static let second: UInt64 = 1_000_000_000
    private static let uptime: UInt64 = 40 * 86_400 * second
    private static let cpus = 64
    private static let machine = Machine(
        pageSize: 4096, tick: 10_000_000, cpuCount: cpus, release: "6.12.0", architecture: "x86_64",
        hostName: "node")

    /// Makes a host; a tenth of its processes are the kernel's own threads, which are not shown at first.
    init(processes: Int) {
        texts.users = [0: "root", 33: "www-data", 70: "postgres", 999: "app", 1000: "deploy"]
        let root = add(.initial, parent: 0, cgroup: 1)
        let kernel = add(.kernelThread, parent: 0, cgroup: 1)
        for _ in 0..<processes / 10 { add(.kernelThread, parent: kernel, cgroup: 1) }
        while tasks.count < processes { addContainer(below: root, upTo: processes) }
        setMeters()
    }

    /// What is read now.
    var sample: Sample {
        let now = Self.uptime + time
        return Sample(
            time: Instant(monotonic: now, boottime: now, realtime: 1_700_000_000_000_000_000 + now),
            source: "bpf:btf", tasks: tasks, system: system, texts: texts,
            changes: RecordChanges(since: now - Self.second, rows: changed), walkTime: 3_000_000)
    }

    /// A second goes by: some processes run, a few of the younger ones die and as many are born.
    mutating func advance() {
        time += Self.second
        let running = tasks.indices.filter { _ in random.chance(1, in: 8) }
        for index in running { run(index) }
        let young = tasks.count * 19 / 20
        changed = running.filter { $0 < young }.map { Int32($0) }
        changed += (young..<tasks.count).map { Int32($0) }
        for _ in 0..<tasks.count / 500 {
            let victim = young + random.below(tasks.count - young)
            let (parent, cgroup) = (tasks[victim].ppid, tasks[victim].cgroup_id)
            texts.commands[tasks[victim].identity] = nil
            tasks.remove(at: victim)
            add(.worker, parent: parent, cgroup: cgroup)
        }
        setMeters()
    }

    /// Lets a process run: most that run at all take some ms of the second, a few a whole CPU.
    private mutating func run(_ index: Int) {
        let share = random.chance(1, in: 20) ? random.below(1000) : random.below(15)
        let ran = UInt64(share) * 1_000_000 + UInt64(random.below(1_000_000))
        tasks[index].runtime += ran
        tasks[index].utime += ran * 3 / 4
        tasks[index].stime += ran / 4
        tasks[index].read_bytes += UInt64(random.below(1 << 20))
        tasks[index].rss_anon += UInt64(random.below(64))
        tasks[index].state = share > 500 ? 0 : 1
        tasks[index].cpu = UInt32(random.below(Self.cpus))
    }
}

// MARK: - Processes

extension BusyHost {
    /// What stands in a container: its shim, the program, and what that started.
    private mutating func addContainer(below root: UInt32, upTo limit: Int) {
        let cgroup = UInt64(100 + texts.cgroups.count)
        texts.cgroups[cgroup] = CgroupPath(cgroupPath())
        let shim = add(.shim, parent: root, cgroup: 1)
        add(.pause, parent: shim, cgroup: cgroup)
        let kind = Kind.services[random.below(Kind.services.count)]
        let program = add(kind, parent: shim, cgroup: cgroup)
        for _ in 0..<kind.children where tasks.count < limit {
            let child = add(kind.child, parent: program, cgroup: cgroup)
            if random.chance(1, in: 10) { add(.worker, parent: child, cgroup: cgroup) }
        }
    }

    private mutating func cgroupPath() -> String {
        let pod = random.hexadecimal(32)
        return "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod\(pod).slice/"
            + "cri-containerd-\(random.hexadecimal(64)).scope"
    }

    @discardableResult
    private mutating func add(_ kind: Kind, parent: UInt32, cgroup: UInt64) -> UInt32 {
        let pid = nextPID
        nextPID += 1 + UInt32(random.below(4))
        var record = TaskRecord()
        (record.pid, record.tgid, record.ppid) = (pid, pid, parent)
        record.start_boottime = time == 0 ? UInt64(pid) * 1_000_000_000 : Self.uptime + time - 1
        record.flags = kind == .kernelThread ? 0x0020_0000 : 0
        (record.uid, record.euid) = (kind.user, kind.user)
        record.threads = kind.threads
        record.runtime = UInt64(random.below(1 << 40))
        record.utime = record.runtime / 4 * 3
        record.stime = record.runtime / 4
        setMemory(of: &record, kind)
        (record.prio, record.static_prio) = (120, 120)
        record.state = 1
        record.cgroup_id = cgroup
        record.loginuid = .max
        (record.run_delay, record.blkio_delay, record.swapin_delay) = (.max, .max, .max)
        let name = kind.name(pid)
        withUnsafeMutableBytes(of: &record.comm) { $0.copyBytes(from: name.utf8.prefix(15)) }
        tasks.append(record)
        if kind != .kernelThread { texts.commands[record.identity] = kind.command(&random, pid) }
        return pid
    }

    private mutating func setMemory(of record: inout TaskRecord, _ kind: Kind) {
        guard kind != .kernelThread else { return }
        record.total_vm = UInt64(kind.pages * 4 + random.below(kind.pages * 4))
        record.rss_anon = UInt64(random.below(kind.pages))
        record.rss_file = UInt64(random.below(3000))
    }
}

// MARK: - The machine

extension BusyHost {
    private mutating func setMeters() {
        let gigabyte: UInt64 = 1 << 30
        system.memory.total = 512 * gigabyte
        system.memory.free = UInt64(40 + random.below(40)) * gigabyte
        system.memory.cached = 120 * gigabyte
        system.load = SystemSample.Load(
            one: Double(random.below(9000)) / 100, five: 61, fifteen: 58)
        system.uptime = Self.uptime + time
        var pressure = SystemSample.Pressure()
        (pressure.cpuSome, pressure.memorySome) = (Double(random.below(400)) / 10, 0.5)
        system.pressure = pressure
        system.disk = SystemSample.Transfer(received: time / 5, sent: time / 3)
        system.network = SystemSample.Transfer(received: time / 2, sent: time)
        if system.cpus.isEmpty {
            system.cpus = Array(repeating: SystemSample.CPUTimes(), count: Self.cpus)
        }
        for cpu in system.cpus.indices {
            let busy = UInt64(random.below(100)) * Self.second / 100
            system.cpus[cpu].number = cpu
            system.cpus[cpu].user += busy / 4 * 3
            system.cpus[cpu].system += busy / 4
            system.cpus[cpu].idle += Self.second - busy
            system.cpuTotal.user += busy / 4 * 3
            system.cpuTotal.system += busy / 4
            system.cpuTotal.idle += Self.second - busy
        }
    }
}
