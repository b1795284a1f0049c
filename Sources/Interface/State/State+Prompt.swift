package import Model
internal import Terminal

extension State {
    /// Puts a filter in force and shows it in the filter line; the rows stay as they are when it means nothing.
    ///
    /// - Throws: What is wrong with the text, and where.
    package mutating func filter(by text: String) throws(FilterError) {
        filter = text.isEmpty ? nil : try Filter(text, in: options.zone)
        filterText = text
        rebuild()
    }

    /// Puts a filter in force; one that means nothing is passed over.
    mutating func setFilter(_ text: String) {
        try? filter(by: text)
    }

    mutating func openPrompt(_ kind: Prompt.Kind) {
        searchHistory.rewind()
        filterHistory.rewind()
        let text = kind == .filter ? filterText : ""
        prompt = Prompt(
            kind: kind, editor: LineEditor(text), origin: cursor, earlier: filterText, folds: folds)
    }

    /// Takes an event while a line is being written.
    mutating func handleInPrompt(_ event: Event) -> [Effect] {
        switch event {
        case .key(.enter, _), .character("m", .control), .character("j", .control): keepPrompt()
        case .key(.escape, _), .character("g", .control): cancelPrompt()
        case .key(.up, _), .character("p", .control): recall(isEarlier: true)
        case .key(.down, _), .character("n", .control): recall(isEarlier: false)
        case .key(.function(3), let held) where searched != nil && prompt?.kind == .search:
            searchAgain(isForward: !held.contains(.shift))
        case .mouse(let mouse):
            if case .press = mouse.action { keepPrompt() }
        default:
            guard prompt?.editor.handle(event) == true else { return [] }
            tryPrompt()
        }
        return []
    }

    private mutating func recall(isEarlier: Bool) {
        guard let prompt else { return }
        let text = prompt.editor.text
        let isSearch = prompt.kind == .search
        var history = isSearch ? searchHistory : filterHistory
        let line = isEarlier ? history.previous(from: text) : history.next()
        if isSearch { searchHistory = history } else { filterHistory = history }
        guard let line else { return }
        self.prompt?.editor.replace(with: line)
        tryPrompt()
    }

    /// Lets the line take effect while it is written; where it means nothing yet, the last that did stays.
    private mutating func tryPrompt() {
        guard let prompt else { return }
        let text = prompt.editor.text
        do throws(FilterError) {
            if prompt.kind == .filter {
                try filter(by: text)
                // Half a word may have hidden the process that the whole expression shows.
                if isCursorPlaced, let row = prompt.origin.flatMap({ position(of: $0) }) {
                    placeCursor(at: row)
                }
                leaveAncestors()
                revealCursor()
            } else {
                searched = text.isEmpty ? nil : TextQuery(text)
                fold(as: prompt.folds)
                let isFound = searchFromOrigin(prompt.origin)
                self.prompt?.isUnmatched = !isFound
            }
            self.prompt?.problem = nil
        } catch {
            self.prompt?.problem = Prompt.Problem(
                offset: error.column - 1, text: error.description)
        }
    }

    /// Goes to the first row that matches the filter from one that is there for its descendants' sake alone.
    private mutating func leaveAncestors() {
        guard let cursorRow, list.count > 0, !list[cursorRow].matches,
            let match = list.rows.firstIndex(where: \.matches)
        else { return }
        placeCursor(at: match)
    }

    private mutating func keepPrompt() {
        guard let prompt else { return }
        let text = prompt.editor.text
        if let problem = prompt.problem { return say(problem.text, isFailure: true) }
        self.prompt = nil
        if prompt.kind == .filter {
            filterHistory.add(text)
            if let name = snapshot.flatMap({ filter?.unknownUser(in: $0.current.texts) }) {
                say("no user '\(name)' is known here", isFailure: true)
            }
            if let origin = prompt.origin, origin != cursor, isFollowing { lose(origin) }
            return
        }
        searchHistory.add(text)
        // An empty line searches for what was searched for last, as in vi.
        if text.isEmpty {
            searched = searchText.isEmpty ? nil : TextQuery(searchText)
            searchAgain(isForward: true)
        } else {
            searchText = text
            // What came with a refresh while the word was written is found too.
            guard isOnMatch || searchFromOrigin(prompt.origin) else {
                return say("no match for \(text)", isFailure: true)
            }
            if let origin = prompt.origin, origin != cursor { jumps.push(origin) }
        }
    }

    private mutating func cancelPrompt() {
        guard let prompt else { return }
        self.prompt = nil
        if prompt.kind == .filter {
            setFilter(prompt.earlier)
        } else {
            searched = searchText.isEmpty ? nil : TextQuery(searchText)
            fold(as: prompt.folds)
        }
        if let origin = prompt.origin, let row = position(of: origin) {
            placeCursor(at: row)
        }
    }
}

// MARK: - Searching

extension State {
    /// Goes to the first match at or behind where the search began; back there, and false, when nothing matches.
    private mutating func searchFromOrigin(_ origin: RowIdentity?) -> Bool {
        guard let snapshot, list.count > 0 else { return false }
        let start = origin.flatMap { position(of: $0) } ?? 0
        guard let searched, !matches(start, in: snapshot) else {
            placeCursor(at: start)
            return true
        }
        let found = find(searched, from: start, in: snapshot)
        placeCursor(at: found ?? start)
        return found != nil
    }

    /// Whether the cursor's row is one that was searched for.
    private var isOnMatch: Bool {
        guard let snapshot, let cursorRow else { return false }
        return matches(cursorRow, in: snapshot)
    }

    /// Folds what was folded when a search began, as it may have looked elsewhere meanwhile.
    private mutating func fold(as earlier: Set<ProcessIdentity>) {
        guard folds != earlier else { return }
        folds = earlier
        rebuild()
    }

    /// The next row that matches, one that a fold hides included: it is unfolded.
    private mutating func find(
        _ query: TextQuery, from start: Int, backward: Bool = false, in snapshot: borrowing Snapshot
    ) -> Int? {
        guard settings.isTree, !folds.isEmpty else {
            return list.search(query, from: start, backward: backward, in: snapshot)
        }
        var whole = ProcessList()
        var wanted = listSettings
        wanted.folded = []
        whole.update(snapshot, wanted)
        let origin = identity(at: start).flatMap {
            whole.position(of: $0.task, isThread: $0.isThread, in: snapshot)
        }
        let found = whole.search(query, from: origin ?? start, backward: backward, in: snapshot)
        guard let found else { return nil }
        unfold(above: whole[found].task, in: snapshot)
        return position(of: snapshot[whole[found].task].rowIdentity)
    }

    /// Goes to the next match in a direction, round the end.
    mutating func searchAgain(isForward: Bool) {
        guard let searched else {
            if isForward { return say("nothing was searched for: / searches") }
            _ = perform(.networkColumns, count: nil)
            return
        }
        guard let snapshot, list.count > 0 else { return }
        let found = find(searched, from: cursorRow ?? 0, backward: !isForward, in: snapshot)
        let start = cursorRow ?? 0
        guard let found else { return say("no match for \(searched.text)", isFailure: true) }
        if let cursor { jumps.push(cursor) }
        if found == start {
            say("the only match")
        } else if isForward ? found < start : found > start {
            say(isForward ? "search went on at the top" : "search went on at the bottom")
        }
        placeCursor(at: found)
    }

    /// Whether a row is one that was searched for.
    func matches(_ row: Int, in snapshot: borrowing Snapshot) -> Bool {
        guard let searched, list.rows.indices.contains(row) else { return false }
        return searched.matches(snapshot, list[row].task)
    }
}
