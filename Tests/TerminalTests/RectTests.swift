import Testing

@testable import Terminal

struct RectTests {
    private let rect = Rect(column: 2, row: 3, columns: 10, rows: 6)

    @Test func `slices lie where they should`() {
        #expect(rect.top(2) == Rect(column: 2, row: 3, columns: 10, rows: 2))
        #expect(rect.bottom(2) == Rect(column: 2, row: 7, columns: 10, rows: 2))
        #expect(rect.left(3) == Rect(column: 2, row: 3, columns: 3, rows: 6))
        #expect(rect.right(3) == Rect(column: 9, row: 3, columns: 3, rows: 6))
        #expect(rect.splitTop(2).rest == Rect(column: 2, row: 5, columns: 10, rows: 4))
        #expect(rect.splitBottom(1).rest == Rect(column: 2, row: 3, columns: 10, rows: 5))
        #expect(rect.splitLeft(4).rest == Rect(column: 6, row: 3, columns: 6, rows: 6))
        #expect(rect.inset() == Rect(column: 3, row: 4, columns: 8, rows: 4))
        #expect(rect.centered(columns: 4, rows: 2) == Rect(column: 5, row: 5, columns: 4, rows: 2))
        #expect(rect.splitEvenly(columns: 3).map(\.columns) == [4, 3, 3])
        #expect(rect.splitEvenly(columns: 3).map(\.column) == [2, 6, 9])
        #expect(rect.splitEvenly(columns: 0) == [])
    }

    @Test(arguments: [Int.min, -1, 0, 1, 5, 6, 7, 100, Int.max])
    func `slices never leave the rectangle`(count: Int) {
        let slices = [
            rect.top(count), rect.bottom(count), rect.left(count), rect.right(count),
            rect.droppingTop(count), rect.droppingBottom(count), rect.droppingLeft(count),
            rect.droppingRight(count), rect.inset(columns: count, rows: count),
            rect.centered(columns: count, rows: count),
        ]
        for slice in slices { #expect(slice.intersection(rect) == slice) }
        #expect(rect.top(count).rows + rect.droppingTop(count).rows == rect.rows)
        #expect(rect.left(count).columns + rect.droppingLeft(count).columns == rect.columns)
    }

    @Test func `rectangles that do not meet share nothing`() {
        #expect(rect.intersection(Rect(column: 50, row: 3, columns: 5, rows: 5)).isEmpty)
        #expect(Rect(column: 0, row: 0, columns: -5, rows: 3).isEmpty)
        #expect(rect.contains(Point(column: 11, row: 8)))
        #expect(!rect.contains(Point(column: 12, row: 8)))
    }
}
