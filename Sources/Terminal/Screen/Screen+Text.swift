extension Screen {
    /// Draws a text and returns the columns that it took.
    ///
    /// The text goes to the right from `point`, inside the screen and inside `maxColumns`; a wide cluster that would stick
    /// out is left out whole. Control, bidi and invisible characters are drawn as visible substitutes (`ClusterReader`).
    /// - Parameters:
    ///   - skipping: How many columns of the text are scrolled out at the left; half a wide cluster becomes a blank.
    ///   - overflow: What shows that the text was longer.
    @discardableResult
    package mutating func put(
        _ text: String, at point: Point, _ style: Style = .plain, maxColumns: Int = .max,
        skipping: Int = 0, overflow: Overflow = .clip
    ) -> Int {
        put(utf8: text.utf8Span, Place(point, style, maxColumns, skipping, overflow))
    }

    /// Draws a part of a string; see `put(_:at:_:maxColumns:skipping:overflow:)`.
    @discardableResult
    package mutating func put(
        _ text: Substring, at point: Point, _ style: Style = .plain, maxColumns: Int = .max,
        skipping: Int = 0, overflow: Overflow = .clip
    ) -> Int {
        put(utf8: text.utf8Span, Place(point, style, maxColumns, skipping, overflow))
    }

    /// Draws bytes that should be UTF-8, as the kernel hands names out; what is not well-formed becomes U+FFFD.
    @discardableResult
    package mutating func put(
        bytes: Span<UInt8>, at point: Point, _ style: Style = .plain, maxColumns: Int = .max,
        skipping: Int = 0, overflow: Overflow = .clip
    ) -> Int {
        let place = Place(point, style, maxColumns, skipping, overflow)
        if let text = try? UTF8Span(validating: bytes) { return put(utf8: text, place) }
        let repaired = String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
        return put(utf8: repaired.utf8Span, place)
    }

    /// Draws a text against the right edge of a field of `columns` columns; one that is too long is cut at its right.
    package mutating func put(
        trailing text: String, at point: Point, columns: Int, _ style: Style = .plain,
        overflow: Overflow = .ellipsis
    ) {
        let padding = max(0, columns - TextWidth.columns(of: text))
        let start = Point(column: point.column + padding, row: point.row)
        put(text, at: start, style, maxColumns: columns - padding, overflow: overflow)
    }

    /// Draws one scalar into each cell of a rectangle: rules, bars, shades.
    package mutating func fill(_ rect: Rect, with scalar: Unicode.Scalar, _ style: Style) {
        fill(rect, style)
        let visible = rect.intersection(bounds)
        let glyph = String(Character(scalar))
        guard !visible.isEmpty, TextWidth.columns(of: glyph) == 1 else { return }
        for row in visible.row..<visible.endRow {
            put(glyph, at: Point(column: visible.column, row: row), style)
            let first = cells[index(visible.column, row)]
            for column in visible.column..<visible.endColumn { cells[index(column, row)] = first }
        }
    }
}

// MARK: - Drawing

/// Where and how a text is drawn.
private struct Place {
    var column: Int
    let row: Int
    let style: Style
    /// The columns of the text still to be left out.
    var skipping: Int
    /// The columns that the text may take, before the screen's edge is looked at.
    let limit: Int
    let overflow: Overflow

    init(_ point: Point, _ style: Style, _ maxColumns: Int, _ skipping: Int, _ overflow: Overflow) {
        self.style = style
        self.overflow = overflow
        row = point.row
        // A place to the left of the screen is a place at its edge with the text scrolled by as much. No text is as long
        // as `far`, and sums of it do not overflow.
        let far = 1 << 40
        let hidden = min(max(0, 0 - max(point.column, -far)), far)
        column = max(0, point.column)
        self.skipping = min(max(0, skipping), far) + hidden
        limit = min(max(0, maxColumns), far + hidden) - min(hidden, max(0, maxColumns))
    }
}

extension Screen {
    private mutating func put(utf8 text: UTF8Span, _ place: Place) -> Int {
        guard place.row >= 0, place.row < size.rows, place.column < size.columns, place.limit > 0
        else { return 0 }
        let end = place.column + min(place.limit, size.columns - place.column)
        var pen = Pen(place, end: end)
        let isWhole = draw(text, with: &pen)
        if !isWhole, place.overflow == .ellipsis { drawEllipsis(with: &pen) }
        return pen.column - place.column
    }

    /// The state of a text being drawn.
    private struct Pen {
        var column: Int
        let start: Int
        let end: Int
        let row: Int
        let style: Style
        var skipping: Int

        init(_ place: Place, end: Int) {
            column = place.column
            start = place.column
            self.end = end
            row = place.row
            style = place.style
            skipping = place.skipping
        }
    }

    /// Draws clusters until the text or the place ends; returns whether the text did.
    private mutating func draw(_ text: UTF8Span, with pen: inout Pen) -> Bool {
        let bytes = text.span
        var reader = ClusterReader(text)
        while true {
            if pen.skipping == 0 { reader.offset = drawASCII(bytes, from: reader.offset, &pen) }
            guard let cluster = reader.next() else { return true }
            guard skip(cluster, &pen) || draw(cluster, of: bytes, with: &pen) else { return false }
        }
    }

    /// Draws printable ASCII that nothing can combine with, which is nearly all that is ever drawn; returns where it ends.
    private mutating func drawASCII(
        _ bytes: Span<UInt8>, from start: Int, _ pen: inout Pen
    ) -> Int {
        let available = min(bytes.count - start, pen.end - pen.column)
        guard available > 0 else { return start }
        var offset = start
        var target = index(pen.column, pen.row)
        let limit = start + available
        while offset < limit {
            let byte = bytes[offset]
            guard byte >= 0x20, byte < 0x7F else { break }
            if offset + 1 < bytes.count, bytes[offset + 1] >= 0x80 { break }
            replace(target, with: Cell(glyph: UInt32(byte), style: pen.style), pen)
            target += 1
            offset += 1
        }
        pen.column += offset - start
        return offset
    }

    /// Takes a cluster that is scrolled out at the left; returns whether it was one.
    private mutating func skip(_ cluster: VisibleCluster, _ pen: inout Pen) -> Bool {
        guard pen.skipping > 0 else { return false }
        if cluster.width > pen.skipping, pen.column < pen.end {
            replace(index(pen.column, pen.row), with: .blank(pen.style), pen)
            pen.column += 1
        }
        pen.skipping = max(0, pen.skipping - cluster.width)
        return true
    }

    /// Draws one cluster; returns whether there was room for it.
    private mutating func draw(
        _ cluster: VisibleCluster, of bytes: Span<UInt8>, with pen: inout Pen
    ) -> Bool {
        guard pen.column + cluster.width <= pen.end else { return false }
        let target = index(pen.column, pen.row)
        let glyph = cluster.scalar ?? intern(bytes.extracting(cluster.source))
        if cluster.width == 2 { replace(target + 1, with: .continuation(pen.style), pen) }
        let cell = Cell(
            glyph: glyph, width: UInt8(truncatingIfNeeded: cluster.width),
            isSettled: cluster.isSettled, style: pen.style)
        replace(target, with: cell, pen)
        pen.column += cluster.width
        return true
    }

    private mutating func drawEllipsis(with pen: inout Pen) {
        guard pen.end > pen.start else { return }
        let last = index(pen.end - 1, pen.row)
        // A wide cluster that did not fit leaves a column free in front of the last one at most.
        for column in pen.column..<max(pen.column, pen.end - 1) {
            replace(index(column, pen.row), with: .blank(pen.style), pen)
        }
        replace(last, with: Cell(glyph: 0x2026, style: pen.style), pen)
        pen.column = pen.end
    }

    /// Stores a cell; where it covers half of a wide cluster, the other half becomes a blank.
    @inline(__always)
    private mutating func replace(_ target: Int, with cell: Cell, _ pen: Pen) {
        if cells[target].width != 1 { mend(row: pen.row, around: target) }
        cells[target] = cell
    }

    private mutating func intern(_ bytes: Span<UInt8>) -> UInt32 {
        if clusters.count > max(1 << 16, cells.count * 16) { compactClusters() }
        return Cell.internedFlag | UInt32(truncatingIfNeeded: clusters.insert(bytes))
    }

    /// Drops the clusters that no cell shows any more; drawing without ever clearing would let them pile up.
    private mutating func compactClusters() {
        let old = clusters
        clusters.removeAll()
        for index in cells.indices where cells[index].isInterned {
            let bytes = old[Int(cells[index].glyph & ~Cell.internedFlag)]
            cells[index].glyph =
                Cell.internedFlag | UInt32(truncatingIfNeeded: clusters.insert(Array(bytes).span))
        }
    }
}
