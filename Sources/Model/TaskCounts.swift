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
        let tasks = snapshot.current.tasks.span
        for row in tasks.indices where !tasks[row].isThread {
            if tasks[row].isKernelThread {
                kernelThreads += 1
            } else {
                processes += 1
                threads += Int(tasks[row].threads > 1 ? tasks[row].threads - 1 : 0)
            }
            if tasks[row].isRunnable { running += 1 }
        }
    }

    /// Counts of nothing.
    package init() {}
}
