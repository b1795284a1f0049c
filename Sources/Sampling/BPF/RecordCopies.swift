internal import CBpftop
internal import Model

/// Copies of a walk's records, of which only those are made anew that have changed.
///
/// Two generations of copies are in use, the last sample and the one before; a third is made out of the older one's memory once
/// that is given back.
struct RecordCopies {
    /// The walks of which the last two copies were made, the older first, and where their memory is.
    private var made: [Generation] = []
    private var spare: (records: [TaskRecord], epoch: UInt32)?

    private struct Generation {
        let epoch: UInt32
        let address: UInt
        let count: Int
    }

    init() {}

    /// Takes back a copy that nobody needs any more; any array but the last copy but one is left alone.
    mutating func recycle(_ records: consuming [TaskRecord]) {
        guard made.count == 2, records.count == made[0].count,
            Self.address(of: records) == made[0].address
        else { return }
        spare = (records, made[0].epoch)
    }

    /// Forgets everything, for a walk of another array.
    mutating func forget() {
        made = []
        spare = nil
    }

    /// Copies the first records of a walk; returns with them the rows that differ from the last copy, nil where there was none.
    mutating func copy(_ walk: borrowing Walk, count: Int) -> ([TaskRecord], [Int32]?) {
        let epoch = walk.epoch
        let last = made.last
        let records = unsafe walk.withRecords(count) { records in
            unsafe update(records, walk, epoch)
        }
        made = made.suffix(1)
        made.append(Generation(epoch: epoch, address: Self.address(of: records), count: count))
        guard let last else { return (records, nil) }
        let changed = unsafe walk.withMarks { marks in
            unsafe Self.changed(marks, to: epoch, since: last.epoch, count: count)
        }
        return (records, changed)
    }

    private mutating func update(
        _ records: UnsafeBufferPointer<bpftop_task>, _ walk: borrowing Walk, _ epoch: UInt32
    ) -> [TaskRecord] {
        guard let since = spare?.epoch, var copies = spare?.records else {
            return unsafe Array(records)
        }
        // The only reference, so that writing copies nothing.
        spare = nil
        let stale = unsafe walk.withMarks { marks in
            unsafe Self.changed(marks, to: epoch, since: since, count: records.count)
        }
        guard let stale else { return unsafe Array(records) }
        if copies.count > records.count { copies.removeLast(copies.count - records.count) }
        let kept = copies.count
        for row in stale where Int(row) < kept { unsafe copies[Int(row)] = records[Int(row)] }
        unsafe copies.append(contentsOf: records[kept...])
        return copies
    }

    /// The rows that have been written after a walk until another, ascending; what is behind the marks, too.
    private static func changed(
        _ marks: UnsafeBufferPointer<bpftop_mark>, to epoch: UInt32, since: UInt32, count: Int
    ) -> [Int32] {
        var rows: [Int32] = []
        let groups = min(marks.count, count)
        for row in 0..<groups where unsafe epoch &- marks[row].changed < epoch &- since {
            rows.append(Int32(truncatingIfNeeded: row))
        }
        for row in groups..<max(groups, count) { rows.append(Int32(truncatingIfNeeded: row)) }
        return rows
    }

    private static func address(of records: borrowing [TaskRecord]) -> UInt {
        unsafe records.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    }
}
