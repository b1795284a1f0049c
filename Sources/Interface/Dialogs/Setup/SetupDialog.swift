internal import Model
package import Terminal

/// The setup: columns, meters and display, each on a page of its own.
///
/// Every change holds at once and for this run; saving is asked for, and confirmed, apart.
package struct SetupDialog: Dialog {
    private var settings: Settings
    private var columns: CheckedOrder
    private var meters: CheckedOrder
    private var page = Page.columns
    private var display = ListCursor()
    private var name = TypedName()
    private var note: String?

    /// The pages, in the order of their headings.
    enum Page: String, CaseIterable, Sendable {
        case columns = "Columns"
        case meters = "Meters"
        case display = "Display"
    }

    /// Makes the setup of the settings in force.
    package init(settings: Settings) {
        self.settings = settings
        columns = CheckedOrder(chosen: settings.columns, of: Column.all.map(\.name))
        meters = CheckedOrder(
            chosen: settings.meters.map(\.rawValue), of: Settings.Meter.allCases.map(\.rawValue))
    }

    package var title: String { "Setup" }

    package var keys: [KeyHint] {
        let order = [
            KeyHint("F7", "up", .key(.function(7))), KeyHint("F8", "down", .key(.function(8))),
        ]
        return [.done, KeyHint("Space", "change", .character(" "))]
            + (page == .display ? [] : order)
            + [
                KeyHint("/", "search", .character("/")), KeyHint("Tab", "page", .key(.tab)),
                KeyHint("s", "save", .character("s")),
            ]
    }

    // MARK: Events

    package mutating func handle(_ event: Event, in context: DialogContext) -> DialogResult {
        note = nil
        if search(event) { return .stay }
        switch event {
        case .key(.escape, _), .character("q", []), .key(.function(10), _): return .close([])
        case .character("s", []): return .replace(SaveDialog(settings: settings))
        case .key(.tab, let held): turn(by: held.contains(.shift) ? -1 : 1)
        case .mouse(let mouse) where mouse.action == .press(.left):
            return click(mouse.position, in: context)
        case .character(" ", []), .key(.enter, _): return change(forward: true)
        case .key(.right, _), .character("l", []): return change(forward: true)
        case .key(.left, _), .character("h", []): return change(forward: false)
        case .key(.function(7), _), .character("K", []), .key(.up, [.shift]): return move(by: -1)
        case .key(.function(8), _), .character("J", []), .key(.down, [.shift]): return move(by: 1)
        default:
            if let motion = Motion(event) { scroll(motion, in: context) }
        }
        return .stay
    }

    /// Takes what is typed behind `/`; false for a key that means what it always does, which ends the search.
    ///
    /// Every letter has a meaning of its own here, so no name begins without the `/`.
    private mutating func search(_ event: Event) -> Bool {
        let ends = [.key(.enter), .character(" ")].contains(event)
        guard name.isActive || event == .character("/"), !ends,
            name.take(event, except: "", begins: { _ in false })
        else {
            defer { name = TypedName() }
            return name.isActive && event == .key(.enter)
        }
        if let index = found { select(index) }
        return true
    }

    /// The item that is searched for; nil while nothing is typed, and where there is none.
    private var found: Int? {
        guard !name.text.isEmpty else { return nil }
        switch page {
        case .columns: return columns.names.compactMap(Column.named).index(matching: name.text)
        case .meters: return meters.names.index(matching: name.text)
        case .display: return DisplayChoice.allCases.map(\.rawValue).index(matching: name.text)
        }
    }

    private mutating func select(_ index: Int) {
        switch page {
        case .columns: columns.cursor.select(index, count: count)
        case .meters: meters.cursor.select(index, count: count)
        case .display: display.select(index, count: count)
        }
    }

    private mutating func turn(by step: Int) {
        let pages = Page.allCases
        let index = pages.firstIndex(of: page) ?? 0
        page = pages[(index + step + pages.count) % pages.count]
    }

    private mutating func scroll(_ motion: Motion, in context: DialogContext) {
        let rows = layout(in: context.area).list.rows
        switch page {
        case .columns: columns.cursor.move(motion, count: columns.names.count, rows: rows)
        case .meters: meters.cursor.move(motion, count: meters.names.count, rows: rows)
        case .display: display.move(motion, count: DisplayChoice.allCases.count, rows: rows)
        }
    }

    /// Toggles what the cursor is on, or takes its next or previous value.
    private mutating func change(forward: Bool) -> DialogResult {
        switch page {
        case .columns:
            guard columns.toggle() else { return refuse("one column has to stay") }
            settings.columns = columns.chosen
        case .meters:
            meters.toggle(atLeast: 0)
            settings.meters = meters.chosen.compactMap(Settings.Meter.init)
        case .display:
            DisplayChoice.allCases[display.selected].change(&settings, forward: forward)
        }
        return .change(settings)
    }

    private mutating func move(by step: Int) -> DialogResult {
        switch page {
        case .columns:
            guard columns.move(by: step) else { return .stay }
            settings.columns = columns.chosen
        case .meters:
            guard meters.move(by: step) else { return .stay }
            settings.meters = meters.chosen.compactMap(Settings.Meter.init)
        case .display: return .stay
        }
        return .change(settings)
    }

    private mutating func refuse(_ reason: String) -> DialogResult {
        note = reason
        return .stay
    }

    private mutating func click(_ point: Point, in context: DialogContext) -> DialogResult {
        let layout = layout(in: context.area)
        guard layout.frame.outer.contains(point) else { return .close([]) }
        if let tab = layout.tabs.first(where: { $0.rect.contains(point) }) {
            page = tab.page
            return .stay
        }
        guard let index = cursor.index(at: point, in: layout.list, count: count) else {
            return .stay
        }
        select(index)
        return change(forward: true)
    }
}

// MARK: - Drawing

extension SetupDialog {
    private struct Layout {
        let frame: DialogFrame
        let tabs: [(page: Page, rect: Rect)]
        let list: Rect
        let note: Rect
    }

    private func layout(in area: Rect) -> Layout {
        let frame = DialogFrame(in: area, columns: 74, rows: Column.all.count + 3)
        let (top, rest) = frame.content.splitTop(1)
        let (list, note) = rest.splitBottom(rest.rows > 3 ? 1 : 0)
        var start = top.column
        let tabs = Page.allCases.map { page in
            let columns = page.rawValue.utf8.count + 2
            let rect = Rect(column: start, row: top.row, columns: columns, rows: top.rows)
            start += columns
            return (page, rect.intersection(top))
        }
        return Layout(frame: frame, tabs: tabs, list: list, note: note)
    }

    private var cursor: ListCursor {
        switch page {
        case .columns: columns.cursor
        case .meters: meters.cursor
        case .display: display
        }
    }

    private var count: Int {
        switch page {
        case .columns: columns.names.count
        case .meters: meters.names.count
        case .display: DisplayChoice.allCases.count
        }
    }

    package func render(in area: Rect, theme: Theme, into screen: inout Screen) {
        let layout = layout(in: area)
        let note = name.isActive ? "/\(name.text)_" : "\(cursor.selected + 1)/\(count)"
        layout.frame.draw(title: title, note: note, theme: theme, into: &screen)
        for tab in layout.tabs {
            let style =
                tab.page == page
                ? theme[.dialogSelection] : theme.style(.dialogHint, on: .dialogText)
            screen.put(
                " \(tab.page.rawValue) ", at: tab.rect.origin, style, maxColumns: tab.rect.columns)
        }
        let first = cursor.firstVisible(count: count, rows: layout.list.rows)
        for (row, index) in (0..<count).dropFirst(first).prefix(layout.list.rows).enumerated() {
            let line = layout.list.droppingTop(row).top(1)
            let style = index == cursor.selected ? theme[.dialogSelection] : theme[.dialogText]
            screen.fill(line, style)
            screen.put(
                text(index, columns: line.columns), at: line.origin, style,
                maxColumns: line.columns, overflow: .ellipsis)
        }
        let (hint, role) = footer
        screen.put(
            hint, at: layout.note.origin, theme.style(role, on: .dialogText),
            maxColumns: layout.note.columns, overflow: .ellipsis)
    }

    private func text(_ index: Int, columns: Int) -> String {
        switch page {
        case .columns:
            let name = self.columns.names[index]
            let column = Column.named(name)
            let header = (column?.header ?? name).padding(to: 8)
            return
                "[\(self.columns.isChosen(index) ? "x" : " ")] \(header) \(column?.meaning ?? "")"
        case .meters:
            return "[\(meters.isChosen(index) ? "x" : " ")] \(meters.names[index])"
        case .display:
            let choice = DisplayChoice.allCases[index]
            let label = choice.rawValue.prefix(max(4, columns / 2))
            return "\(String(label).padding(to: min(22, columns / 2))) \(choice.value(settings))"
        }
    }

    private var footer: (String, Role) {
        if let note { return (note, .messageError) }
        if !name.text.isEmpty, found == nil {
            return ("nothing here is called \(name.text)", .messageError)
        }
        guard page == .columns, let column = Column.named(columns.names[columns.cursor.selected])
        else { return ("changes hold for this run; s saves them", .dialogHint) }
        return ("\(column.name) (\(column.group.rawValue)), from \(column.source)", .dialogHint)
    }
}
