internal import CBpftop

/// Puts rows in the order of a column's values, and keeps its buffers for the next time.
struct RowSorter: Sendable {
    private var keyed: [KeyedRow] = []
    private var scratch: [KeyedRow] = []
    private var absent: [Int32] = []
    private var texts = TextKeys()
    /// The rows last ordered by number, as they came and as they went.
    private var numbered = (given: [Int32](), ordered: [Int32]())
    private var numbers = NumberKeys()
    private var known = KnownKeys()
    /// When the snapshot that was last ordered was taken.
    private var time: Instant?

    init() {}

    /// Orders rows, all of one snapshot; `values` gives a row another value than the column's own.
    mutating func sort(
        _ rows: inout [Int32], by sort: SortOrder, of snapshot: borrowing Snapshot,
        values: [Int32: Value] = [:]
    ) {
        let kept = snapshot.rowsKept(since: time)
        time = snapshot.current.time
        numbers.prepare(snapshot, keeping: kept)
        sortByNumber(&rows, snapshot.current.tasks, keeping: kept)
        keyed.removeAll(keepingCapacity: true)
        absent.removeAll(keepingCapacity: true)
        if sort.column.kind == .text {
            known.forget()
            keyTexts(rows, sort, snapshot)
            prepareScratch()
            texts.sort(&keyed, scratch: &scratch)
        } else {
            let isShared = values.isEmpty && sort.column.isOfRecord
            known.prepare(isShared ? sort.column : nil, snapshot, keeping: kept)
            keyNumbers(rows, sort, snapshot, values)
            prepareScratch()
            keyed.sortByKey(0..<keyed.count, scratch: &scratch)
        }
        for index in keyed.indices { rows[index] = keyed[index].row }
        rows.replaceSubrange(keyed.count..., with: absent)
    }

    private mutating func keyTexts(
        _ rows: [Int32], _ sort: SortOrder, _ snapshot: borrowing Snapshot
    ) {
        texts.removeAll()
        let value = sort.column.value
        for row in rows {
            if case .text(let text) = value(snapshot, Int(row)) {
                keyed.append(KeyedRow(key: UInt64(texts.append(text, sort.flip)), row: row))
            } else {
                absent.append(row)
            }
        }
    }

    private mutating func keyNumbers(
        _ rows: [Int32], _ sort: SortOrder, _ snapshot: borrowing Snapshot, _ values: [Int32: Value]
    ) {
        let value = sort.column.value
        let flip = sort.flip
        let isSteady = sort.column.group == .memory
        for row in rows {
            if !known.has(row) {
                let own = values.isEmpty ? nil : values[row]
                known.set(row, (own ?? value(snapshot, Int(row))).sortKey(isSteady: isSteady))
            }
            if let key = known[row] {
                keyed.append(KeyedRow(key: key ^ flip, row: row))
            } else {
                absent.append(row)
            }
        }
    }

    /// Orders ascending rows by process id, each process before its threads, then by start time: what decides between equal values.
    ///
    /// The first `kept` rows of the snapshot are those of the last one; they keep their order where they were all given then.
    private mutating func sortByNumber(
        _ rows: inout [Int32], _ tasks: [TaskRecord], keeping kept: Int
    ) {
        let same = rows.prefix { $0 < kept }
        let isKept = numbered.given.prefix { $0 < kept } == same
        if isKept && same.count == rows.count && same.count == numbered.given.count {
            rows = numbered.ordered
            return
        }
        numbered.given = rows
        keyed.removeAll(keepingCapacity: true)
        for row in rows[(isKept ? same.count : 0)...] {
            keyed.append(KeyedRow(key: numbers[row], row: row))
        }
        orderKeyedByNumber(tasks)
        let older = isKept ? numbered.ordered.filter { $0 < kept } : []
        rows = merged(older, tasks)
        numbered.ordered = rows
    }

    /// Orders `keyed` by its keys, which are the rows' numbers, and those of one number by start time.
    private mutating func orderKeyedByNumber(_ tasks: [TaskRecord]) {
        if zip(keyed, keyed.dropFirst()).allSatisfy({ $0.key < $1.key }) { return }
        prepareScratch()
        keyed.sortByKey(0..<keyed.count, scratch: &scratch)
        // Numbers are equal only where the viewer's namespace does not show them.
        for run in keyed.runs(in: 0..<keyed.count) where run.count > 1 {
            for index in run { keyed[index].key = tasks[Int(keyed[index].row)].start_boottime }
            keyed.sortByKey(run, scratch: &scratch)
        }
    }

    /// The rows of `keyed` put in among others, which are in order, too.
    private func merged(_ older: [Int32], _ tasks: [TaskRecord]) -> [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(older.count + keyed.count)
        var next = 0
        for row in older {
            while next < keyed.count, precedes(keyed[next].row, row, tasks) {
                result.append(keyed[next].row)
                next += 1
            }
            result.append(row)
        }
        for rest in keyed[next...] { result.append(rest.row) }
        return result
    }

    private func precedes(_ a: Int32, _ b: Int32, _ tasks: [TaskRecord]) -> Bool {
        if numbers[a] != numbers[b] { return numbers[a] < numbers[b] }
        return tasks[Int(a)].start_boottime < tasks[Int(b)].start_boottime
    }

    private mutating func prepareScratch() {
        let missing = keyed.count - scratch.count
        if missing > 0 {
            scratch.append(contentsOf: repeatElement(KeyedRow(key: 0, row: 0), count: missing))
        } else {
            scratch.removeLast(-missing)
        }
    }
}

extension [KeyedRow] {
    /// The longest parts of a range that have one key, in order.
    func runs(in range: Range<Int>) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start + 1
            while end < range.upperBound, self[end].key == self[start].key { end += 1 }
            result.append(start..<end)
            start = end
        }
        return result
    }
}

extension SortOrder {
    /// What turns the order of keys round where great values come first.
    fileprivate var flip: UInt64 { order == .descending ? .max : 0 }
}
