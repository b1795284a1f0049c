internal import Terminal

/// A list to choose from, with the processes that the choice meets beside it where they are many.
///
/// One line above both is the dialog's own. In a narrow area only one of the two is seen and Tab changes which.
struct ListPanes: Sendable {
    /// The list's cursor.
    var list = ListCursor()
    /// The targets' part of the view.
    private(set) var scroll = ScrolledView()
    /// Whether the keys that move go to the targets.
    private(set) var isOnTargets = false
    let targets: [Target]
    private let listColumns: Int

    /// Makes panes for these targets; one target alone has no pane, the title names it.
    init(targets: [Target], listColumns: Int, selected: Int = 0) {
        self.targets = targets
        self.listColumns = listColumns
        list = ListCursor(selected: selected)
    }

    /// Where the parts stand.
    struct Layout: Equatable {
        let frame: DialogFrame
        /// The dialog's own line.
        let header: Rect
        /// The list's area; empty where only the targets are seen.
        let list: Rect
        /// The targets' area; empty where there is none or only the list is seen.
        let targets: Rect
    }

    private static let targetColumns = 34

    /// Places the parts in an area for a list of `count` items.
    func layout(in area: Rect, count: Int) -> Layout {
        let hasTargets = targets.count > 1
        let columns = listColumns + (hasTargets ? Self.targetColumns + 3 : 0)
        let rows = max(count, hasTargets ? targets.count : 0) + 1
        let frame = DialogFrame(in: area, columns: max(columns, 44), rows: rows)
        let (header, body) = frame.content.splitTop(1)
        guard hasTargets else {
            return Layout(frame: frame, header: header, list: body, targets: body.top(0))
        }
        if body.columns < listColumns + 15 {
            return Layout(
                frame: frame, header: header, list: isOnTargets ? body.top(0) : body,
                targets: isOnTargets ? body : body.top(0))
        }
        let (left, right) = body.splitLeft(listColumns + 1)
        return Layout(
            frame: frame, header: header, list: left.droppingRight(1),
            targets: right.droppingLeft(2))
    }
}

// MARK: - Events

extension ListPanes {
    /// What an event meant to the panes.
    enum Answer: Equatable {
        /// Nothing; the dialog may make something of it.
        case ignored
        /// It was used.
        case moved
        /// An item was clicked, and is chosen now.
        case clicked(Int)
        /// The mouse was pressed beside the dialog.
        case outside
    }

    /// Takes an event that moves or clicks.
    mutating func handle(_ event: Event, count: Int, in area: Rect) -> Answer {
        let layout = layout(in: area, count: count)
        if case .mouse(let mouse) = event {
            return handle(mouse, count: count, layout)
        }
        switch event {
        case .key(.tab, _) where targets.count > 1:
            isOnTargets.toggle()
        case .key(.left, _), .character("h", []):
            scrollTargets(.rows(-1), layout)
        case .key(.right, _), .character("l", []):
            scrollTargets(.rows(1), layout)
        default:
            guard let motion = Motion(event) else { return .ignored }
            if isOnTargets {
                scrollTargets(motion, layout)
            } else {
                list.move(motion, count: count, rows: layout.list.rows)
            }
        }
        return .moved
    }

    private mutating func scrollTargets(_ motion: Motion, _ layout: Layout) {
        scroll.move(motion, count: targets.count, rows: layout.targets.rows)
    }

    private mutating func handle(_ mouse: MouseEvent, count: Int, _ layout: Layout) -> Answer {
        if let motion = Motion(.mouse(mouse)) {
            if layout.targets.contains(mouse.position) {
                scrollTargets(motion, layout)
            } else {
                list.move(motion, count: count, rows: layout.list.rows)
            }
            return .moved
        }
        guard mouse.action == .press(.left) else { return .ignored }
        guard layout.frame.outer.contains(mouse.position) else { return .outside }
        guard let index = list.index(at: mouse.position, in: layout.list, count: count) else {
            return .moved
        }
        isOnTargets = false
        list.select(index, count: count)
        return .clicked(index)
    }
}

// MARK: - Drawing

extension ListPanes {
    /// Draws the frame, the items and the targets; `item` gives an item's text for a number of columns.
    func render(
        title: String, header: (String, Role), in area: Rect, count: Int, theme: Theme,
        into screen: inout Screen, item: (Int, Int) -> String
    ) {
        let layout = layout(in: area, count: count)
        let shown = layout.targets.isEmpty ? (list.selected + 1, count) : targetPosition(layout)
        layout.frame.draw(
            title: title, note: count == 0 ? "" : "\(shown.0)/\(shown.1)", theme: theme,
            into: &screen)
        screen.put(
            header.0, at: layout.header.origin, theme.style(header.1, on: .dialogText),
            maxColumns: layout.header.columns, overflow: .ellipsis)
        renderList(layout.list, count: count, theme: theme, into: &screen, item: item)
        guard !layout.targets.isEmpty else { return }
        if !layout.list.isEmpty {
            screen.fill(
                layout.targets.left(1).shifted(columns: -2), with: "│",
                theme.style(.dialogFrame, on: .dialogText))
        }
        renderTargets(layout.targets, theme: theme, into: &screen)
    }

    private func targetPosition(_ layout: Layout) -> (Int, Int) {
        let start = scroll.firstVisible(count: targets.count, rows: layout.targets.rows)
        return (min(targets.count, start + layout.targets.rows), targets.count)
    }

    private func renderList(
        _ area: Rect, count: Int, theme: Theme, into screen: inout Screen,
        item: (Int, Int) -> String
    ) {
        let first = list.firstVisible(count: count, rows: area.rows)
        for (row, index) in (first..<max(first, min(count, first + area.rows))).enumerated() {
            let line = area.droppingTop(row).top(1)
            let style = index == list.selected ? theme[.dialogSelection] : theme[.dialogText]
            screen.fill(line, style)
            screen.put(
                item(index, area.columns), at: line.origin, style, maxColumns: area.columns,
                overflow: .ellipsis)
        }
    }

    private func renderTargets(_ area: Rect, theme: Theme, into screen: inout Screen) {
        let first = scroll.firstVisible(count: targets.count, rows: area.rows)
        for (row, target) in targets.dropFirst(first).prefix(area.rows).enumerated() {
            screen.put(
                target.line, at: Point(column: area.column, row: area.row + row),
                theme[.dialogText], maxColumns: area.columns, overflow: .ellipsis)
        }
    }
}

extension Rect {
    /// Returns the rectangle moved to the right, to the left when negative.
    func shifted(columns shift: Int) -> Rect {
        Rect(column: column + shift, row: row, columns: columns, rows: rows)
    }
}
