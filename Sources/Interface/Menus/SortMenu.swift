package import Model
internal import Terminal

/// The list of every column, to sort by one.
struct SortMenu: Dialog {
    private var window: ListWindow
    private let columns: [Column]

    let title = "Sort by"
    let keys = [
        KeyHint("Enter", "Sort", .key(.enter)), KeyHint("I", "Invert", .character("I")),
        KeyHint("Esc", "Cancel", .key(.escape)),
    ]

    /// Opens at the column that sorts now; the columns shown come first.
    init(settings: Settings, area: Rect) {
        let shown = settings.columns.compactMap(Column.named)
        let names = Set(shown.map(\.name))
        columns = shown + Column.all.filter { !names.contains($0.name) }
        let index = columns.firstIndex { $0.name == settings.sortColumn } ?? 0
        window = ListWindow()
        window.select(index, count: columns.count, height: Self.height(area, columns.count))
    }

    private static func height(_ area: Rect, _ count: Int) -> Int {
        max(1, min(count, area.rows - 2))
    }

    mutating func handle(_ event: Event, in context: DialogContext) -> DialogResult {
        let height = Self.height(context.area, columns.count)
        if window.handle(event, count: columns.count, height: height) { return .stay }
        switch event {
        case .key(.enter, _): return choose(context)
        case .key(.escape, _), .character("q", []), .key(.function(6), _): return .close([])
        case .character("I", []): return invert(context)
        case .mouse(let mouse): return click(mouse, context)
        default: return .stay
        }
    }

    private func choose(_ context: DialogContext) -> DialogResult {
        var settings = context.settings
        settings.sort(by: columns[window.selection])
        return .closeChanging(settings)
    }

    private func invert(_ context: DialogContext) -> DialogResult {
        var settings = context.settings
        settings.sortOrder = settings.sortOrder.reversed
        return .change(settings)
    }

    private mutating func click(_ mouse: MouseEvent, _ context: DialogContext) -> DialogResult {
        guard case .press(.left) = mouse.action else { return .stay }
        let box = box(in: context.area).inset()
        guard box.contains(mouse.position) else { return .close([]) }
        let line = window.offset + mouse.position.row - box.row
        guard line < columns.count else { return .stay }
        window.select(line, count: columns.count, height: box.rows)
        return choose(context)
    }

    private func box(in area: Rect) -> Rect {
        area.centered(columns: 76, rows: columns.count + 2)
    }

    func render(in area: Rect, theme: Theme, into screen: inout Screen) {
        let box = box(in: area)
        let inner = DialogBox.draw(
            title: title, columns: box.columns, rows: box.rows, in: area, theme: theme,
            into: &screen)
        for row in 0..<inner.rows where window.offset + row < columns.count {
            let line = inner.droppingTop(row).top(1)
            draw(columns[window.offset + row], in: line, theme, into: &screen)
            if window.offset + row == window.selection {
                screen.restyle(line, theme[.dialogSelection])
                screen.put(">", at: line.origin, theme[.dialogSelection])
            }
        }
    }

    private func draw(
        _ column: Column, in line: Rect, _ theme: Theme, into screen: inout Screen
    ) {
        let rest = line.droppingLeft(1)
        screen.put(column.header, at: rest.origin, theme[.dialogText], maxColumns: rest.columns)
        let name = rest.droppingLeft(9)
        screen.put(
            column.meaning, at: name.origin, theme[.dialogHint], maxColumns: name.columns,
            overflow: .ellipsis)
    }
}

extension Settings {
    /// Orders by a column in its natural direction.
    package mutating func sort(by column: Column) {
        sortColumn = column.name
        sortOrder = column.naturalOrder
    }

    /// Orders by a column as a click on its heading does: the other way when it already sorts.
    package mutating func toggleSort(by column: Column) {
        if sortColumn == column.name {
            sortOrder = sortOrder.reversed
        } else {
            sort(by: column)
        }
    }
}
