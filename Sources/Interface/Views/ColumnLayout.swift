internal import Model
internal import Terminal

/// Which columns stand where on a line of a width.
struct ColumnLayout {
    /// The columns in view, from the left.
    let slots: [Slot]
    /// How many of the columns wanted have no room.
    let hiddenCount: Int

    /// A column and its place.
    struct Slot {
        let column: Column
        /// Cells from the line's left end.
        let start: Int
        /// Cells; 0 never occurs.
        let width: Int
        /// Whether it is the column of commands, which are drawn in several looks.
        let isCommand: Bool
    }

    /// The cells before the first column, for the sign of a row.
    static let gutter = 1
    /// What a column of open width gets before others are left out for it.
    static let leastOpenWidth = 12
    /// What it gets beside two others, all that a narrow screen shows; better a name's beginning than no name.
    private static let leastOpenBesideTwo = 4
    /// The columns that go first where there is too little room.
    private static let expendable = [
        "shr_bytes", "virt_bytes", "priority", "nice", "mem_percent", "state", "cpu_time_ns",
        "user",
    ]

    /// Lays out columns.
    ///
    /// - Parameters:
    ///   - wanted: The columns, in order.
    ///   - widths: By machine name, the widest value seen; each is bounded by the heading and the column's own width.
    ///   - sort: The machine name of the sorting column, which stays as long as any does.
    init(_ wanted: [Column], widths: [String: Int], sort: String, columns: Int) {
        let space = max(0, columns - Self.gutter)
        var kept = wanted
        func width(of column: Column) -> Int {
            if column.width == 0 {
                return kept.count > 3 ? Self.leastOpenWidth : Self.leastOpenBesideTwo
            }
            return Self.width(of: column, seen: widths[column.name] ?? 0, sort)
        }
        func needed() -> Int {
            kept.reduce(0) { $0 + width(of: $1) } + max(0, kept.count - 1)
        }
        while kept.count > 1, needed() > space { kept.remove(at: Self.victim(kept, sort)) }
        let spare = max(0, space - needed())
        slots = Self.place(kept, space: space) { column in
            column.width == 0 ? width(of: column) + spare : width(of: column)
        }
        hiddenCount = wanted.count - slots.count
    }

    /// The least width that shows what was seen, between the heading's and the column's own.
    private static func width(of column: Column, seen: Int, _ sort: String) -> Int {
        let arrow = column.name == sort ? 1 : 0
        let heading = TextWidth.columns(of: column.header) + arrow
        return max(heading, min(max(column.width, heading), seen))
    }

    /// The column to leave out next: an expendable one, else the last that is neither first, open nor sorting.
    private static func victim(_ kept: [Column], _ sort: String) -> Int {
        for name in expendable where name != sort {
            if let index = kept.firstIndex(where: { $0.name == name }) { return index }
        }
        let others = kept.indices.dropFirst().filter {
            kept[$0].width != 0 && kept[$0].name != sort
        }
        if let last = others.last { return last }
        return kept.indices.last { kept[$0].name != sort } ?? kept.count - 1
    }

    private static func place(
        _ columns: [Column], space: Int, width: (Column) -> Int
    ) -> [Slot] {
        var start = Self.gutter
        var openIsTaken = false
        return columns.compactMap { column in
            var wanted = width(column)
            // Only the first open column gets the spare cells.
            if column.width == 0 && openIsTaken { wanted = leastOpenWidth }
            if column.width == 0 { openIsTaken = true }
            let fitting = min(wanted, space + gutter - start)
            guard fitting > 0 else { return nil }
            defer { start += fitting + 1 }
            return Slot(
                column: column, start: start, width: fitting, isCommand: column.name == "command")
        }
    }

    /// The column at a cell of the line; the blank behind a column belongs to it.
    func column(at cell: Int) -> Column? {
        slots.last { $0.start <= cell && cell <= $0.start + $0.width }?.column
    }
}
