internal import Model
internal import Terminal

extension State {
    /// Puts a filter in force and shows it in the filter line; the rows stay as they are when it means nothing.
    ///
    /// - Throws: What is wrong with the text, and where.
    package mutating func filter(by text: String) throws(FilterError) {
        filter = text.isEmpty ? nil : try Filter(text)
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
            kind: kind, editor: LineEditor(text), origin: cursor, earlier: filterText)
    }

    /// Takes an event while a line is being written.
    mutating func handleInPrompt(_ event: Event) -> [Effect] {
        switch event {
        case .key(.enter, _), .character("m", .control), .character("j", .control): keepPrompt()
        case .key(.escape, _), .character("g", .control): cancelPrompt()
        case .key(.up, _), .character("p", .control): recall(isEarlier: true)
        case .key(.down, _), .character("n", .control): recall(isEarlier: false)
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
                revealCursor()
            } else {
                searched = text.isEmpty ? nil : try Filter(text)
                searchFromOrigin(prompt.origin)
            }
            self.prompt?.problem = nil
        } catch {
            self.prompt?.problem = Prompt.Problem(
                offset: error.offset(in: text), text: error.description)
        }
    }

    private mutating func keepPrompt() {
        guard let prompt else { return }
        let text = prompt.editor.text
        if let problem = prompt.problem { return say(problem.text, isFailure: true) }
        self.prompt = nil
        if prompt.kind == .filter {
            filterHistory.add(text)
            return
        }
        searchHistory.add(text)
        // An empty line searches for what was searched for last, as in vi.
        if text.isEmpty {
            searched = try? Filter(searchText)
            searchAgain(isForward: true)
        } else {
            searchText = text
            if let origin = prompt.origin, origin != cursor { jumps.push(origin) }
        }
    }

    private mutating func cancelPrompt() {
        guard let prompt else { return }
        self.prompt = nil
        if prompt.kind == .filter {
            setFilter(prompt.earlier)
        } else {
            searched = searchText.isEmpty ? nil : try? Filter(searchText)
        }
        if let snapshot, let origin = prompt.origin, let row = list.row(of: origin, in: snapshot) {
            placeCursor(at: row)
        }
    }
}

// MARK: - Searching

extension State {
    /// Goes to the first match at or behind where the search began; back there when nothing matches.
    private mutating func searchFromOrigin(_ origin: ProcessIdentity?) {
        guard let snapshot, list.count > 0 else { return }
        let start = origin.flatMap { list.row(of: $0, in: snapshot) } ?? 0
        let match = (0..<list.count).first { matches((start + $0) % list.count, in: snapshot) }
        placeCursor(at: match.map { (start + $0) % list.count } ?? start)
    }

    /// Goes to the next match in a direction, round the end.
    mutating func searchAgain(isForward: Bool) {
        guard searched != nil else {
            if isForward { return say("nothing was searched for: / searches") }
            _ = perform(.networkColumns, count: nil)
            return
        }
        guard let snapshot, list.count > 0 else { return }
        let (start, rows) = (cursorRow ?? 0, list.count)
        let match = (1...rows).first { step in
            matches((start + (isForward ? step : rows - step)) % rows, in: snapshot)
        }
        guard let match else { return say("no match for \(searchText)", isFailure: true) }
        if let cursor { jumps.push(cursor) }
        let found = (start + (isForward ? match : rows - match)) % rows
        if match == rows {
            say("the only match")
        } else if isForward ? found < start : found > start {
            say(isForward ? "search went on at the top" : "search went on at the bottom")
        }
        placeCursor(at: found)
    }

    /// Whether a row is one that was searched for.
    func matches(_ row: Int, in snapshot: borrowing Snapshot) -> Bool {
        guard let searched else { return false }
        return searched.matches(snapshot, list[row].task)
    }
}
