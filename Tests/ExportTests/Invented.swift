import CBpftop
import Model

extension TaskRecord {
    /// A process with a name, as raw bytes as a kernel would have them.
    static func process(_ pid: UInt32, parent: UInt32 = 0, name: String = "test") -> TaskRecord {
        var record = TaskRecord()
        record.pid = pid
        record.tgid = pid
        record.ppid = parent
        record.start_boottime = UInt64(pid) * 1_000_000
        record.threads = 1
        record.static_prio = 120
        record.prio = 120
        record.state = 1
        record.blkio_delay = .max
        record.swapin_delay = .max
        record.loginuid = .max
        withUnsafeMutableBytes(of: &record.comm) { $0.copyBytes(from: name.utf8.prefix(15)) }
        return record
    }
}

/// A snapshot of some processes, and the list of its rows.
func invented(
    _ tasks: [TaskRecord], commands: [UInt32: String] = [:], isTree: Bool = false
) -> (snapshot: Snapshot, list: ProcessList) {
    let machine = Machine(
        pageSize: 4096, tick: 10_000_000, cpuCount: 4, release: "6.1", architecture: "x86_64",
        hostName: "host\u{1b}[2J")
    let time = Instant(monotonic: 5, boottime: 5_000_000_000, realtime: 1_700_000_000_000_000_000)
    var texts = Texts()
    for task in tasks { texts.commands[task.identity] = commands[task.pid] }
    var system = SystemSample(machine: machine)
    system.memory.total = 1 << 30
    for number in 0..<2 {
        var cpu = SystemSample.CPUTimes()
        cpu.number = number
        system.cpus.append(cpu)
    }
    let sample = Sample(time: time, source: "test", tasks: tasks, system: system, texts: texts)
    let snapshot = Snapshot(sample)
    var settings = ListSettings(sort: .pidAscending)
    settings.isTree = isTree
    settings.showsKernelThreads = true
    var list = ProcessList()
    list.update(snapshot, settings)
    return (snapshot, list)
}

extension SortOrder {
    /// By number, the smallest first.
    static var pidAscending: SortOrder {
        guard let order = try? SortOrder(parsing: "pid:asc") else { fatalError("pid:asc") }
        return order
    }
}
