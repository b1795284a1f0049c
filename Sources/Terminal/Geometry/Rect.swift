/// A rectangle of cells; never of negative size, and every slice of it lies inside it.
package struct Rect: Hashable, Sendable {
    /// The leftmost column.
    package let column: Int
    /// The topmost row.
    package let row: Int
    /// The number of columns, 0 or more.
    package let columns: Int
    /// The number of rows, 0 or more.
    package let rows: Int

    /// Creates a rectangle; a negative side becomes 0.
    package init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    /// Creates the rectangle that a whole screen of this size covers.
    package init(_ size: Size) {
        self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
    }

    /// The top left corner.
    package var origin: Point { Point(column: column, row: row) }
    /// The size.
    package var size: Size { Size(columns: columns, rows: rows) }
    /// The first column to the right of the rectangle.
    package var endColumn: Int { column + columns }
    /// The first row below the rectangle.
    package var endRow: Int { row + rows }
    /// Whether there is no cell inside.
    package var isEmpty: Bool { columns == 0 || rows == 0 }

    /// Returns whether the cell at this position is inside.
    package func contains(_ point: Point) -> Bool {
        point.column >= column && point.column < endColumn
            && point.row >= row && point.row < endRow
    }
}
