import CBpftop
import TestSupport
import Testing

@testable import Model

/// The process ids of a list's rows, from the top.
func pids(_ list: ProcessList, _ snapshot: Snapshot) -> [UInt32] {
    list.rows.map { snapshot[Int($0.index)].pid }
}

/// A list of all processes in an order.
func listed(
    _ snapshot: Snapshot, by sort: String, edit: (inout ListSettings) throws -> Void = { _ in }
) throws -> ProcessList {
    var settings = ListSettings(sort: try SortOrder(parsing: sort))
    try edit(&settings)
    var list = ProcessList()
    list.update(snapshot, settings)
    return list
}

@Suite struct ProcessListTests {
    private func snapshot(_ tasks: [TaskRecord], edit: (inout Sample) -> Void = { _ in })
        -> Snapshot
    {
        Snapshot(.at(second, tasks, edit: edit))
    }

    private func withMemory(_ pid: UInt32, _ pages: UInt64) -> TaskRecord {
        .process(pid) { $0.rss_anon = pages }
    }

    @Test func `an empty sample is an empty list`() throws {
        for isTree in [false, true] {
            let list = try listed(snapshot([]), by: "cpu") { $0.isTree = isTree }
            #expect(list.count == 0 && list.totalCount == 0 && list.matchCount == 0)
            #expect(list.search(TextQuery("a"), from: 0, in: snapshot([])) == nil)
        }
    }

    @Test func `what is absent comes last in both directions`() throws {
        let snapshot = snapshot([
            withMemory(1, .max), withMemory(2, 0), withMemory(3, 50), withMemory(4, .max),
            withMemory(5, 70),
        ])
        #expect(try pids(listed(snapshot, by: "rss:desc"), snapshot) == [5, 3, 2, 1, 4])
        #expect(try pids(listed(snapshot, by: "rss:asc"), snapshot) == [2, 3, 5, 1, 4])
    }

    @Test func `equal values are ordered by process id, and threads follow their process`() throws {
        let snapshot = snapshot([
            .process(300), .process(20), .process(7), .thread(21, of: 20), .thread(8, of: 7),
            .thread(20, of: 20), .thread(301, of: 7),
        ])
        let both = try ["state:asc", "state:desc"].map { order in
            try pids(listed(snapshot, by: order) { $0.showsThreads = true }, snapshot)
        }
        #expect(both == [[7, 8, 301, 20, 20, 21, 300], [7, 8, 301, 20, 20, 21, 300]])
        let list = try listed(snapshot, by: "state") { $0.showsThreads = true }
        #expect(!snapshot[Int(list[3].index)].isThread && snapshot[Int(list[4].index)].isThread)
    }

    @Test func `other processes in the same rows are ordered by their own numbers`() throws {
        var list = ProcessList()
        let settings = ListSettings(sort: try SortOrder(parsing: "state"))
        var previous: Sample?
        for numbers in [[3, 1, 2], [3, 1, 2], [1, 3, 2], [2, 5, 4], [2, 5, 4], [5, 4]] as [[UInt32]]
        {
            let sample = Sample.at(second, numbers.map { .process($0) })
            let snapshot = Snapshot(sample, since: previous)
            list.update(snapshot, settings)
            #expect(pids(list, snapshot) == numbers.sorted())
            previous = sample
        }
    }

    @Test func `processes without a visible number are ordered by their start`() throws {
        let snapshot = snapshot([
            .process(0, start: 30), .process(0, start: 10), .process(5), .process(0, start: 20),
        ])
        let list = try listed(snapshot, by: "user")
        #expect(list.rows.map(\.index) == [1, 3, 0, 2])
    }

    @Test func `differences that are not shown move nothing`() throws {
        func tasks(_ runtimes: [UInt64]) -> [TaskRecord] {
            runtimes.enumerated().map { index, runtime in
                .process(UInt32(index + 1)) { $0.runtime = runtime }
            }
        }
        let after = tasks([100_100_000, 100_200_000, 100_900_000, 50_000_000])
        let snapshot = Snapshot(.at(2 * second, after), since: .at(second, tasks([0, 0, 0, 0])))
        // 10.0, 10.0, 10.1 and 5.0 percent
        #expect(try pids(listed(snapshot, by: "cpu"), snapshot) == [3, 1, 2, 4])
        #expect(try pids(listed(snapshot, by: "cpu:asc"), snapshot) == [4, 1, 2, 3])
    }

    @Test func `byte rates that are shown alike are equal`() throws {
        func tasks(_ bytes: [UInt64]) -> [TaskRecord] {
            bytes.enumerated().map { index, bytes in
                .process(UInt32(index + 1)) { $0.read_bytes = bytes }
            }
        }
        let bytes: [UInt64] = [999, 1001, 1020, 5 << 20, (5 << 20) + 1, 20 << 20, 1 << 62]
        let snapshot = Snapshot(
            .at(2 * second, tasks(bytes)), since: .at(second, tasks(bytes.map { _ in 0 })))
        #expect(try pids(listed(snapshot, by: "read"), snapshot) == [7, 6, 4, 5, 2, 3, 1])
    }

    @Test func `text is ordered without regard to case, then by bytes`() throws {
        let commands = [
            "beta", "Alpha", "alpha", "ALPHA", "alphabet", " ", "_x", "ä", "alpha beta",
        ]
        let tasks = commands.indices.map { TaskRecord.process(UInt32($0 + 1)) }
        let snapshot = snapshot(tasks) {
            for (index, command) in commands.enumerated() {
                $0.setCommand(command, of: UInt32(index + 1))
            }
        }
        let ascending = try listed(snapshot, by: "command").rows.map {
            snapshot.command(Int($0.index))
        }
        let expected = [
            " ", "_x", "ALPHA", "Alpha", "alpha", "alpha beta", "alphabet", "beta", "ä",
        ]
        #expect(ascending == expected)
        let descending = try listed(snapshot, by: "command:desc").rows
        #expect(descending.map { snapshot.command(Int($0.index)) } == expected.reversed())
    }

    @Test func `shares of memory are ordered by what they are, not by what is shown of them`()
        throws
    {
        let pages: [UInt64] = [3, 9, 1, 7]
        let snapshot = Snapshot(
            .at(
                second,
                pages.indices.map { index in
                    .process(UInt32(index + 1)) { $0.rss_anon = pages[index] }
                }
            ) { $0.system.memory.total = 1 << 40 })
        let rows = try listed(snapshot, by: "mem_percent").rows
        #expect(rows.map { snapshot[Int($0.index)].pid } == [2, 4, 1, 3])
    }

    /// The radix order is the one that comparing gives, for every column, in both directions.
    @Test(arguments: Column.all.map(\.name)) func `every column orders its values`(name: String)
        throws
    {
        var random = SeededGenerator(seed: 7)
        func tasks(_ growth: UInt64) -> [TaskRecord] {
            (1...200).map { pid in .process(pid) { Self.fill(&$0, growth, &random) } }
        }
        let before = Sample.at(second, tasks(0))
        let snapshot = Snapshot(
            .at(2 * second, tasks(1 << 30)) {
                for pid in 1...200 as ClosedRange<UInt32> where pid % 3 != 0 {
                    $0.setCommand("/bin/\(pid % 50)/Some-long-\(pid % 7)", of: pid)
                }
                $0.texts.cgroups = [0: "/a", 1: "/B", 2: "/a/b"]
            }, since: before)
        let column = try #require(Column.named(name))
        for order in ["asc", "desc"] {
            let rows = try listed(snapshot, by: "\(name):\(order)").rows.map { Int($0.index) }
            #expect(Set(rows).count == 200)
            let values = rows.map { column.value(snapshot, $0) }
            for (index, (a, b)) in zip(values, values.dropFirst()).enumerated() {
                #expect(
                    Self.mayPrecede(a, b, isAscending: order == "asc"),
                    "\(name) \(order) at \(index): \(a), \(b)")
                if a == b { #expect(snapshot[rows[index]].pid < snapshot[rows[index + 1]].pid) }
            }
        }
    }

    /// Gives every number of a record a value, small ones and absent ones among them.
    private static func fill(
        _ record: inout TaskRecord, _ growth: UInt64, _ random: inout SeededGenerator
    ) {
        func number() -> UInt64 {
            let small = UInt64.random(in: 0..<5, using: &random)
            return Bool.random(using: &random)
                ? small : growth &+ UInt64.random(in: 0..<1 << 40, using: &random)
        }
        for member in [
            \TaskRecord.runtime, \.utime, \.stime, \.run_delay, \.blkio_delay, \.swapin_delay,
            \.min_flt, \.maj_flt, \.nvcsw, \.nivcsw, \.rchar, \.wchar, \.read_bytes, \.write_bytes,
            \.cancelled_write_bytes, \.total_vm, \.rss_file, \.rss_anon, \.rss_shmem, \.swap,
            \.pgtables_bytes,
        ] {
            record[keyPath: member] = number()
        }
        if number() == 1 { record.run_delay = .max }
        record.cgroup_id = UInt64.random(in: 0..<5, using: &random)
        record.static_prio = Int32.random(in: 100..<140, using: &random)
        record.prio = Int32.random(in: -1..<140, using: &random)
        record.oom_score_adj = Int32.random(in: -1000...1000, using: &random)
        record.euid = UInt32.random(in: 0..<20, using: &random)
        record.threads = UInt32.random(in: 1..<5, using: &random)
        record.state = UInt32.random(in: 0..<5, using: &random)
    }

    private static func mayPrecede(_ a: Value, _ b: Value, isAscending: Bool) -> Bool {
        switch (a, b) {
        case (_, .absent): return true
        case (.absent, _): return false
        case (.text(let first), .text(let second)):
            let (x, y) = isAscending ? (first, second) : (second, first)
            return (x.lowercased(), x) <= (y.lowercased(), y)
        case (.byteRate, .byteRate) where a.text == b.text:
            return true
        default:
            let (x, y) = isAscending ? (a, b) : (b, a)
            return (x.comparable ?? 0) <= (y.comparable ?? 0)
        }
    }

    @Test func `threads and kernel threads are shown when asked for`() throws {
        let snapshot = snapshot([
            .process(2) { $0.flags = 0x20_0000 }, .process(7) { $0.threads = 2 }, .process(9),
            .thread(7, of: 7), .thread(8, of: 7), .thread(9, of: 9) { $0.threads = 1 },
        ])
        #expect(try pids(listed(snapshot, by: "pid"), snapshot) == [7, 9])
        let threads = try listed(snapshot, by: "pid") { $0.showsThreads = true }
        // A thread that is its whole process would be shown twice.
        #expect(pids(threads, snapshot) == [7, 7, 8, 9])
        let kernel = try listed(snapshot, by: "pid") { $0.showsKernelThreads = true }
        #expect(pids(kernel, snapshot) == [2, 7, 9])
        let named = try listed(snapshot, by: "pid") { $0.pids = [2, 9] }
        #expect(pids(named, snapshot) == [2, 9])
    }

    @Test func `filter, users and process ids must all agree`() throws {
        let snapshot = snapshot([
            .process(1), .process(2) { $0.euid = 5 }, .process(3) { $0.euid = 5 },
            .thread(30, of: 3) { $0.euid = 5 },
        ])
        let list = try listed(snapshot, by: "pid") {
            $0.users = [5]
            $0.pids = [1, 3]
            $0.filter = try Filter("test")
            $0.showsThreads = true
        }
        #expect(pids(list, snapshot) == [3, 30])
        #expect(list.matchCount == 2 && list.totalCount == 4)
        #expect(list.rows.allSatisfy { $0.matches && $0.depth == 0 && !$0.hasChildren })
    }

    @Test func `a list follows the snapshot that it was updated for`() throws {
        var list = ProcessList()
        let settings = ListSettings(sort: try SortOrder(parsing: "rss"))
        for memory: [UInt64] in [[1, 2, 3], [3, 2, 1], [2], [], [5, 5, 5, 5]] {
            let tasks = memory.enumerated().map { withMemory(UInt32($0 + 1), $1) }
            let snapshot = snapshot(tasks)
            list.update(snapshot, settings)
            let expected = tasks.sorted { ($1.rss_anon, $0.pid) < ($0.rss_anon, $1.pid) }
            #expect(pids(list, snapshot) == expected.map(\.pid))
        }
    }
}

@Suite struct KeyedRowTests {
    @Test(arguments: [0, 1, 2, 47, 48, 49, 1000]) func `sorting by key keeps equal keys in order`(
        count: Int
    ) {
        var random = SeededGenerator(seed: UInt64(count))
        for bits in [1, 4, 12, 33, 64] as [UInt64] {
            let rows = (0..<count).map {
                KeyedRow(key: random.next() >> (64 - bits), row: Int32($0))
            }
            var sorted = rows
            var scratch = rows
            sorted.sortByKey(0..<count, scratch: &scratch)
            #expect(sorted == rows.sorted { ($0.key, $0.row) < ($1.key, $1.row) })
        }
    }

    @Test func `sorting a part leaves the rest where it is`() {
        var random = SeededGenerator(seed: 1)
        let rows = (0..<500).map { KeyedRow(key: random.next(), row: $0) }
        for part in [100..<400, 10..<20, 0..<0, 400..<500] {
            var sorted = rows
            var scratch = rows
            sorted.sortByKey(part, scratch: &scratch)
            #expect(Array(sorted[part]) == rows[part].sorted { $0.key < $1.key })
            #expect(sorted[..<part.lowerBound] == rows[..<part.lowerBound])
            #expect(sorted[part.upperBound...] == rows[part.upperBound...])
        }
    }
}
