package import Terminal

/// The frame that menus stand in, and a scrolling list inside.
package enum DialogBox {
    /// Draws a frame of at most this size in the middle of an area; returns what is inside.
    package static func draw(
        title: String, columns: Int, rows: Int, in area: Rect, theme: Theme,
        into screen: inout Screen
    ) -> Rect {
        let box = area.centered(columns: columns, rows: rows)
        screen.fill(box, theme[.dialogText])
        guard box.columns > 2, box.rows > 2 else { return box }
        let style = theme[.dialogFrame]
        screen.fill(box.top(1), with: "─", style)
        screen.fill(box.bottom(1), with: "─", style)
        screen.fill(box.left(1), with: "│", style)
        screen.fill(box.right(1), with: "│", style)
        corners(of: box, style, &screen)
        let place = Point(column: box.column + 2, row: box.row)
        screen.put(
            " \(title) ", at: place, theme[.dialogTitle], maxColumns: box.columns - 4,
            overflow: .ellipsis)
        return box.inset()
    }

    private static func corners(of box: Rect, _ style: Style, _ screen: inout Screen) {
        let (right, bottom) = (box.endColumn - 1, box.endRow - 1)
        screen.put("┌", at: box.origin, style)
        screen.put("┐", at: Point(column: right, row: box.row), style)
        screen.put("└", at: Point(column: box.column, row: bottom), style)
        screen.put("┘", at: Point(column: right, row: bottom), style)
    }
}

/// Which lines of a list are in view, and which one is chosen.
package struct ListWindow: Equatable, Sendable {
    /// The chosen line.
    package private(set) var selection = 0
    /// The first line in view.
    package private(set) var offset = 0

    /// Makes a window over a list's start.
    package init(selection: Int = 0) { self.selection = selection }

    /// Chooses a line, or the nearest there is, and brings it into view.
    package mutating func select(_ line: Int, count: Int, height: Int) {
        selection = min(max(0, line), max(0, count - 1))
        let highest = max(0, selection - max(1, height) + 1)
        offset = min(max(offset, highest), selection)
        offset = max(0, min(offset, count - max(1, height)))
    }

    /// Takes a key that moves; returns whether it was one.
    package mutating func handle(_ event: Event, count: Int, height: Int) -> Bool {
        guard let stroke = Stroke(event), case .move(let motion) = KeyBinding.commands[[stroke]]
        else { return wheel(event, count: count, height: height) }
        select(target(of: motion, count: count, height: height), count: count, height: height)
        return true
    }

    private func target(of motion: Command.Motion, count: Int, height: Int) -> Int {
        switch motion {
        case .down: selection + 1
        case .up: selection - 1
        case .halfPageDown: selection + max(1, height / 2)
        case .halfPageUp: selection - max(1, height / 2)
        case .pageDown: selection + max(1, height)
        case .pageUp: selection - max(1, height)
        case .top: 0
        case .bottom: count - 1
        }
    }

    private mutating func wheel(_ event: Event, count: Int, height: Int) -> Bool {
        guard case .mouse(let mouse) = event else { return false }
        switch mouse.action {
        case .wheelDown: select(selection + 3, count: count, height: height)
        case .wheelUp: select(selection - 3, count: count, height: height)
        default: return false
        }
        return true
    }
}
