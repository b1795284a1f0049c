internal import Terminal

/// Where a dialog stands, and its frame.
///
/// In a small area only the title's line is spent and the dialog takes the whole of it.
struct DialogFrame: Equatable {
    /// All that the dialog covers.
    let outer: Rect
    /// What is inside the frame.
    let content: Rect
    private let hasBorder: Bool

    /// Places a dialog whose content wants so many cells in the middle of an area, smaller where the area is.
    init(in area: Rect, columns: Int, rows: Int) {
        hasBorder = area.rows >= 8 && area.columns >= 24
        if hasBorder {
            outer = area.centered(columns: columns + 4, rows: rows + 2)
            content = outer.inset(columns: 2, rows: 1)
        } else {
            outer = area
            content = area.droppingTop(1)
        }
    }

    /// Places a dialog that covers its whole area.
    init(covering area: Rect) {
        self.init(in: area, columns: area.columns, rows: area.rows)
    }

    /// Draws the ground, the border and the title; `note` stands at the right of the last line, or of the title's where
    /// there is no border.
    func draw(title: String, note: String = "", theme: Theme, into screen: inout Screen) {
        let frame = theme.style(.dialogFrame, on: .dialogText)
        screen.fill(outer, theme[.dialogText])
        guard outer.rows > 0 else { return }
        if hasBorder { drawBorder(frame, into: &screen) }
        let inset = hasBorder ? 2 : 0
        let text = hasBorder ? " \(title) " : title
        let room = outer.columns - 2 * inset
        screen.put(
            text, at: Point(column: outer.column + inset, row: outer.row),
            theme.style(.dialogTitle, on: .dialogText), maxColumns: max(0, room),
            overflow: .ellipsis)
        // Beside the title there may be no room, and whom it names is worth more than a position.
        let noteRoom = hasBorder ? room : room - TextWidth.columns(of: text) - 1
        guard !note.isEmpty, TextWidth.columns(of: note) <= noteRoom else { return }
        let row = hasBorder ? outer.endRow - 1 : outer.row
        screen.put(
            trailing: hasBorder ? " \(note) " : note,
            at: Point(column: outer.column + inset, row: row),
            columns: outer.columns - 2 * inset, theme.style(.dialogHint, on: .dialogText))
    }

    private func drawBorder(_ style: Style, into screen: inout Screen) {
        screen.fill(outer.top(1), with: "─", style)
        screen.fill(outer.bottom(1), with: "─", style)
        let sides = outer.inset(columns: 0, rows: 1)
        screen.fill(sides.left(1), with: "│", style)
        screen.fill(sides.right(1), with: "│", style)
        for (rect, corner) in [
            (outer.top(1).left(1), "┌"), (outer.top(1).right(1), "┐"),
            (outer.bottom(1).left(1), "└"), (outer.bottom(1).right(1), "┘"),
        ] {
            screen.put(corner, at: rect.origin, style)
        }
    }
}
