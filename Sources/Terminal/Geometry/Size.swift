/// A width and a height, in cells; never negative.
package struct Size: Hashable, Sendable {
    /// The number of columns, 0 or more.
    package let columns: Int
    /// The number of rows, 0 or more.
    package let rows: Int

    /// Creates a size; a negative side becomes 0.
    package init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    /// Whether there is no cell inside.
    package var isEmpty: Bool { columns == 0 || rows == 0 }
}
