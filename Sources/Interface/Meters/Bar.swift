package import Terminal

/// A bar in brackets: segments of different colour and glyph, and a text at its right end.
package struct Bar: Equatable, Sendable {
    /// What stands before the bracket.
    package var label: String
    /// The segments, from the left.
    package var segments: [Segment]
    /// What stands at the right end, over the segments.
    package var text: String

    /// A part of a bar.
    package struct Segment: Equatable, Sendable {
        /// Whose colour and glyph it has.
        package var role: Role
        /// How much of the whole, 0 to 1; anything else is brought there.
        package var share: Double

        /// Makes a segment.
        package init(_ role: Role, _ share: Double) {
            self.role = role
            self.share = share
        }
    }

    /// Makes a bar.
    package init(label: String, segments: [Segment], text: String) {
        self.label = label
        self.segments = segments
        self.text = text
    }

    /// Draws the bar over the first row of an area; it never leaves it, whatever the shares.
    package func draw(in area: Rect, theme: Theme, into screen: inout Screen) {
        let row = area.top(1)
        guard row.columns >= 4 else { return }
        let labelWidth = screen.put(
            label, at: row.origin, theme[.headerLabel], maxColumns: row.columns - 3)
        let frame = row.droppingLeft(labelWidth)
        screen.put("[", at: frame.origin, theme[.barFrame])
        screen.put("]", at: Point(column: frame.endColumn - 1, row: frame.row), theme[.barFrame])
        let inner = frame.inset(columns: 1, rows: 0)
        drawSegments(in: inner, theme, into: &screen)
        screen.put(trailing: text, at: inner.origin, columns: inner.columns, theme[.text])
    }

    private func drawSegments(in inner: Rect, _ theme: Theme, into screen: inout Screen) {
        for (role, cells) in cells(of: inner.columns) {
            let area = Rect(
                column: inner.column + cells.lowerBound, row: inner.row, columns: cells.count,
                rows: 1)
            screen.fill(area, with: role.glyph ?? "|", theme[role])
        }
    }

    /// The cells of each segment; they touch, ascend, and end at `width` at the latest.
    func cells(of width: Int) -> [(Role, Range<Int>)] {
        var sum = 0.0
        var start = 0
        return segments.map { segment in
            sum += segment.share.isFinite ? min(1, max(0, segment.share)) : 0
            let end = max(start, min(width, Int((min(1, sum) * Double(width)).rounded())))
            defer { start = end }
            return (segment.role, start..<end)
        }
    }
}
