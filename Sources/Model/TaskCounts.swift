internal import CBpftop

/// How many tasks there are, by kind; hidden ones are counted too.
package struct TaskCounts: Equatable, Sendable {
    /// Thread groups that are not the kernel's.
    package var processes = 0
    /// Threads in those groups beyond the first of each.
    package var threads = 0
    /// The kernel's own threads.
    package var kernelThreads = 0
    /// Tasks, of which only the leaders are seen, that run or wait for a CPU.
    package var running = 0

    /// Counts the rows of a snapshot.
    package init(_ snapshot: borrowing Snapshot) {
        for row in 0..<snapshot.count { count(snapshot.current.tasks, row, 1) }
    }

    /// Counts on from the snapshot before, where that is known to be of the time given: only what has changed is looked at.
    package mutating func update(_ snapshot: borrowing Snapshot, after time: Instant?) {
        let kept = snapshot.rowsKept(since: time)
        guard kept > 0, let changed = snapshot.changedRows else {
            self = TaskCounts(snapshot)
            return
        }
        for row in changed where row < kept {
            count(snapshot.previousTasks, Int(row), -1)
            count(snapshot.current.tasks, Int(row), 1)
        }
        for row in kept..<snapshot.previousTasks.count { count(snapshot.previousTasks, row, -1) }
        for row in kept..<snapshot.count { count(snapshot.current.tasks, row, 1) }
    }

    /// Counts a row in, or out.
    private mutating func count(_ tasks: [TaskRecord], _ row: Int, _ step: Int) {
        let tasks = tasks.span
        if tasks[row].isThread { return }
        if tasks[row].isKernelThread {
            kernelThreads += step
        } else {
            processes += step
            threads += step * Int(tasks[row].threads > 1 ? tasks[row].threads - 1 : 0)
        }
        if tasks[row].isRunnable { running += step }
    }

    /// Counts of nothing.
    package init() {}
}
