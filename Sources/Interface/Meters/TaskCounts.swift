internal import CBpftop
package import Model

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
        for row in 0..<snapshot.count {
            let record = snapshot[row]
            if record.isThread { continue }
            if record.isKernelThread {
                kernelThreads += 1
            } else {
                processes += 1
                threads += Int(record.threads > 1 ? record.threads - 1 : 0)
            }
            let state = record.processState
            if state == .running || state == .queued { running += 1 }
        }
    }

    init() {}
}
