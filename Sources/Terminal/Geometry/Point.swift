/// A position on the screen, in cells, counted from 0 at the top left.
package struct Point: Hashable, Sendable {
    /// The column, 0 at the left.
    package var column: Int
    /// The row, 0 at the top.
    package var row: Int

    /// Creates a position from a column and a row, both counted from 0.
    package init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }

    /// The top left corner.
    package static let origin = Point(column: 0, row: 0)
}
