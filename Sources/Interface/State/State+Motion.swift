internal import CBpftop
internal import Model
internal import Terminal

extension State {
    /// How many rows of the table are in view.
    var pageHeight: Int { max(1, Frame(self, in: Rect(size)).body.rows) }

    /// Whether the cursor's row is in view.
    var isCursorVisible: Bool {
        guard let cursorRow else { return false }
        return cursorRow >= offset && cursorRow < offset + pageHeight
    }

    /// Moves the cursor and the view with it.
    mutating func move(_ motion: Command.Motion, count: Int?) {
        let page = pageHeight
        let steps = count ?? 1
        switch motion {
        case .down: moveCursor(by: steps)
        case .up: moveCursor(by: -steps)
        case .halfPageDown: leap { $0 + steps * max(1, page / 2) }
        case .halfPageUp: leap { $0 - steps * max(1, page / 2) }
        case .pageDown: leap { $0 + steps * page }
        case .pageUp: leap { $0 - steps * page }
        case .top: leap { _ in (count ?? 1) - 1 }
        case .bottom: leap { [last = list.count - 1] _ in count.map { $0 - 1 } ?? last }
        }
    }

    /// Where a relative move begins: a cursor that a refresh carried out of view is fetched back to its edge.
    private var origin: Int {
        guard let cursorRow, !isCursorVisible else { return cursorRow ?? 0 }
        return cursorRow < offset ? offset : offset + pageHeight - 1
    }

    private mutating func moveCursor(by steps: Int) {
        let start = isCursorVisible ? cursorRow ?? 0 : origin
        placeCursor(at: start + (isCursorVisible ? steps : 0))
    }

    /// Goes far, so that Ctrl-O comes back.
    private mutating func leap(_ target: (Int) -> Int) {
        if let cursor { jumps.push(cursor) }
        placeCursor(at: target(origin))
    }

    /// Puts the cursor on a row, or the nearest there is, and brings it into view.
    mutating func placeCursor(at row: Int) {
        guard list.count > 0 else {
            (cursor, cursorRow) = (nil, nil)
            return
        }
        let bounded = min(max(0, row), list.count - 1)
        isCursorPlaced = true
        ended = nil
        cursorRow = bounded
        cursor = identity(at: bounded)
        revealCursor()
    }

    /// Scrolls no further than needed for the cursor to be in view.
    mutating func revealCursor() {
        guard let cursorRow else { return }
        let page = pageHeight
        if cursorRow < offset { offset = cursorRow }
        if cursorRow >= offset + page { offset = cursorRow - page + 1 }
        offset = max(0, min(offset, list.count - page))
    }

    /// Moves the view alone; the cursor stays with its process.
    mutating func scroll(by rows: Int) {
        offset = max(0, min(offset + rows, list.count - pageHeight))
    }

    /// Scrolls so that the cursor's row stands at a place of the view, as far as there are rows.
    mutating func placeView(_ place: Command.Place) {
        guard let cursorRow else { return }
        let page = pageHeight
        switch place {
        case .top: offset = cursorRow
        case .center: offset = cursorRow - page / 2
        case .bottom: offset = cursorRow - page + 1
        }
    }

    /// Goes along the list of jumps.
    mutating func jump(isBack: Bool) {
        var jumps = jumps
        let target =
            isBack
            ? jumps.back(from: cursor) { position(of: $0) != nil }
            : jumps.forward { position(of: $0) != nil }
        self.jumps = jumps
        guard let target, let row = position(of: target) else {
            return say(isBack ? "no earlier place" : "no later place")
        }
        placeCursor(at: row)
    }

    /// How many rows there are, in view or not.
    package var rowCount: Int { list.count }

    /// The process of a row; nil for a row that there is not.
    package func identity(at row: Int) -> RowIdentity? {
        guard let snapshot, list.rows.indices.contains(row) else { return nil }
        return snapshot[list[row].task].rowIdentity
    }

    /// Whether the process of a row is tagged.
    func isTagged(_ row: Int) -> Bool {
        !tags.isEmpty && identity(at: row).map(tags.contains) ?? false
    }
}

// MARK: - After anything changed

extension State {
    /// Makes the rows anew; the cursor stays on its process, or where that was.
    mutating func rebuild() {
        guard let snapshot else { return }
        list.update(snapshot, listSettings)
        followIdentity(in: snapshot)
        settle()
    }

    private mutating func followIdentity(in snapshot: borrowing Snapshot) {
        var row: Int? = 0
        if isCursorPlaced { row = cursorPosition ?? ancestorRow(in: snapshot) }
        let bounded = min(max(0, row ?? cursorRow ?? 0), list.count - 1)
        let former = cursor
        cursorRow = list.count > 0 ? bounded : nil
        cursor = list.count > 0 ? identity(at: bounded) : nil
        if isCursorPlaced, prompt == nil, let former, former != cursor { lose(former) }
        if let anchor = visualAnchor, position(of: anchor) == nil {
            visualAnchor = nil
        }
    }

    /// Says that the cursor's process is no longer shown: it has ended, or was followed and is hidden now.
    mutating func lose(_ identity: RowIdentity) {
        guard let snapshot else { return }
        let hasEnded = !(0..<snapshot.count).contains { snapshot[$0].rowIdentity == identity }
        guard hasEnded || isFollowing else { return }
        let record = (hasEnded ? snapshot.previousTasks : snapshot.current.tasks)
            .first { $0.rowIdentity == identity }
        let name = "\(record?.name ?? "process") (\(identity.pid))"
        if hasEnded { ended = name }
        if message?.isFailure != true {
            say(
                "\(name) \(hasEnded ? "has ended" : "is hidden")"
                    + (isFollowing ? ": not following any more" : ""))
        }
        isFollowing = false
    }

    /// What the rows are to be.
    var listSettings: ListSettings {
        let sort = Column.named(settings.sortColumn) ?? Column.standard[0]
        var wanted = ListSettings(sort: SortOrder(sort, settings.sortOrder))
        wanted.isTree = settings.isTree
        wanted.folded = folds
        wanted.filter = filter
        wanted.users = scope.users
        wanted.pids = scope.pids
        wanted.showsKernelThreads = settings.showsKernelThreads
        wanted.showsThreads = settings.showsThreads
        return wanted
    }

    /// The row of a process; nil where it has none.
    func position(of identity: RowIdentity) -> Int? {
        guard let snapshot else { return nil }
        return list.position(of: identity.task, isThread: identity.isThread, in: snapshot)
    }

    private var cursorPosition: Int? {
        guard let cursor else { return nil }
        return position(of: cursor)
    }

    /// The row of the nearest ancestor that has one, for a process that was folded away.
    private func ancestorRow(in snapshot: borrowing Snapshot) -> Int? {
        guard settings.isTree, let cursor else { return nil }
        var pid = cursor.pid
        // No chain is longer than this; a cycle, which the kernel never makes, ends here too.
        for _ in 0..<256 {
            guard let task = snapshot.task(of: pid) else { return nil }
            let record = snapshot[task]
            if pid == cursor.pid && record.identity != cursor.task { return nil }
            if let row = position(of: record.rowIdentity) { return row }
            let parent = record.isThread ? record.tgid : record.ppid
            guard parent != pid, parent != 0 else { return nil }
            pid = parent
        }
        return nil
    }

    /// Brings what depends on the rows and the size back within bounds.
    mutating func settle() {
        let frame = Frame(self, in: Rect(size))
        let page = max(1, frame.body.rows)
        itemWidths = frame.header.itemWidths
        offset = max(0, min(offset, list.count - page))
        lookForGroups(page: page)
        growWidths(page: page)
    }
}
