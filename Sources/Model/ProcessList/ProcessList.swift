internal import CBpftop

/// The rows that are visible of a snapshot, in order.
///
/// It is made anew from every snapshot, so that no order is ever stale, but keeps its buffers. The order is total: the sort
/// column's values, then the process id, a process before its threads, then the start time. Percentages and rates are
/// compared as they are shown, so that what cannot be seen does not move rows. What is asked of a list about a snapshot is
/// meant of the one that it was updated for.
package struct ProcessList: Sendable {
    /// The visible rows, from the top.
    package private(set) var rows: [Row] = []
    /// How many rows match the filter, users and process ids, folded ones included.
    package private(set) var matchCount = 0
    /// How many rows there would be without filter, users, process ids and folds.
    package private(set) var totalCount = 0

    private var candidates: [Int32] = []
    /// By which choice, of which snapshot's time, and by row whether it is a candidate.
    private var chosen: (choice: Choice, time: Instant, isCandidate: [Bool])?
    private var kept: [Int32] = []
    /// By snapshot row; meaningful for candidates.
    private var isMatch: [Bool] = []
    private var sorter = RowSorter()
    private var forest = ProcessForest()
    private var siblings = SiblingLists()
    /// The processes below each folded row, itself first.
    private(set) var foldMembers: [Int32: [Int32]] = [:]

    /// Makes an empty list.
    package init() {}

    /// How many rows are visible.
    package var count: Int { rows.count }

    /// The row at a position from the top.
    package subscript(position: Int) -> Row { rows[position] }

    /// Rebuilds the list for a snapshot.
    package mutating func update(_ snapshot: borrowing Snapshot, _ settings: ListSettings) {
        choose(snapshot, settings)
        match(snapshot, settings)
        rows.removeAll(keepingCapacity: true)
        foldMembers.removeAll(keepingCapacity: true)
        if settings.isTree {
            updateTree(snapshot, settings)
        } else {
            kept.removeAll(keepingCapacity: true)
            for row in candidates where isMatch[Int(row)] { kept.append(row) }
            sorter.sort(&kept, by: settings.sort, of: snapshot)
            for row in kept { rows.append(Row(index: row)) }
        }
    }

    /// Finds the rows that are of a kind to be shown; mostly those of the last time.
    private mutating func choose(_ snapshot: borrowing Snapshot, _ settings: ListSettings) {
        let choice = Choice(settings)
        let tasks = snapshot.current.tasks.span
        let kept = rowsChosen(choice, snapshot)
        var isCandidate = chosen?.isCandidate ?? []
        chosen = nil
        isCandidate.removeLast(isCandidate.count - kept)
        while let last = candidates.last, last >= kept { candidates.removeLast() }
        for row in kept..<tasks.count {
            isCandidate.append(choice.admits(tasks[row]))
            if isCandidate[row] { candidates.append(Int32(truncatingIfNeeded: row)) }
        }
        chosen = (choice, snapshot.current.time, isCandidate)
        totalCount = candidates.count
    }

    /// How many rows from the first on were chosen from before and would be again.
    private func rowsChosen(_ choice: Choice, _ snapshot: borrowing Snapshot) -> Int {
        guard let chosen, chosen.choice == choice, let changed = snapshot.changedRows else {
            return 0
        }
        let kept = snapshot.rowsKept(since: chosen.time)
        let tasks = snapshot.current.tasks.span
        for row in changed where row < kept {
            if choice.admits(tasks[Int(row)]) != chosen.isCandidate[Int(row)] { return 0 }
        }
        return kept
    }

    /// Which kinds of rows are shown.
    private struct Choice: Equatable, Sendable {
        let threads: Bool
        let kernelThreads: Bool
        let pids: Set<UInt32>?

        init(_ settings: ListSettings) {
            threads = settings.showsThreads
            kernelThreads = settings.showsKernelThreads
            pids = settings.pids
        }

        func admits(_ task: borrowing TaskRecord) -> Bool {
            if task.isThread {
                guard threads else { return false }
                if task.isOnlyThread { return false }
            }
            guard task.isKernelThread else { return true }
            if kernelThreads { return true }
            return pids?.contains(task.tgid) ?? false
        }
    }

    /// Finds which of them match.
    private mutating func match(_ snapshot: borrowing Snapshot, _ settings: ListSettings) {
        let isUnconfined =
            settings.pids == nil && settings.users == nil && settings.filter == nil
        isMatch.removeAll(keepingCapacity: true)
        isMatch.append(contentsOf: repeatElement(isUnconfined, count: snapshot.count))
        matchCount = isUnconfined ? candidates.count : 0
        if isUnconfined { return }
        var memos = settings.filter?.memos ?? []
        for row in candidates where settings.matches(snapshot, Int(row), &memos) {
            isMatch[Int(row)] = true
            matchCount += 1
        }
    }
}

/// The tree.
extension ProcessList {
    private mutating func updateTree(_ snapshot: borrowing Snapshot, _ settings: ListSettings) {
        let tasks = snapshot.current.tasks
        forest.build(tasks, candidates)
        keepMatchesAndAncestors()
        findFolds(tasks, settings.folded)
        let sums = settings.sort.column.isSummable ? foldSums(settings.sort.column, snapshot) : [:]
        sorter.sort(&kept, by: settings.sort, of: snapshot, values: sums)
        siblings.build(kept, parents: forest.parents, tasks: tasks)
        layOut()
    }

    private mutating func keepMatchesAndAncestors() {
        kept.removeAll(keepingCapacity: true)
        if matchCount == candidates.count {
            kept.append(contentsOf: candidates)
            return
        }
        var isKept = [Bool](repeating: false, count: isMatch.count)
        for match in candidates where isMatch[Int(match)] {
            var row = match
            while row >= 0, !isKept[Int(row)] {
                isKept[Int(row)] = true
                row = forest.parents[Int(row)]
            }
        }
        for row in candidates where isKept[Int(row)] { kept.append(row) }
    }

    /// Finds the outermost folded rows that have something kept below them, and what hangs there.
    private mutating func findFolds(_ tasks: [TaskRecord], _ folded: Set<ProcessIdentity>) {
        let folds = folded.compactMap { identity -> Int32? in
            guard let row = forest.index.row(of: identity.pid, in: tasks),
                tasks[row].start_boottime == identity.startTime
            else { return nil }
            return Int32(row)
        }
        if folds.isEmpty { return }
        let owners = forest.outermostFolds(folds, candidates)
        for row in kept where owners[Int(row)] >= 0 && owners[Int(row)] != row {
            foldMembers[owners[Int(row)]] = []
        }
        for row in candidates where owners[Int(row)] >= 0 && !tasks[Int(row)].isThread {
            foldMembers[owners[Int(row)]]?.append(row)
        }
    }

    private func foldSums(_ column: Column, _ snapshot: borrowing Snapshot) -> [Int32: Value] {
        var sums: [Int32: Value] = [:]
        for (fold, members) in foldMembers {
            sums[fold] = snapshot.sum(of: column, over: members)
        }
        return sums
    }

    /// Lists the rows as they stand below each other.
    private mutating func layOut() {
        // The siblings still to come at each level, and the lines that pass by them.
        var levels = [(rest: siblings.roots, guides: 0 as UInt64)]
        while let level = levels.last {
            guard let place = level.rest.first else {
                levels.removeLast()
                continue
            }
            let depth = levels.count - 1
            levels[depth].rest.removeFirst()
            let children = siblings.children(of: siblings[place])
            var row = Row(index: siblings[place], depth: Int32(depth), guides: level.guides)
            row.isLastSibling = level.rest.count == 1
            row.hasChildren = !children.isEmpty
            row.isFolded = row.hasChildren && foldMembers[row.index] != nil
            row.matches = isMatch[Int(row.index)]
            rows.append(row)
            if row.hasChildren && !row.isFolded {
                let line = row.isLastSibling || depth > 63 ? 0 : UInt64(1) << UInt64(depth)
                levels.append((children, level.guides | line))
            }
        }
    }
}

extension ListSettings {
    /// Whether a row passes the process ids, the users and the filter.
    fileprivate func matches(
        _ snapshot: borrowing Snapshot, _ row: Int, _ memos: inout [TextMemo]
    ) -> Bool {
        if let pids, !pids.contains(snapshot[row].tgid) { return false }
        if let users, !users.contains(snapshot[row].euid) { return false }
        return filter?.matches(snapshot, row, &memos) ?? true
    }
}

extension TaskRecord {
    /// Whether a thread is all there is of its process, so that its row would say the same twice.
    fileprivate var isOnlyThread: Bool { threads == 1 && pid == tgid }
}
