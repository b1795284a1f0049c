import CBpftop
import Model
import TestSupport
import Testing

@Suite struct SnapshotTests {
    private func withRuntime(_ pid: UInt32, _ runtime: UInt64, start: UInt64? = nil) -> TaskRecord {
        .process(pid, start: start) { $0.runtime = runtime }
    }

    @Test func `the first sample has no rates`() {
        let snapshot = Snapshot(.at(second, [withRuntime(1, 500)]))
        #expect(snapshot.elapsed == 0)
        #expect(snapshot.predecessor(0) == nil)
        #expect(snapshot.growth(0) { $0.runtime } == nil)
        #expect(snapshot.share(0) { $0.runtime } == nil)
    }

    @Test func `a share is growth over the time that passed`() {
        let before = Sample.at(10 * second, [withRuntime(5, 2 * second)])
        let snapshot = Snapshot(.at(12 * second, [withRuntime(5, 3 * second)]), since: before)
        #expect(snapshot.share(0) { $0.runtime } == 50)
        #expect(snapshot.rate(0) { $0.runtime } == 5e8)
    }

    @Test func `without the older sample nothing has a rate, and rows stay`() {
        let before = Sample.at(10 * second, [withRuntime(5, 2 * second)])
        var snapshot = Snapshot(.at(12 * second, [withRuntime(5, 3 * second)]), since: before)
        snapshot.releasePrevious()
        #expect(snapshot.count == 1 && snapshot[0].pid == 5)
        #expect(snapshot.predecessor(0) == nil && snapshot.share(0) { $0.runtime } == nil)
    }

    @Test func `a counter that fell did not grow`() {
        let before = Sample.at(10 * second, [withRuntime(5, 2 * second)])
        let snapshot = Snapshot(.at(12 * second, [withRuntime(5, second)]), since: before)
        #expect(snapshot.growth(0) { $0.runtime } == 0)
    }

    @Test func `a process born between the samples grew from 0`() {
        let before = Sample.at(10 * second, [])
        let born = withRuntime(7, second, start: 11 * second)
        let snapshot = Snapshot(.at(12 * second, [born]), since: before)
        #expect(snapshot.share(0) { $0.runtime } == 50)
    }

    @Test func `what the older sample left out has no rate`() {
        let before = Sample.at(10 * second, [.process(7)])
        let thread = TaskRecord.thread(7, of: 7) { $0.runtime = 9 * second }
        let snapshot = Snapshot(.at(12 * second, [.process(7), thread]), since: before)
        #expect(snapshot.growth(1) { $0.runtime } == nil)
    }

    @Test func `a reused number is another process`() {
        let before = Sample.at(10 * second, [withRuntime(7, 5 * second, start: 1)])
        let reused = withRuntime(7, second, start: 11 * second)
        let snapshot = Snapshot(.at(12 * second, [reused]), since: before)
        #expect(snapshot.predecessor(0) == nil)
        #expect(snapshot.growth(0) { $0.runtime } == second)
    }

    @Test func `a counter known only now has no growth`() {
        var old = withRuntime(7, 0)
        old.read_bytes = .max
        let snapshot = Snapshot(.at(2 * second, [withRuntime(7, 0)]), since: .at(second, [old]))
        #expect(snapshot.growth(0) { $0.readBytes } == nil)
    }

    @Test func `a clock that stands still gives no rate`() {
        let sample = Sample.at(second, [withRuntime(7, 100)])
        #expect(Snapshot(sample, since: sample).rate(0) { $0.runtime } == nil)
    }

    @Test func `a leader's thread is not joined to its process`() {
        let tasks: [TaskRecord] = [
            withRuntime(7, 100), .thread(7, of: 7) { $0.runtime = 10 },
        ]
        let snapshot = Snapshot(.at(2 * second, tasks), since: .at(second, tasks.reversed()))
        #expect(snapshot.predecessor(0) == 1 && snapshot.predecessor(1) == 0)
    }

    /// Whatever dies, is born or moves, the join finds exactly what a search finds.
    @Test(arguments: 0..<20) func `every process finds itself again`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let old = (1...400).map { TaskRecord.process(UInt32($0)) }
        var new = old.filter { _ in Int.random(in: 0..<10, using: &random) > Int(seed % 10) }
        for pid in 500..<520 {
            new.insert(.process(UInt32(pid)), at: Int.random(in: 0...new.count, using: &random))
        }
        if seed % 3 == 0 { new.shuffle(using: &random) }
        let snapshot = Snapshot(.at(2 * second, new), since: .at(second, old))
        for row in new.indices {
            #expect(
                snapshot.predecessor(row)
                    == old.firstIndex { $0.identity == new[row].identity })
        }
    }

    @Test func `memory is a share of the machine's`() {
        let record = TaskRecord.process(7) { $0.rss_anon = (4 << 30) / 4096 }
        #expect(Snapshot(.at(second, [record])).memoryShare(0) == 25)
        let unknown = TaskRecord.process(7) { $0.rss_anon = .max }
        #expect(Snapshot(.at(second, [unknown])).memoryShare(0) == nil)
        let noTotal = Sample.at(second, [record]) { $0.system.memory.total = 0 }
        #expect(Snapshot(noTotal).memoryShare(0) == nil)
    }

    @Test func `a process that is younger than the walk is 0 ns old`() {
        #expect(Snapshot(.at(second, [.process(7, start: 2 * second)])).age(0) == 0)
        #expect(Snapshot(.at(5 * second, [.process(7, start: second)])).age(0) == 4 * second)
    }
}
