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
        let changes = made.last.flatMap { last in
            unsafe walk.withMarks { marks in
                unsafe Self.changes(
                    marks, to: epoch, since: last.epoch, and: spare?.epoch ?? epoch, count: count)
            }
        }
        let records = unsafe walk.withRecords(count) { records in
            unsafe update(records, changes?.older, capacity: walk.capacity)
        }
        made = made.suffix(1)
        made.append(Generation(epoch: epoch, address: Self.address(of: records), count: count))
        return (records, changes?.last)
    }

    private mutating func update(
        _ records: UnsafeBufferPointer<bpftop_task>, _ stale: [Int32]?, capacity: Int
    ) -> [TaskRecord] {
        guard let stale, var copies = spare?.records else {
            // Room for as many as the walk has room for, which is not resident before it is used: it never grows.
            var copies: [TaskRecord] = []
            copies.reserveCapacity(capacity)
            unsafe copies.append(contentsOf: records)
            return copies
        }
        // The only reference, so that writing copies nothing.
        spare = nil
        if copies.count > records.count { copies.removeLast(copies.count - records.count) }
        let kept = copies.count
        for row in stale where Int(row) < kept { unsafe copies[Int(row)] = records[Int(row)] }
        unsafe copies.append(contentsOf: records[kept...])
        return copies
    }

    /// The rows that have been written by a walk or since another, ascending, and since one before that; what is behind the marks, too.
    private static func changes(
        _ marks: UnsafeBufferPointer<bpftop_mark>, to epoch: UInt32, since last: UInt32,
        and older: UInt32, count: Int
    ) -> (last: [Int32], older: [Int32]) {
        var rows: (last: [Int32], older: [Int32]) = ([], [])
        let groups = min(marks.count, count)
        let (age, olderAge) = (epoch &- last, max(epoch &- last, epoch &- older))
        for row in 0..<groups {
            let written = unsafe epoch &- marks[row].changed
            if written >= olderAge { continue }
            rows.older.append(Int32(truncatingIfNeeded: row))
            if written < age { rows.last.append(Int32(truncatingIfNeeded: row)) }
        }
        for row in groups..<max(groups, count) {
            rows.last.append(Int32(truncatingIfNeeded: row))
            rows.older.append(Int32(truncatingIfNeeded: row))
        }
        return rows
    }

    private static func address(of records: borrowing [TaskRecord]) -> UInt {
        unsafe records.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    }
}
