internal import CBpftop

/// For each row of a snapshot a number that grows with the process id and, within a process, from the process itself to its threads.
struct NumberKeys: Sendable {
    private var keys: [UInt64] = []

    init() {}

    /// Makes ready for a snapshot, the first `kept` rows of which are those of the last one.
    mutating func prepare(_ snapshot: borrowing Snapshot, keeping kept: Int) {
        let tasks = snapshot.current.tasks.span
        let kept = min(kept, keys.count)
        keys.removeLast(keys.count - kept)
        for row in kept..<tasks.count { keys.append(tasks[row].numberKey) }
    }

    subscript(row: Int32) -> UInt64 { keys[Int(row)] }
}

extension TaskRecord {
    /// A number that grows with the process id and, within a process, from the process itself to its threads by number.
    fileprivate var numberKey: UInt64 {
        // The kernel's numbers are below 2^22, hostile records' are not; what is cut off only changes an arbitrary order.
        UInt64(isThread ? tgid : pid) << 32 | (isThread ? 1 << 31 : 0) | UInt64(pid & 0x7fff_ffff)
    }
}
