internal import CBpftop
internal import Model

extension State {
    /// Folds or unfolds; outside the tree there is nothing to fold.
    mutating func fold(_ fold: Command.Fold) {
        guard let snapshot, settings.isTree else { return say("folds are of the tree: t shows it") }
        guard let cursor, let cursorRow, list.rows.indices.contains(cursorRow) else { return }
        let task = list[cursorRow].task
        switch fold {
        case .open: folds.remove(cursor.task)
        case .close: close(task, in: snapshot)
        case .toggle:
            if folds.remove(cursor.task) == nil { close(task, in: snapshot) }
        case .openBranch:
            for row in snapshot.branch(of: task) { folds.remove(snapshot[row].identity) }
        case .closeBranch: closeWithAncestors(task, in: snapshot)
        case .openAll: folds = []
        case .closeAll: foldAll(in: snapshot)
        case .toggleAll: if folds.isEmpty { foldAll(in: snapshot) } else { folds = [] }
        }
        rebuild()
        revealCursor()
    }

    private mutating func foldAll(in snapshot: borrowing Snapshot) {
        folds = Set(snapshot.parents.map { snapshot[$0].identity })
    }

    /// Unfolds whatever hides a task, and nothing else.
    mutating func unfold(above task: Int, in snapshot: borrowing Snapshot) {
        var row = task
        for _ in 0..<256 {
            guard let parent = snapshot.parent(of: row) else { break }
            folds.remove(snapshot[parent].identity)
            row = parent
        }
        rebuild()
    }

    /// Folds a process that has children; else the parent whose child it is, as vi closes the fold around a line.
    private mutating func close(_ task: Int, in snapshot: borrowing Snapshot) {
        let parents = snapshot.parents
        if parents.contains(task) {
            folds.insert(snapshot[task].identity)
        } else if let parent = snapshot.parent(of: task), snapshot[task].pid != 1 {
            folds.insert(snapshot[parent].identity)
        }
    }

    private mutating func closeWithAncestors(_ task: Int, in snapshot: borrowing Snapshot) {
        if snapshot.parents.contains(task) { folds.insert(snapshot[task].identity) }
        var row = task
        for _ in 0..<256 {
            guard let parent = snapshot.parent(of: row) else { return }
            folds.insert(snapshot[parent].identity)
            row = parent
        }
    }
}

extension Snapshot {
    /// The row of a task's parent, of a thread its process; nil for a root.
    func parent(of row: Int) -> Int? {
        let record = self[row]
        let parent = record.isThread ? record.tgid : record.ppid
        return parent == 0 || parent == record.pid ? nil : task(of: parent)
    }

    /// The rows that have children.
    var parents: Set<Int> {
        var wanted: Set<UInt32> = []
        for row in 0..<count {
            let record = self[row]
            let parent = record.isThread ? record.tgid : record.ppid
            if parent != record.pid { wanted.insert(parent) }
        }
        return Set((0..<count).filter { wanted.contains(self[$0].pid) && !self[$0].isThread })
    }
}
