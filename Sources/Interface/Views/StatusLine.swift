internal import Model
internal import Terminal

/// The line above the key bar: the prompt or a message at the left, what holds at the right.
struct StatusLine {
    func draw(_ state: borrowing State, in line: Rect, into screen: inout Screen) {
        screen.fill(line, state.theme[.text])
        let (left, marks) = Self.split(line, state)
        let right = line.droppingLeft(left.columns + 1)
        screen.put(
            marks, at: right.origin, state.theme[.dim], maxColumns: right.columns,
            overflow: .ellipsis)
        if let prompt = state.prompt {
            drawPrompt(prompt, in: left, state.theme, into: &screen)
        } else if let message = state.message, message.fits(left) {
            screen.put(
                message.line, at: left.origin, state.theme[message.role], maxColumns: left.columns)
        } else if !state.filterText.isEmpty {
            screen.put(
                "\\" + state.filterText, at: left.origin, state.theme[.matchHighlight],
                maxColumns: left.columns, overflow: .ellipsis)
        } else {
            drawCursorWords(state, in: left, into: &screen)
        }
    }

    /// What is left of the line beside what holds, and that in words; at least half of it.
    static func split(_ line: Rect, _ state: borrowing State) -> (left: Rect, marks: String) {
        let marks = Self.marks(of: state).joined(separator: "  ")
        let width = min(TextWidth.columns(of: marks), line.columns / 2)
        return (line.droppingRight(width > 0 ? width + 1 : 0), marks)
    }

    /// What holds, in words: nobody should wonder why a row is missing or stands still.
    private static func marks(of state: borrowing State) -> [String] {
        var marks: [String] = []
        if let count = state.count { marks.append(String(count)) }
        if let prefix = state.prefix { marks.append(prefix.name) }
        if state.visualAnchor != nil { marks.append("VISUAL") }
        if state.isPaused { marks.append("PAUSED") }
        if state.isFollowing { marks.append("follow") }
        if !state.tags.isEmpty { marks.append("\(state.tags.count) tagged") }
        if !state.filterText.isEmpty { marks.append("filter") }
        if state.scope.isConfined { marks.append("confined") }
        if state.settings.isTree { marks.append("tree") }
        let sort = state.settings.sortColumn
        if !state.shownColumns.contains(where: { $0.name == sort }) {
            marks.append("by \(Column.named(sort)?.header ?? sort)")
        }
        if state.options.isReadOnly { marks.append("read only") }
        let place = state.cursorRow.map { $0 + 1 } ?? 0
        marks.append("\(place)/\(state.list.count)")
        return marks
    }

    private func drawPrompt(
        _ prompt: Prompt, in line: Rect, _ theme: Theme, into screen: inout Screen
    ) {
        screen.put(prompt.kind.sign, at: line.origin, theme[.keyBarKey], maxColumns: line.columns)
        let place = line.droppingLeft(1)
        let hidden = Self.scroll(prompt, width: place.columns)
        screen.put(
            prompt.editor.text, at: place.origin, theme[.text], maxColumns: place.columns,
            skipping: hidden)
        let before = TextWidth.columns(of: prompt.editor.textBeforeCursor) - hidden
        if prompt.isUnmatched, TextWidth.columns(of: prompt.editor.text) + 12 < line.columns {
            screen.put(
                trailing: "no match", at: line.origin, columns: line.columns, theme[.messageError])
        }
        screen.cursor = Point(
            column: min(place.column + max(0, before), max(line.column, line.endColumn - 1)),
            row: line.row)
    }

    /// How much of a long line is scrolled out at the left for its cursor to be in view.
    static func scroll(_ prompt: Prompt, width: Int) -> Int {
        max(0, TextWidth.columns(of: prompt.editor.textBeforeCursor) - max(1, width) + 1)
    }

    /// Who is under a cursor that a refresh carried out of view.
    private func drawCursorWords(
        _ state: borrowing State, in line: Rect, into screen: inout Screen
    ) {
        guard !state.isCursorVisible, let target = state.cursorTarget else { return }
        screen.put(
            "cursor on \(target.identity.pid) \(target.name), out of view", at: line.origin,
            state.theme[.dim], maxColumns: line.columns, overflow: .ellipsis)
    }
}
