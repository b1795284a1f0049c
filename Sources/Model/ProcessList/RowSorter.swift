internal import CBpftop

/// Puts rows in the order of a column's values, and keeps its buffers for the next time.
struct RowSorter: Sendable {
    private var keyed: [KeyedRow] = []
    private var scratch: [KeyedRow] = []
    private var absent: [Int32] = []
    private var texts = TextKeys()
    /// The rows last ordered by number, as they came and as they went.
    private var numbered = (given: [Int32](), ordered: [Int32]())

    init() {}

    /// Orders rows, all of one snapshot; `values` gives a row another value than the column's own.
    mutating func sort(
        _ rows: inout [Int32], by sort: SortOrder, of snapshot: borrowing Snapshot,
        values: [Int32: Value] = [:]
    ) {
        if snapshot.listsTheSame, rows == numbered.given {
            rows = numbered.ordered
        } else {
            numbered.given = rows
            sortByNumber(&rows, snapshot.current.tasks)
            numbered.ordered = rows
        }
        keyed.removeAll(keepingCapacity: true)
        absent.removeAll(keepingCapacity: true)
        texts.removeAll()
        let isText = sort.column.kind == .text
        let flip: UInt64 = sort.order == .descending ? .max : 0
        for row in rows {
            let own = values.isEmpty ? nil : values[row]
            let value = own ?? sort.column.value(snapshot, Int(row))
            if isText, case .text(let text) = value {
                keyed.append(KeyedRow(key: UInt64(texts.append(text, flip)), row: row))
            } else if let key = value.sortKey {
                keyed.append(KeyedRow(key: key ^ flip, row: row))
            } else {
                absent.append(row)
            }
        }
        prepareScratch()
        if isText {
            texts.sort(&keyed, scratch: &scratch)
        } else {
            keyed.sortByKey(0..<keyed.count, scratch: &scratch)
        }
        for index in keyed.indices { rows[index] = keyed[index].row }
        rows.replaceSubrange(keyed.count..., with: absent)
    }

    /// Orders rows by process id, each process before its threads, then by start time: what decides between equal values.
    private mutating func sortByNumber(_ rows: inout [Int32], _ tasks: [TaskRecord]) {
        keyed.removeAll(keepingCapacity: true)
        var isOrdered = true
        for row in rows {
            let key = tasks[Int(row)].numberKey
            if let last = keyed.last, last.key >= key { isOrdered = false }
            keyed.append(KeyedRow(key: key, row: row))
        }
        if isOrdered { return }
        prepareScratch()
        keyed.sortByKey(0..<keyed.count, scratch: &scratch)
        // Numbers are equal only where the viewer's namespace does not show them.
        for run in keyed.runs(in: 0..<keyed.count) where run.count > 1 {
            for index in run { keyed[index].key = tasks[Int(keyed[index].row)].start_boottime }
            keyed.sortByKey(run, scratch: &scratch)
        }
        for index in keyed.indices { rows[index] = keyed[index].row }
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

extension TaskRecord {
    /// A number that grows with the process id and, within a process, from the process itself to its threads by number.
    fileprivate var numberKey: UInt64 {
        // The kernel's numbers are below 2^22, hostile records' are not; what is cut off only changes an arbitrary order.
        UInt64(isThread ? tgid : pid) << 32 | (isThread ? 1 << 31 : 0) | UInt64(pid & 0x7fff_ffff)
    }
}

extension Value {
    /// A number that orders values of one column as they are shown; nil for what is absent.
    ///
    /// Shares and rates are rounded to what a screen shows, so that less than that does not move a row.
    fileprivate var sortKey: UInt64? {
        switch self {
        case .absent, .text: nil
        case .integer(let value): UInt64(bitPattern: value ^ .min)
        case .bytes(let value), .duration(let value), .moment(let value): value
        case .rate(let value), .percent(let value): UInt64(clampingRounded: value * 10)
        case .byteRate(let value): Self.shownBytes(value)
        }
    }

    /// A number that grows with bytes and is the same for those that `bytesText` shows alike.
    private static func shownBytes(_ value: Double) -> UInt64 {
        if value < 1000 { return UInt64(clampingRounded: value) }
        var scaled = value
        for unit in 1...5 as ClosedRange<UInt64> {
            scaled /= 1024
            if scaled < 9.95 { return unit << 16 | UInt64(clampingRounded: scaled * 10) }
            if scaled < 999.5 { return unit << 16 | UInt64(clampingRounded: scaled) * 10 }
        }
        return 6 << 16 + UInt64(clampingRounded: scaled / 1024)
    }
}

extension UInt64 {
    /// The nearest number, 0 for negative ones and for what is no number.
    fileprivate init(clampingRounded value: Double) {
        let rounded = value.rounded()
        if rounded >= 1.8e19 {
            self = .max
        } else if rounded > 0 {
            self = UInt64(rounded)
        } else {
            self = 0
        }
    }
}
