internal import CBpftop

/// What is shown at one instant: a sample and what changed since the one before.
///
/// Rows are indices into `current.tasks`. Rates and shares are computed when asked for, from the two records of a process.
package struct Snapshot: Sendable {
    /// The newer sample.
    package private(set) var current: Sample
    /// The older sample's records, in its order; empty for the first sample.
    package private(set) var previousTasks: [TaskRecord]
    /// The older sample's system-wide numbers, nil for the first sample.
    package let previousSystem: SystemSample?
    /// When the older sample was taken, nil for the first sample.
    package let previousTime: Instant?
    /// ns of the monotonic clock between the two; 0 for the first sample.
    package private(set) var elapsed: UInt64
    /// For each row its record's index in `previousTasks`, or -1 for a process not seen there.
    private var predecessors: [Int32]
    /// Whether both samples list the same processes in the same order.
    let listsTheSame: Bool
    /// How many rows from the first on are the same processes in both samples.
    private let sameRows: Int
    /// The rows whose record may differ from the older sample's, ascending; nil where that is not known.
    let changedRows: [Int32]?

    /// Joins two samples; the order of rows is the newer sample's.
    package init(_ current: Sample, since previous: Sample? = nil) {
        self.current = current
        self.previousTasks = previous?.tasks ?? []
        self.previousSystem = previous?.system
        self.previousTime = previous?.time
        let before = previous?.time.monotonic ?? current.time.monotonic
        let after = current.time.monotonic
        self.elapsed = after > before ? after - before : 0
        let changes = current.changes.flatMap { $0.since == before ? $0.rows : nil }
        self.changedRows = previous == nil ? nil : changes
        let same = Self.commonStart(current.tasks, previousTasks, changedRows)
        self.sameRows = same
        self.listsTheSame = same == current.tasks.count && same == previousTasks.count
        self.predecessors = Self.join(current.tasks, previousTasks, from: same)
    }

    /// How many rows there are.
    package var count: Int { current.tasks.count }

    /// The record of a row.
    package subscript(row: Int) -> TaskRecord {
        _read { yield current.tasks[row] }
    }

    /// Lets go of the older sample's records, for when a newer snapshot is about to be made; nothing has a rate from then on.
    ///
    /// Returns them, for whoever can use their memory.
    @discardableResult
    package mutating func releasePrevious() -> [TaskRecord] {
        let released = previousTasks
        previousTasks = []
        predecessors = []
        elapsed = 0
        return released
    }

    /// Takes strings that were found after the newer sample.
    package mutating func receive(_ texts: Texts) {
        current.texts = texts
    }

    /// How many rows from the first on are the same processes as in a snapshot of that time; 0 where this one does not follow it.
    func rowsKept(since time: Instant?) -> Int {
        time != nil && time == previousTime ? sameRows : 0
    }

    /// The same process's row in the older sample; nil for a new process and in the first sample.
    package func predecessor(_ row: Int) -> Int? {
        row < predecessors.count && predecessors[row] >= 0 ? Int(predecessors[row]) : nil
    }

    /// The growth of a counter since the older sample, never negative.
    ///
    /// For a process born between the samples the counter grew from 0. Nil in the first sample, where the counter is unknown, and
    /// for what the older sample left out (threads that nobody had asked for): it did not grow from 0.
    package func growth(_ row: Int, of counter: (TaskRecord) -> UInt64?) -> UInt64? {
        guard elapsed > 0, let now = counter(current.tasks[row]) else { return nil }
        guard let older = predecessor(row) else {
            let before = previousTime?.boottime ?? .max
            return current.tasks[row].start_boottime > before ? now : nil
        }
        guard let before = counter(previousTasks[older]) else { return nil }
        return now > before ? now - before : 0
    }

    /// How many processes and threads were made per second; nil in the first sample.
    package var forkRate: Double? {
        guard elapsed > 0, let now = current.system.forks, let before = previousSystem?.forks else {
            return nil
        }
        return Double(now > before ? now - before : 0) * 1e9 / Double(elapsed)
    }

    /// The growth of a counter per second.
    package func rate(_ row: Int, of counter: (TaskRecord) -> UInt64?) -> Double? {
        growth(row, of: counter).map { Double($0) * 1e9 / Double(elapsed) }
    }

    /// The growth of a time in ns as percent of the time that passed; 100 is one whole CPU.
    package func share(_ row: Int, of time: (TaskRecord) -> UInt64?) -> Double? {
        growth(row, of: time).map { Double($0) * 100 / Double(elapsed) }
    }

    /// Finds each record's predecessor.
    ///
    /// Both samples list the processes in the same order but for births and deaths, so two cursors meet nearly all of them; a
    /// dictionary is made only of what was passed over, and only when a record was not met.
    private static func join(
        _ tasks: [TaskRecord], _ previous: [TaskRecord], from start: Int
    ) -> [Int32] {
        var result = Array(0..<Int32(truncatingIfNeeded: start))
        result.append(contentsOf: repeatElement(-1, count: tasks.count - start))
        var cursor = start
        var missed: [Int] = []
        var passed: [Int] = []
        for row in start..<tasks.count {
            // Deaths leave gaps; few in a row, so a short look ahead is enough.
            let end = min(cursor + 32, previous.count)
            if let found = (cursor..<end).first(where: { isSame(previous[$0], tasks[row]) }) {
                result[row] = Int32(found)
                passed += cursor..<found
                cursor = found + 1
            } else {
                missed.append(row)
            }
        }
        passed += cursor..<previous.count
        if !missed.isEmpty && !passed.isEmpty {
            let indices = Dictionary(
                passed.map { (Key(previous[$0]), Int32($0)) },
                uniquingKeysWith: { first, _ in first })
            for row in missed { result[row] = indices[Key(tasks[row])] ?? -1 }
        }
        return result
    }

    /// How many rows from the first on are the same processes in both samples; nearly always all.
    ///
    /// Rows that are known to be unchanged are not looked at.
    private static func commonStart(
        _ tasks: [TaskRecord], _ previous: [TaskRecord], _ changed: [Int32]?
    ) -> Int {
        let count = min(tasks.count, previous.count)
        if let changed {
            let first = changed.first { row in
                row >= count || !isSame(tasks[Int(row)], previous[Int(row)])
            }
            return min(count, first.map(Int.init) ?? count)
        }
        let (now, before) = (tasks.span, previous.span)
        var row = 0
        while row < count, now[row].start_boottime == before[row].start_boottime,
            now[row].pid == before[row].pid, now[row].kind == before[row].kind
        {
            row += 1
        }
        return row
    }

    private static func isSame(_ a: TaskRecord, _ b: TaskRecord) -> Bool {
        a.pid == b.pid && a.start_boottime == b.start_boottime && a.kind == b.kind
    }

    /// A thread group's leader has its group's number and start time: the kind tells them apart.
    private struct Key: Hashable {
        let identity: ProcessIdentity
        let kind: UInt32

        init(_ record: TaskRecord) {
            identity = record.identity
            kind = record.kind
        }
    }
}
