import CBpftop
import Model
import Testing

@testable import Sampling

@Suite struct CheckFieldTests {
    private static let machine = Machine(
        pageSize: 4096, tick: 10_000_000, cpuCount: 4, release: "6.1", architecture: "x86_64",
        hostName: "host")

    /// A reading of made-up files; the arguments are places of `stat` and lines of `status`.
    private func reading(
        _ places: [Int: Int64] = [:], state: String = "S", name: String = "cat", status: String = ""
    ) throws -> ProcReading {
        let numbers = (4...52).map { String(places[$0] ?? 0) }.joined(separator: " ")
        let stat = try #require(parsed("7 (\(name)) \(state) \(numbers)\n") { ProcStat($0) })
        return ProcReading(stat: stat, status: parsed("State:\tS\n" + status) { ProcStatus($0) })
    }

    private func verdict(
        _ field: String, _ record: TaskRecord, _ before: ProcReading, _ after: ProcReading,
        memorySlack: UInt64 = 0, thread: Bool = false
    ) throws -> CheckVerdict {
        let fields = thread ? CheckField.thread : CheckField.process
        var host = CheckHost(Self.machine) { $0 == "/a" ? 11 : $0 == "/b" ? 12 : nil }
        host.memorySlack = memorySlack
        return try #require(fields.first { $0.name == field }).compare(
            CheckLook(record: record, before: before, after: after, host: host))
    }

    private func difference(_ verdict: CheckVerdict) -> UInt64? {
        if case .differs(let by, _, _) = verdict { by } else { nil }
    }

    @Test(
        arguments: [(99, 1), (100, nil), (105, nil), (110, nil), (113, 3)] as [(UInt64, UInt64?)])
    func `a counter lies between the readings`(_ value: UInt64, _ by: UInt64?) throws {
        var record = TaskRecord()
        record.min_flt = value
        let verdict = try verdict("min_flt", record, reading([10: 100]), reading([10: 110]))
        #expect(difference(verdict) == by)
        #expect((verdict == .agrees) == (by == nil))
    }

    @Test func `an unknown number is passed over`() throws {
        var record = TaskRecord()
        record.rchar = .max
        record.cgroup_id = .max
        #expect(try verdict("rchar", record, reading(), reading()) == .skipped(.unknown))
        #expect(try verdict("cgroup", record, reading(), reading()) == .skipped(.unknown))
        var denied = try reading()
        denied.isIODenied = true
        #expect(try verdict("rchar", record, denied, denied) == .skipped(.denied))
    }

    @Test(arguments: [(30, true), (29, false), (50, true), (52, false)] as [(UInt64, Bool)])
    func `cpu time is told in ticks, each part cut`(_ ticks: UInt64, _ agrees: Bool) throws {
        var record = TaskRecord()
        record.runtime = ticks * 10_000_000
        let verdict = try verdict(
            "cpu_time", record, reading([14: 10, 15: 20]), reading([14: 20, 15: 29]))
        #expect((verdict == .agrees) == agrees)
    }

    @Test func `user and system time the wrong way round differ`() throws {
        var record = TaskRecord()
        record.runtime = 10_000_000_000
        record.utime = 9_000_000_000
        record.stime = 1_000_000_000
        let proc = try reading([14: 900, 15: 100])
        #expect(try verdict("user_time", record, proc, proc) == .agrees)
        #expect(try verdict("system_time", record, proc, proc) == .agrees)
        swap(&record.utime, &record.stime)
        #expect(try difference(verdict("user_time", record, proc, proc)) != nil)
        #expect(try difference(verdict("system_time", record, proc, proc)) != nil)
    }

    @Test func `a split of few samples is anybody's guess`() throws {
        // kcompactd0 as it was seen: all user time to /proc, whose first sample was of the system.
        var record = TaskRecord()
        record.runtime = 268_489_833
        record.stime = 4_000_000
        let proc = try reading([14: 25, 15: 1])
        #expect(try verdict("user_time", record, proc, proc) == .agrees)
        #expect(try verdict("system_time", record, proc, proc) == .agrees)
    }

    @Test func `memory may be off by what the kernel's own proc does not know`() throws {
        var record = TaskRecord()
        record.rss_anon = 150
        let proc = try reading(status: "VmSize:\t 4000 kB\nRssAnon:\t 400 kB\n")
        #expect(try difference(verdict("rss_anon", record, proc, proc)) == 50)
        #expect(try verdict("rss_anon", record, proc, proc, memorySlack: 50) == .agrees)
        #expect(try difference(verdict("rss_anon", record, proc, proc, memorySlack: 49)) == 1)
    }

    @Test func `a process without memory has none`() throws {
        var record = TaskRecord()
        #expect(try verdict("rss_anon", record, reading(), reading()) == .agrees)
        #expect(try verdict("page_tables", record, reading(), reading()) == .agrees)
        record.pgtables_bytes = 4096
        #expect(try difference(verdict("page_tables", record, reading(), reading())) == 3073)
    }

    @Test func `a name is whole, but for a kernel thread's`() throws {
        var record = TaskRecord()
        withUnsafeMutableBytes(of: &record.comm) { $0.copyBytes(from: Array("kworker/0:1".utf8)) }
        let proc = try reading(name: "kworker/0:1-events) S 1 (")
        #expect(try difference(verdict("comm", record, proc, proc)) == 1)
        record.flags = 0x0020_0000
        #expect(try verdict("comm", record, proc, proc) == .agrees)
        #expect(try difference(verdict("comm", record, reading(), reading())) == 1)
    }

    @Test(arguments: [
        ("S", "S", 2, false), ("D", "S", 2, true), ("R", "R", 0, true), ("S", "R", 4, false),
    ])
    func `a state is that of either reading`(
        _ before: String, _ after: String, _ bits: Int, _ agrees: Bool
    ) throws {
        var record = TaskRecord()
        record.state = UInt32(bits)
        var first = try reading(state: before)
        first.schedule = parsed("5 5 5\n") { ProcSchedstat($0) }
        var second = try reading(state: after)
        second.schedule = first.schedule
        #expect(try (verdict("state", record, first, second) == .agrees) == agrees)
        // A task that has run may have waited meanwhile, but not have been stopped.
        second.schedule = parsed("6 5 6\n") { ProcSchedstat($0) }
        #expect(try (verdict("state", record, first, second) == .agrees) == (bits != 4))
    }

    @Test func `a cgroup is found by its directory`() throws {
        var record = TaskRecord()
        record.cgroup_id = 12
        var first = try reading()
        var second = try reading()
        (first.cgroup, second.cgroup) = ("/a", "/b")
        #expect(try verdict("cgroup", record, first, second) == .agrees)
        record.cgroup_id = 13
        #expect(try difference(verdict("cgroup", record, first, second)) == 1)
        second.cgroup = "/gone"
        #expect(try verdict("cgroup", record, first, second) == .skipped(.unknown))
    }

    @Test func `a group's switches are at least those of its living threads`() throws {
        var record = TaskRecord()
        record.nvcsw = 9
        let proc = try reading(status: "voluntary_ctxt_switches:\t10\n")
        #expect(try difference(verdict("nvcsw", record, proc, proc)) == 1)
        record.nvcsw = 10_000
        #expect(try verdict("nvcsw", record, proc, proc) == .agrees)
        #expect(try difference(verdict("thread_nvcsw", record, proc, proc, thread: true)) == 9990)
        var own = proc
        own.switches = (9000, 1)
        #expect(try difference(verdict("nvcsw", record, own, own)) == 1000)
    }

    @Test func `a start is cut to ticks`() throws {
        var record = TaskRecord()
        record.start_boottime = 1_239_999_999
        #expect(
            try verdict("start_time", record, reading([22: 123]), reading([22: 123])) == .agrees)
        record.start_boottime = 1_240_000_000
        #expect(
            try difference(verdict("start_time", record, reading([22: 123]), reading([22: 123])))
                == 1)
    }

    @Test func `numbers at the edges do not overflow`() throws {
        var record = TaskRecord()
        withUnsafeMutableBytes(of: &record) { bytes in
            for index in bytes.indices { bytes[index] = 0xfe }
        }
        let places = Dictionary(uniqueKeysWithValues: (4...52).map { ($0, Int64.max) })
        let most = try reading(places, status: "VmSize:\t18446744073709551615 kB\nVmPTE:\t99 kB\n")
        let least = try reading(places.mapValues { _ in Int64.min })
        for field in CheckField.process + CheckField.thread {
            for (before, after) in [(most, most), (most, least), (least, most), (least, least)] {
                let look = CheckLook(
                    record: record, before: before, after: after,
                    host: CheckHost(Self.machine) { _ in .max })
                _ = field.compare(look)
            }
        }
    }

    @Test func `precision is learnt of a process that shows two sums at once`() throws {
        var precision = MemoryPrecision(hasPerCPUCounters: true, cpus: 64)
        #expect(precision.slack == 128 * 64)
        var proc = try reading([24: 90])
        proc.statm = parsed("200 90 0 0 0 0 0\n") { ProcStatm($0) }
        precision.learn(proc, proc)
        #expect(!precision.isExact)
        proc.statm = parsed("200 100 0 0 0 0 0\n") { ProcStatm($0) }
        precision.learn(proc, try reading([24: 91]))
        #expect(!precision.isExact)
        precision.learn(proc, proc)
        #expect(precision.slack == 0)
        #expect(MemoryPrecision(hasPerCPUCounters: false, cpus: 64).slack == 0)
    }

    @Test func `a tally keeps its worst example`() {
        var tally = CheckTally("rss", .pages)
        func example(_ pid: UInt32) -> CheckTally.Example {
            .init(pid: pid, name: "x", ours: "1", theirs: "2")
        }
        tally.agree()
        tally.disagree(by: 3, example(1))
        tally.disagree(by: 9, example(2))
        tally.disagree(by: 5, example(3))
        #expect((tally.compared, tally.agreed, tally.disagreed) == (4, 1, 3))
        #expect(tally.worst == 9)
        #expect(tally.example == example(2))
    }
}
