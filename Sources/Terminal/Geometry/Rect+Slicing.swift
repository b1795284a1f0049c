// Slices take what is there: asking for more rows or columns than the rectangle has gives the whole of it, asking for a
// negative number gives none. So a view never has to guard against a small terminal.
extension Rect {
    /// Returns the upper `count` rows.
    package func top(_ count: Int) -> Rect {
        Rect(column: column, row: row, columns: columns, rows: clamp(count, rows))
    }

    /// Returns the lower `count` rows.
    package func bottom(_ count: Int) -> Rect {
        let taken = clamp(count, rows)
        return Rect(column: column, row: endRow - taken, columns: columns, rows: taken)
    }

    /// Returns the left `count` columns.
    package func left(_ count: Int) -> Rect {
        Rect(column: column, row: row, columns: clamp(count, columns), rows: rows)
    }

    /// Returns the right `count` columns.
    package func right(_ count: Int) -> Rect {
        let taken = clamp(count, columns)
        return Rect(column: endColumn - taken, row: row, columns: taken, rows: rows)
    }

    /// Returns what is left under the upper `count` rows.
    package func droppingTop(_ count: Int) -> Rect { bottom(rows - clamp(count, rows)) }

    /// Returns what is left over the lower `count` rows.
    package func droppingBottom(_ count: Int) -> Rect { top(rows - clamp(count, rows)) }

    /// Returns what is left beside the left `count` columns.
    package func droppingLeft(_ count: Int) -> Rect { right(columns - clamp(count, columns)) }

    /// Returns what is left beside the right `count` columns.
    package func droppingRight(_ count: Int) -> Rect { left(columns - clamp(count, columns)) }

    /// Returns the upper `count` rows and the rest under them.
    package func splitTop(_ count: Int) -> (top: Rect, rest: Rect) {
        (top(count), droppingTop(count))
    }

    /// Returns the lower `count` rows and the rest over them.
    package func splitBottom(_ count: Int) -> (rest: Rect, bottom: Rect) {
        (droppingBottom(count), bottom(count))
    }

    /// Returns the left `count` columns and the rest beside them.
    package func splitLeft(_ count: Int) -> (left: Rect, rest: Rect) {
        (left(count), droppingLeft(count))
    }

    /// Returns the rectangle without a frame of `columns` at both sides and `rows` above and below.
    package func inset(columns insetColumns: Int = 1, rows insetRows: Int = 1) -> Rect {
        droppingLeft(insetColumns).droppingRight(insetColumns)
            .droppingTop(insetRows).droppingBottom(insetRows)
    }

    /// Returns a rectangle of this size in the middle, no larger than the rectangle itself.
    package func centered(columns wanted: Int, rows wantedRows: Int) -> Rect {
        let width = clamp(wanted, columns)
        let height = clamp(wantedRows, rows)
        return Rect(
            column: column + (columns - width) / 2, row: row + (rows - height) / 2,
            columns: width, rows: height)
    }

    /// Returns the cells that both rectangles cover; an empty rectangle when there are none.
    package func intersection(_ other: Rect) -> Rect {
        let left = max(column, other.column)
        let top = max(row, other.row)
        return Rect(
            column: left, row: top,
            columns: min(endColumn, other.endColumn) - left, rows: min(endRow, other.endRow) - top)
    }

    /// Returns `count` columns next to each other that share the width evenly, the first ones being wider by one where it
    /// does not divide; empty when `count` is not positive.
    package func splitEvenly(columns count: Int) -> [Rect] {
        guard count > 0 else { return [] }
        var start = column
        return (0..<count).map { index in
            let width = columns / count + (index < columns % count ? 1 : 0)
            defer { start += width }
            return Rect(column: start, row: row, columns: width, rows: rows)
        }
    }

    private func clamp(_ count: Int, _ limit: Int) -> Int { min(max(0, count), limit) }
}
