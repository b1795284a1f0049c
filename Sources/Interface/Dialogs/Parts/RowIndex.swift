internal import Model

/// Finds the row of a process in one snapshot.
struct RowIndex {
    private let processes: [ProcessIdentity: Int]
    private let threads: [ProcessIdentity: Int]

    /// Indexes every row once.
    init(_ snapshot: borrowing Snapshot) {
        var processes: [ProcessIdentity: Int] = [:]
        var threads: [ProcessIdentity: Int] = [:]
        for row in 0..<snapshot.count {
            // A leader's thread row has its process's identity.
            if snapshot[row].isThread {
                threads[snapshot[row].identity] = row
            } else {
                processes[snapshot[row].identity] = row
            }
        }
        self.processes = processes
        self.threads = threads
    }

    /// The row of a target; nil for one that is no longer there.
    func row(of target: Target) -> Int? {
        target.isThread ? threads[target.identity] : processes[target.identity]
    }
}
