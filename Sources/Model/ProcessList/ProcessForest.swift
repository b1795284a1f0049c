internal import CBpftop

/// Who is whose child among the rows of a snapshot, for as many rows as are listed.
///
/// Nothing here recurses, as a chain of parents may be as long as the list.
struct ProcessForest: Sendable {
    /// Each snapshot row's parent row, or -1 for a root and for a row that is not listed.
    private(set) var parents: [Int32] = []
    /// Finds rows by process id.
    private(set) var index = PIDIndex()

    init() {}

    /// Joins rows to their parents.
    ///
    /// A parent that is not listed, is the child itself or started after the child (its number was given anew) is none. A ring
    /// of parents, which only a torn sample can hold, is cut above its first row.
    mutating func build(_ tasks: [TaskRecord], _ rows: [Int32]) {
        index.fill(tasks, rows)
        parents.removeAll(keepingCapacity: true)
        parents.append(contentsOf: repeatElement(-1, count: tasks.count))
        var mayRing: [Int32] = []
        for row in rows {
            let task = tasks[Int(row)]
            guard let parent = index.row(of: task.isThread ? task.tgid : task.ppid, in: tasks),
                parent != Int(row), tasks[parent].start_boottime <= task.start_boottime
            else { continue }
            parents[Int(row)] = Int32(parent)
            if tasks[parent].start_boottime == task.start_boottime { mayRing.append(row) }
        }
        cutRings(from: mayRing)
    }

    /// Cuts every ring that goes through one of the rows; a ring's rows all started at the same time.
    private mutating func cutRings(from rows: [Int32]) {
        var walks = [Int32: Int](minimumCapacity: rows.count)
        for (walk, start) in rows.enumerated() {
            var row = start
            while row >= 0, walks[row] == nil {
                walks[row] = walk
                row = parents[Int(row)]
            }
            if row >= 0, walks[row] == walk { cutRing(through: row) }
        }
    }

    private mutating func cutRing(through member: Int32) {
        var first = member
        var row = parents[Int(member)]
        while row != member {
            first = min(first, row)
            row = parents[Int(row)]
        }
        parents[Int(first)] = -1
    }

    /// For every row the outermost folded row that it is or hangs below, -1 for none.
    func outermostFolds(_ folds: [Int32], _ rows: [Int32]) -> [Int32] {
        let unknown: Int32 = -2
        var owners = [Int32](repeating: unknown, count: parents.count)
        var isFold = [Bool](repeating: false, count: parents.count)
        for fold in folds { isFold[Int(fold)] = true }
        var path: [Int32] = []
        for start in rows {
            var row = start
            while row >= 0, owners[Int(row)] == unknown {
                path.append(row)
                row = parents[Int(row)]
            }
            var owner = row < 0 ? -1 : owners[Int(row)]
            while let below = path.popLast() {
                if owner < 0 && isFold[Int(below)] { owner = below }
                owners[Int(below)] = owner
            }
        }
        return owners
    }
}
