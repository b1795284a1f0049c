internal import Terminal

/// What the line has no room for, over the table's last lines.
extension StatusLine {
    /// Draws a message that is wider than what the line has left for it.
    func drawLongMessage(_ state: borrowing State, in frame: Frame, into screen: inout Screen) {
        guard state.prompt == nil, let message = state.message,
            !message.fits(Self.split(frame.status, state).left)
        else { return }
        let lines = message.line.lines(columns: frame.body.columns)
        let place = Self.place(of: lines.count, in: frame.body, state)
        draw(lines, state.theme[message.role], in: place, into: &screen)
    }

    /// The last lines of the table, or the first where the last would cover the cursor's row; what there is beside that row where
    /// neither has enough.
    private static func place(of count: Int, in body: Rect, _ state: borrowing State) -> Rect {
        guard state.isCursorVisible, let row = state.cursorRow else { return body.bottom(count) }
        let line = row - state.offset
        guard line < body.rows else { return body.bottom(count) }
        let (above, below) = (body.top(line), body.droppingTop(line + 1))
        if count <= below.rows { return below.bottom(count) }
        if count <= above.rows { return above.top(count) }
        return below.rows >= above.rows ? below : above
    }

    /// Draws what is wrong with the line being written, beside a caret over the place; on the cursor's row only where there is no room beside it.
    func drawProblem(_ state: borrowing State, in body: Rect, into screen: inout Screen) {
        guard let prompt = state.prompt, let problem = prompt.problem else { return }
        let isOnLast = state.cursorRow == state.offset + body.rows - 1
        let (above, line) = body.droppingBottom(isOnLast && body.rows > 1 ? 1 : 0).splitBottom(1)
        let before = TextWidth.columns(of: String(prompt.editor.text.prefix(problem.offset)))
        let hidden = Self.scroll(prompt, width: max(1, line.columns - 1))
        let column = min(max(0, 1 + before - hidden), max(0, line.columns - 1))
        let style = state.theme[.messageError]
        screen.fill(line, style)
        let words = problem.text
        let width = TextWidth.columns(of: words)
        if column + 2 + width <= line.columns {
            screen.put("v " + words, at: line.droppingLeft(column).origin, style)
        } else if width + 2 <= column + 1 {
            screen.put(trailing: words + " v", at: line.origin, columns: column + 1, style)
        } else {
            screen.put("v", at: line.droppingLeft(column).origin, style)
            let lines = words.lines(columns: above.columns)
            let beside = Self.place(of: lines.count, in: above, state)
            draw(
                lines, style, in: beside.rows < lines.count ? above : beside, into: &screen)
        }
    }

    /// Draws lines over the last of an area; what is too much for it ends with an ellipsis.
    private func draw(
        _ lines: [String], _ style: Style, in area: Rect, into screen: inout Screen
    ) {
        guard area.rows > 0 else { return }
        let rest = lines.dropFirst(area.rows - 1).joined(separator: " ")
        let shown = lines.prefix(area.rows - 1) + (rest.isEmpty ? [] : [rest])
        let place = area.bottom(shown.count)
        screen.fill(place, style)
        for (row, line) in shown.enumerated() {
            screen.put(
                line, at: place.droppingTop(row).origin, style, maxColumns: place.columns,
                overflow: .ellipsis)
        }
    }
}

extension ActionResult {
    /// The message as it is drawn: without colours too a failure looks like one.
    var line: String { isFailure ? "! " + text : text }

    var role: Role { isFailure ? .messageError : .messageInfo }

    /// Whether a part of a line has room for it.
    func fits(_ place: Rect) -> Bool { TextWidth.columns(of: line) <= place.columns }
}
