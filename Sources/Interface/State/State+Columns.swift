internal import Model
internal import Terminal

extension State {
    /// The rows in view.
    private var rowsInView: Range<Int> { rowsInView(page: pageHeight) }

    /// The same by a page's height, for whoever knows it: finding it lays out the header.
    private func rowsInView(page: Int) -> Range<Int> {
        let end = min(list.count, offset + page)
        return min(offset, end)..<end
    }

    /// Scrolls the open column until the end of its longest text in view is seen.
    mutating func scrollToEnd() {
        guard let snapshot else { return }
        let slot = columnLayout(columns: size.columns).slots.first { $0.column.width == 0 }
        guard let slot else { return }
        let isTree = settings.isTree && slot.column.name == "command"
        var longest = 0
        for row in rowsInView {
            let text = slot.column.value(snapshot, list[row].task).text
            let lines = isTree ? TextWidth.columns(of: list[row].treeLines) : 0
            longest = max(longest, lines + TextWidth.columns(of: text))
        }
        commandOffset = min(4096, max(0, longest - slot.width))
    }

    /// Forgets what was seen in columns and in the header, as others stand now.
    mutating func forgetColumns() {
        (widths, itemWidths) = ([:], [:])
        (sawContainer, sawUnit) = (false, false)
    }

    /// Notes the widest values in view; columns never narrow while they stand, so that nothing jumps.
    mutating func growWidths(page: Int) {
        guard let snapshot else { return }
        let rows = rowsInView(page: page)
        for column in wantedColumns where column.width > 0 {
            var widest = widths[column.name, default: 0]
            if widest >= column.width { continue }
            for row in rows {
                let text = list.value(of: column, at: row, in: snapshot).text
                widest = max(widest, TextWidth.columns(of: text))
            }
            widths[column.name] = widest
        }
    }

    /// Notes whether a row in view has a container or a unit, for their columns to come.
    mutating func lookForGroups(page: Int) {
        guard let snapshot, settings.addsGroupColumns, !sawContainer || !sawUnit else { return }
        var last: UInt64?
        for row in rowsInView(page: page) {
            let group = snapshot[list[row].task].cgroupID
            if group == last, group != nil { continue }
            last = group
            if !sawContainer { sawContainer = has("container", row, snapshot) }
            if !sawUnit { sawUnit = has(settings.unitDisplay.column, row, snapshot) }
        }
    }

    private func has(_ name: String, _ row: Int, _ snapshot: borrowing Snapshot) -> Bool {
        guard let column = Column.named(name) else { return false }
        return column.value(snapshot, list[row].task) != .absent
    }

    /// The chosen columns, and those that come by themselves in front of the open one.
    private var wantedColumns: [Column] {
        var columns = shownColumns
        guard settings.addsGroupColumns else { return columns }
        let names =
            (sawContainer ? ["container"] : []) + (sawUnit ? [settings.unitDisplay.column] : [])
        let missing = names.filter { name in !columns.contains { $0.name == name } }
        let place = columns.firstIndex { $0.width == 0 } ?? columns.count
        columns.insert(contentsOf: missing.compactMap(Column.named), at: place)
        return columns
    }

    /// What the open column keeps at least where columns come by themselves.
    private static let leastCommand = 40

    /// The columns and their places on a line.
    func columnLayout(columns: Int) -> ColumnLayout {
        let chosen = ColumnLayout(
            shownColumns, widths: widths, sort: settings.sortColumn, columns: columns)
        guard sawContainer || sawUnit, settings.addsGroupColumns else { return chosen }
        let more = ColumnLayout(
            wantedColumns, widths: widths, sort: settings.sortColumn, columns: columns)
        let open = more.slots.first { $0.column.width == 0 }
        let hasRoom = more.hiddenCount == 0 && open.map { $0.width >= Self.leastCommand } ?? true
        return hasRoom ? more : chosen
    }
}

extension Settings {
    /// The columns that are named, in order; one that is named twice stands once.
    var shownColumns: [Column] {
        var seen: Set<String> = []
        let columns = columns.compactMap { name in
            seen.insert(name).inserted ? Column.named(name) : nil
        }
        return columns.isEmpty ? Column.standard : columns
    }
}
