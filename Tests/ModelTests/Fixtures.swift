import CBpftop
import Model

extension TaskRecord {
    /// A process that has run for a while; every optional number is known.
    static func process(
        _ pid: UInt32, parent: UInt32 = 1, name: String = "test", start: UInt64? = nil,
        edit: (inout TaskRecord) -> Void = { _ in }
    ) -> TaskRecord {
        var record = TaskRecord()
        record.pid = pid
        record.tgid = pid
        record.ppid = parent
        record.start_boottime = start ?? UInt64(pid) * 1000
        record.threads = 1
        record.static_prio = 120
        record.prio = 120
        record.state = 1
        withUnsafeMutableBytes(of: &record.comm) { $0.copyBytes(from: name.utf8.prefix(15)) }
        edit(&record)
        return record
    }

    /// A thread of a process.
    static func thread(
        _ pid: UInt32, of tgid: UInt32, start: UInt64? = nil,
        edit: (inout TaskRecord) -> Void = { _ in }
    ) -> TaskRecord {
        process(pid, start: start) {
            $0.tgid = tgid
            $0.kind = 1
            $0.threads = 2
            edit(&$0)
        }
    }
}

extension Sample {
    /// A sample taken some ns after boot on all clocks.
    static func at(
        _ time: UInt64, _ tasks: [TaskRecord], edit: (inout Sample) -> Void = { _ in }
    ) -> Sample {
        let machine = Machine(
            pageSize: 4096, tick: 10_000_000, cpuCount: 4, release: "6.1", architecture: "x86_64",
            hostName: "host")
        var system = SystemSample(machine: machine)
        system.memory.total = 16 << 30
        var sample = Sample(
            time: Instant(monotonic: time, boottime: time, realtime: time), source: "test",
            tasks: tasks, system: system, texts: Texts())
        edit(&sample)
        return sample
    }

    /// Gives a process its command line.
    mutating func setCommand(_ command: String, of pid: UInt32) {
        for task in tasks where task.pid == pid && !task.isThread {
            texts.commands[task.identity] = command
        }
    }
}

/// Counts in ns.
let second: UInt64 = 1_000_000_000
