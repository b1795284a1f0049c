/// A rectangle of cells, into which views draw and of which the terminal shows a copy.
///
/// Every operation clips: a position outside the screen, a screen without cells, a text that is too long are all fine. A
/// wide cluster is always whole: overwriting one half blanks the other.
package struct Screen: Sendable {
    /// The width and height, at most `largest`.
    package let size: Size
    /// Where the terminal's own cursor stands; `nil` hides it.
    package var cursor: Point?

    var cells: [Cell]
    var clusters = ClusterStore()

    /// The largest screen: a terminal that claims more (a size is any two 16-bit numbers) gets this, 32 MiB of cells.
    package static let largest = Size(columns: 2048, rows: 1024)

    /// Creates a blank screen; a size over `largest` is cut to it.
    package init(size: Size) {
        self.size = Size(
            columns: min(size.columns, Screen.largest.columns),
            rows: min(size.rows, Screen.largest.rows))
        cells = Array(repeating: .blank(), count: self.size.columns * self.size.rows)
    }

    /// The whole screen as a rectangle.
    package var bounds: Rect { Rect(size) }

    /// The cell at a position; a plain blank outside the screen.
    package subscript(point: Point) -> Cell {
        bounds.contains(point) ? cells[index(point.column, point.row)] : .blank()
    }

    func index(_ column: Int, _ row: Int) -> Int { row * size.columns + column }
}

// MARK: - Filling

extension Screen {
    /// Makes every cell a blank of this style and hides the cursor.
    package mutating func clear(_ style: Style = .plain) {
        fill(bounds, style)
        cursor = nil
    }

    /// Makes every cell of a rectangle a blank of this style.
    package mutating func fill(_ rect: Rect, _ style: Style) {
        if rect.intersection(bounds) == bounds {
            blank(0..<cells.count, style)
            clusters.removeAll()
            return
        }
        forEachRow(of: rect) { screen, row, columns in
            screen.mend(row: row, columns: columns)
            let start = screen.index(columns.lowerBound, row)
            screen.blank(start..<start + columns.count, style)
        }
    }

    private mutating func blank(_ range: Range<Int>, _ style: Style) {
        let blank = Cell.blank(style)
        var span = cells.mutableSpan
        for index in range { span[index] = blank }
    }

    /// Lays a style over the cells of a rectangle (see `Style.patched`), whose text stays.
    package mutating func restyle(_ rect: Rect, _ style: Style) {
        transformStyles(in: rect) { $0.patched(with: style) }
    }

    /// Replaces the styles of a rectangle by what `change` makes of each, as a dialog does that dims what is behind it.
    package mutating func transformStyles(in rect: Rect, _ change: (Style) -> Style) {
        forEachRow(of: rect) { screen, row, columns in
            for index in screen.index(
                columns.lowerBound, row)..<screen.index(columns.upperBound, row)
            {
                screen.cells[index].style = change(screen.cells[index].style)
            }
        }
    }

    private mutating func forEachRow(
        of rect: Rect, _ body: (inout Screen, Int, Range<Int>) -> Void
    ) {
        let visible = rect.intersection(bounds)
        guard !visible.isEmpty else { return }
        for row in visible.row..<visible.endRow {
            body(&self, row, visible.column..<visible.endColumn)
        }
    }

    /// Blanks the outer halves of wide clusters that the edges of these columns cut in two.
    private mutating func mend(row: Int, columns: Range<Int>) {
        guard !columns.isEmpty else { return }
        mend(row: row, around: index(columns.lowerBound, row))
        mend(row: row, around: index(columns.upperBound - 1, row))
    }

    /// Blanks the other half of the wide cluster that the cell at an index of this row belongs to, if it does.
    mutating func mend(row: Int, around target: Int) {
        let cell = cells[target]
        if cell.width == 2, target + 1 < index(size.columns, row) {
            cells[target + 1] = .blank(cells[target + 1].style)
        } else if cell.isContinuation, target > index(0, row) {
            cells[target - 1] = .blank(cells[target - 1].style)
        }
    }
}
