internal import CBpftop
internal import Model

extension State {
    /// Whom an action meets, frozen now: the visual range, else the tagged, else the process under the cursor.
    ///
    /// Tagged processes count even where a fold or the filter hides them; the status line says how many there are.
    var targets: [Target] {
        guard let snapshot else { return [] }
        if let range = visualRange {
            return range.map { Target(row: list[$0].task, of: snapshot) }
        }
        if !tags.isEmpty {
            return snapshot.places(of: tags, near: places).values.sorted()
                .map { Target(row: Int($0), of: snapshot) }
        }
        return cursorTarget.map { [$0] } ?? []
    }

    /// The process under the cursor, frozen now.
    var cursorTarget: Target? {
        guard let snapshot, let cursorRow, list.rows.indices.contains(cursorRow) else { return nil }
        return Target(row: list[cursorRow].task, of: snapshot)
    }

    /// The rows between the anchor and the cursor; nil outside visual mode.
    var visualRange: ClosedRange<Int>? {
        guard let visualAnchor, let cursorRow,
            let anchor = position(of: visualAnchor)
        else { return nil }
        return min(anchor, cursorRow)...max(anchor, cursorRow)
    }

    /// Tags the visual range and leaves visual mode; else turns the row's tag and goes down, as often as counted.
    mutating func tag(count: Int?) {
        if let range = visualRange {
            tags.formUnion(range.compactMap { identity(at: $0) })
            visualAnchor = nil
            return
        }
        for _ in 0..<min(count ?? 1, list.count) {
            guard let row = cursorRow, let cursor else { return }
            if tags.remove(cursor) == nil { tags.insert(cursor) }
            guard row + 1 < list.count else { return }
            placeCursor(at: row + 1)
        }
    }

    /// Tags the process under the cursor and all its descendants, hidden ones too.
    mutating func tagBranch() {
        guard let snapshot, let cursorRow, list.rows.indices.contains(cursorRow) else { return }
        let branch = snapshot.branch(of: list[cursorRow].task)
        tags.formUnion(branch.map { snapshot[$0].rowIdentity })
        say("\(branch.count) tagged")
    }

    mutating func untagAll() {
        tags = []
        visualAnchor = nil
    }

    /// Forgets tags and folds of processes that are no more.
    mutating func prune() {
        guard let snapshot else { return }
        places = snapshot.places(of: tags.union(folds.map { RowIdentity($0) }), near: places)
        tags = tags.filter { places[$0] != nil }
        folds = folds.filter { places[RowIdentity($0)] != nil }
    }
}

extension Snapshot {
    /// The row of a process id; nil for one that there is not.
    func task(of pid: UInt32) -> Int? {
        (0..<count).first { self[$0].pid == pid }
    }

    /// A process's row and those of all its descendants, threads included, in the snapshot's order.
    func branch(of root: Int) -> [Int] {
        var children: [UInt32: [Int]] = [:]
        for row in 0..<count {
            let record = self[row]
            let parent = record.isThread ? record.tgid : record.ppid
            if parent != record.pid { children[parent, default: []].append(row) }
        }
        var found: Set<Int> = [root]
        var open = [root]
        while let row = open.popLast() {
            for child in children[self[row].pid] ?? [] where found.insert(child).inserted {
                open.append(child)
            }
        }
        return found.sorted()
    }
}
