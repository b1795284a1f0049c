import CBpftop
import TestSupport
import Testing

@testable import Model

/// What is kept from one snapshot to the next gives what would be worked out anew.
@Suite struct RecordChangesTests {
    /// A machine whose processes run, change, die and are born.
    private struct Machine {
        var tasks: [TaskRecord] = []
        var time = second
        var generator: SeededGenerator
        private var nextPID: UInt32 = 100

        init(seed: UInt64) {
            generator = SeededGenerator(seed: seed)
            for _ in 0..<60 { bear() }
        }

        private mutating func bear() {
            nextPID += UInt32.random(in: 1...3, using: &generator)
            let parent = tasks.randomElement(using: &generator)?.pid ?? 1
            let isKernel = Int.random(in: 0..<5, using: &generator) == 0
            // Numbers do not always grow, as they are used again.
            let pid = nextPID.isMultiple(of: 4) ? nextPID &+ 5000 : nextPID
            tasks.append(
                .process(pid, parent: parent, start: time + UInt64(nextPID)) {
                    $0.flags = isKernel ? 0x0020_0000 : 0
                })
        }

        /// Lives for a second; returns the sample, which names what changed and some that did not.
        mutating func step() -> Sample {
            let since = time
            time += second
            let before = tasks
            if Bool.random(using: &generator) {
                tasks.remove(at: Int.random(in: tasks.indices, using: &generator))
            }
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                let row = Int.random(in: tasks.indices, using: &generator)
                tasks[row].runtime += UInt64.random(in: 1...900_000_000, using: &generator)
                tasks[row].state = UInt32.random(in: 0...2, using: &generator)
                tasks[row].threads = UInt32.random(in: 1...4, using: &generator)
                if tasks[row].state == 2 { tasks[row].flags ^= 0x0020_0000 }
            }
            if Bool.random(using: &generator) { bear() }
            let rows = tasks.indices.filter { row in
                row >= before.count || !Self.isEqual(tasks[row], before[row])
                    || row.isMultiple(of: 17)
            }
            return .at(time, tasks) {
                $0.changes = RecordChanges(since: since, rows: rows.map { Int32($0) })
            }
        }

        private static func isEqual(_ a: TaskRecord, _ b: TaskRecord) -> Bool {
            withUnsafeBytes(of: a) { a in withUnsafeBytes(of: b) { a.elementsEqual($0) } }
        }
    }

    private func settings(_ turn: Int) throws -> ListSettings {
        let names = ["cpu_percent", "cpu_time_ns", "state", "pid", "age_ns", "threads"]
        let column = try #require(Column.named(names[turn / 9 % names.count]))
        var settings = ListSettings(sort: SortOrder(column))
        settings.isTree = turn % 31 > 24
        settings.showsKernelThreads = turn % 13 > 8
        if turn % 23 > 18 { settings.filter = try Filter("cpu > 10 or threads > 2") }
        return settings
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `lists and counts are those made anew`(seed: UInt64) throws {
        var machine = Machine(seed: seed)
        var previous: Sample?
        var list = ProcessList()
        var counts = TaskCounts()
        var counted: Instant?
        for turn in 0..<300 {
            let sample = machine.step()
            let snapshot = Snapshot(sample, since: previous)
            var plain = sample
            plain.changes = nil
            let other = Snapshot(plain, since: previous)
            previous = sample
            let settings = try settings(turn)
            counts.update(snapshot, after: counted)
            counted = sample.time
            #expect(counts == TaskCounts(other))
            // A screen that was paused sees not every snapshot, and keys make rows anew from one.
            if turn % 11 == 10 { continue }
            for _ in 0..<(turn % 5 == 0 ? 2 : 1) { list.update(snapshot, settings) }
            var fresh = ProcessList()
            fresh.update(other, settings)
            let isEqual = list.rows == fresh.rows
            try #require(isEqual, "turn \(turn)")
            #expect(list.totalCount == fresh.totalCount && list.matchCount == fresh.matchCount)
        }
    }

    @Test func `changes since another sample than the one given are not believed`() {
        let first = Sample.at(second, [.process(1), .process(2)])
        let next = Sample.at(2 * second, [.process(1) { $0.runtime = 9 }, .process(3)]) {
            $0.changes = RecordChanges(since: 77, rows: [])
        }
        let snapshot = Snapshot(next, since: first)
        #expect(snapshot.changedRows == nil)
        #expect(snapshot.predecessor(1) == nil && snapshot.predecessor(0) == 0)
        #expect(Snapshot(next).changedRows == nil)
    }

    @Test func `a process in another's place is not taken for it`() {
        let first = Sample.at(second, [.process(1), .process(2), .process(4)])
        let next = Sample.at(2 * second, [.process(1), .process(3), .process(4)]) {
            $0.changes = RecordChanges(since: second, rows: [1])
        }
        let snapshot = Snapshot(next, since: first)
        #expect(snapshot.predecessor(0) == 0 && snapshot.predecessor(2) == 2)
        #expect(snapshot.predecessor(1) == nil)
        #expect(snapshot.rowsKept(since: first.time) == 1)
        #expect(snapshot.rowsKept(since: next.time) == 0 && snapshot.rowsKept(since: nil) == 0)
    }
}
