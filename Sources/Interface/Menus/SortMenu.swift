package import Model
internal import Terminal

/// The list of every column, to sort by one; typing moves to a heading or a machine name.
struct SortMenu: Dialog {
    private var cursor: ListCursor
    private var name = TypedName()
    private let columns: [Column]

    let title = "Sort by"
    let keys = [
        KeyHint.confirm("sort"), KeyHint("I", "invert", .character("I")), .cancel,
        KeyHint("/", "search", .character("/")),
    ]

    /// Opens at the column that sorts now; the columns shown come first.
    init(settings: Settings) {
        let shown = settings.columns.compactMap(Column.named)
        let names = Set(shown.map(\.name))
        columns = shown + Column.all.filter { !names.contains($0.name) }
        cursor = ListCursor(
            selected: columns.firstIndex { $0.name == settings.sortColumn } ?? 0)
    }

    mutating func handle(_ event: Event, in context: DialogContext) -> DialogResult {
        let columns = columns
        if name.take(event, except: "qI", begins: { columns.index(matching: $0) != nil }) {
            if !name.text.isEmpty, let index = columns.index(matching: name.text) {
                cursor.select(index, count: columns.count)
            }
            return .stay
        }
        switch event {
        case .key(.enter, _):
            // What was typed last means no column, so none is meant.
            return isMatched ? choose(context) : .stay
        case .key(.escape, _), .character("q", []), .key(.function(6), _): return .close([])
        case .character("I", []): return invert(context)
        case .mouse(let mouse) where mouse.action == .press(.left):
            return click(mouse.position, context)
        default:
            guard let motion = Motion(event) else { return .stay }
            let rows = frame(in: context.area).content.rows
            cursor.move(motion, count: columns.count, rows: rows)
            if event != .character("k", []) { name = TypedName() }
            return .stay
        }
    }

    private var isMatched: Bool {
        name.text.isEmpty || columns.index(matching: name.text) != nil
    }

    private func choose(_ context: DialogContext) -> DialogResult {
        var settings = context.settings
        settings.sort(by: columns[cursor.selected])
        return .closeChanging(settings)
    }

    private func invert(_ context: DialogContext) -> DialogResult {
        var settings = context.settings
        settings.sortOrder = settings.sortOrder.reversed
        return .change(settings)
    }

    private mutating func click(_ point: Point, _ context: DialogContext) -> DialogResult {
        let frame = frame(in: context.area)
        guard frame.outer.contains(point) else { return .close([]) }
        guard let index = cursor.index(at: point, in: frame.content, count: columns.count) else {
            return .stay
        }
        cursor.select(index, count: columns.count)
        return choose(context)
    }

    private func frame(in area: Rect) -> DialogFrame {
        DialogFrame(in: area, columns: 72, rows: columns.count)
    }

    func render(in area: Rect, theme: Theme, into screen: inout Screen) {
        let frame = frame(in: area)
        let note = name.isActive ? "/\(name.text)_" : "\(cursor.selected + 1)/\(columns.count)"
        frame.draw(
            title: isMatched ? title : "no column like \(name.text)", note: note, theme: theme,
            into: &screen)
        let rows = frame.content.rows
        let first = cursor.firstVisible(count: columns.count, rows: rows)
        for (row, index) in columns.indices.dropFirst(first).prefix(rows).enumerated() {
            let line = frame.content.droppingTop(row).top(1)
            draw(columns[index], in: line, theme, into: &screen)
            if index == cursor.selected {
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

extension [Column] {
    /// The first column whose heading begins so, else whose machine name does or has it somewhere, else whose meaning has it; in
    /// any case of letters.
    func index(matching typed: String) -> Int? {
        let word = typed.lowercased()
        return firstIndex { $0.header.lowercased().hasPrefix(word) }
            ?? map(\.name).index(matching: word)
            ?? firstIndex { $0.meaning.lowercased().contains(word) }
    }
}

extension [String] {
    /// The first name that begins so, or else has it somewhere; in any case of letters.
    func index(matching typed: String) -> Int? {
        let word = typed.lowercased()
        return firstIndex { $0.lowercased().hasPrefix(word) }
            ?? firstIndex { $0.lowercased().contains(word) }
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
