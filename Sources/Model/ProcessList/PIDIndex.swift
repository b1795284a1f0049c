internal import CBpftop

/// Finds the row of a process by its number; threads are left out, and so is 0, which stands for "not visible from here".
///
/// An open table of rows, as a dictionary of 10,000 numbers takes longer to fill than the tree takes to build.
struct PIDIndex: Sendable {
    private var slots: [Int32] = []
    private var mask = 0

    init() {}

    /// Takes in the processes among the rows; of two with one number the first counts.
    mutating func fill(_ tasks: [TaskRecord], _ rows: [Int32]) {
        var size = 16
        while size < rows.count * 2 { size *= 2 }
        mask = size - 1
        slots.removeAll(keepingCapacity: true)
        slots.append(contentsOf: repeatElement(-1, count: size))
        for row in rows where !tasks[Int(row)].isThread && tasks[Int(row)].pid != 0 {
            let slot = find(tasks[Int(row)].pid, in: tasks)
            if slots[slot] < 0 { slots[slot] = row }
        }
    }

    /// The row of a number.
    func row(of pid: UInt32, in tasks: [TaskRecord]) -> Int? {
        if slots.isEmpty || pid == 0 { return nil }
        let row = slots[find(pid, in: tasks)]
        return row < 0 ? nil : Int(row)
    }

    /// The slot that holds a number, or the empty one where it belongs; at least half of the slots are empty.
    private func find(_ pid: UInt32, in tasks: [TaskRecord]) -> Int {
        // Fibonacci hashing: spreads the runs of neighbouring numbers that processes have.
        var slot = Int(truncatingIfNeeded: UInt64(pid) &* 0x9e37_79b9_7f4a_7c15 >> 32) & mask
        while slots[slot] >= 0, tasks[Int(slots[slot])].pid != pid { slot = (slot + 1) & mask }
        return slot
    }
}
