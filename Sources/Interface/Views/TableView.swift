internal import Model
internal import Terminal

/// The headings and the rows in view; nothing else is looked at, let alone formatted.
struct TableView {
    private let layout: ColumnLayout
    private let range: ClosedRange<Int>?

    init(_ state: borrowing State, columns: Int) {
        layout = state.columnLayout(columns: columns)
        range = state.visualRange
    }

    func drawHeadings(_ state: borrowing State, in line: Rect, into screen: inout Screen) {
        let theme = state.theme
        screen.fill(line, theme[.tableHeading])
        for slot in layout.slots {
            let isSorted = slot.column.name == state.settings.sortColumn
            let arrow = state.settings.sortOrder == .ascending ? "▲" : "▼"
            let text = isSorted ? slot.column.header + arrow : slot.column.header
            let style = theme[isSorted ? .sortedHeading : .tableHeading]
            let at = Point(column: line.column + slot.start, row: line.row)
            if slot.column.alignment == .right {
                screen.put(trailing: text, at: at, columns: slot.width, style, overflow: .clip)
            } else {
                screen.put(text, at: at, style, maxColumns: slot.width)
            }
        }
    }

    func drawRows(_ state: borrowing State, in area: Rect, into screen: inout Screen) {
        guard let snapshot = state.snapshot else { return }
        for line in 0..<area.rows {
            let row = state.offset + line
            guard row < state.list.count else { break }
            drawRow(row, state, snapshot, in: area.droppingTop(line).top(1), into: &screen)
        }
        guard state.list.count == 0 else { return }
        let text = state.filterText.isEmpty ? "no process" : Self.nothingMatches(state.settings)
        screen.put(text, at: area.origin, state.theme[.dim], maxColumns: area.columns)
    }

    /// A filter may be about what has no rows.
    private static func nothingMatches(_ settings: Settings) -> String {
        var hidden: [String] = []
        if !settings.showsKernelThreads { hidden.append("kernel threads (K shows them)") }
        if !settings.showsThreads { hidden.append("threads (H)") }
        let rest = hidden.isEmpty ? "" : "; hidden are \(hidden.joined(separator: " and "))"
        return "no process matches the filter" + rest
    }

    private func drawRow(
        _ row: Int, _ state: borrowing State, _ snapshot: borrowing Snapshot, in line: Rect,
        into screen: inout Screen
    ) {
        let entry = state.list[row]
        let isMatch = state.matches(row, in: snapshot)
        for slot in layout.slots {
            let place = Rect(
                column: line.column + slot.start, row: line.row, columns: slot.width, rows: 1)
            if slot.isCommand {
                let view = CommandView(
                    entry, isTree: state.settings.isTree, snapshot: snapshot,
                    skipping: state.commandOffset)
                view.draw(in: place, theme: state.theme, into: &screen)
                if isMatch { screen.restyle(place, state.theme[.matchHighlight]) }
            } else {
                draw(slot.column, row, state, snapshot, in: place, into: &screen)
            }
        }
        mark(row, entry, state, in: line, into: &screen)
    }

    private func draw(
        _ column: Column, _ row: Int, _ state: borrowing State, _ snapshot: borrowing Snapshot,
        in place: Rect, into screen: inout Screen
    ) {
        let value = state.list.value(of: column, at: row, in: snapshot)
        let text = value.text
        let role = CellRole.role(of: value, in: column)
        let style = state.theme[role]
        if column.alignment == .right {
            screen.put(trailing: text, at: place.origin, columns: place.columns, style)
        } else {
            screen.put(
                text, at: place.origin, style, maxColumns: place.columns,
                skipping: column.width == 0 ? state.commandOffset : 0, overflow: .ellipsis)
        }
    }

    /// The sign before the row, and the looks that lie over all of it.
    private func mark(
        _ row: Int, _ entry: ProcessList.Row, _ state: borrowing State, in line: Rect,
        into screen: inout Screen
    ) {
        let isCursor = row == state.cursorRow
        let isTagged = state.isTagged(row)
        let isInRange = range?.contains(row) ?? false
        let theme = state.theme
        if entry.isDimmed {
            screen.transformStyles(in: line) { _ in theme[.dim] }
        }
        let sign = isTagged ? "*" : isCursor ? ">" : isInRange ? "|" : entry.isDimmed ? "." : " "
        screen.put(sign, at: line.origin, theme[.text])
        if isTagged { screen.restyle(line, theme[.taggedRow]) }
        if isInRange { screen.restyle(line, theme[.visualRange]) }
        if isCursor { screen.restyle(line, theme[.cursorRow]) }
    }
}

/// Which role a value has by what it says.
enum CellRole {
    static func role(of value: Value, in column: Column) -> Role {
        switch value {
        case .absent: .dim
        case .bytes(let count): count == 0 ? .dim : count >= 1 << 30 ? .largeNumber : .text
        case .byteRate(let rate): rate == 0 ? .dim : rate >= 1e8 ? .largeNumber : .text
        case .percent(let share): share < 0.05 ? .dim : share >= 90 ? .largeNumber : .text
        case .rate(let rate): rate == 0 ? .dim : .text
        case .text(let word): column.name == "state" ? state(word) : .text
        default: .text
        }
    }

    private static func state(_ letter: String) -> Role {
        switch ProcessState(rawValue: letter) {
        case .running: .stateRunning
        case .queued: .stateQueued
        case .uninterruptible: .stateUninterruptible
        case .stopped, .traced: .stateStopped
        case .zombie, .dead: .stateZombie
        case .idle, .parked: .stateIdle
        case .sleeping: .stateSleeping
        case nil: .text
        }
    }
}
