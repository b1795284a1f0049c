/// Turns the difference between two screens into the bytes that make a terminal showing the one show the other.
///
/// It remembers where the cursor stands and which style is on, across frames, and writes only what differs. An unchanged
/// screen gives no bytes at all. The bytes of a drawn text never hold a control character, because none gets into a
/// `Screen`.
package struct FrameWriter: Sendable {
    /// What may be written.
    package let capabilities: Capabilities
    /// The style that is on; `nil` when unknown.
    var pen: Style?
    /// Where the cursor stands; `nil` when unknown.
    var position: Point?
    private var isCursorShown: Bool?
    var colors: ColorCache

    /// Creates a writer for a terminal whose state is unknown.
    package init(capabilities: Capabilities) {
        self.capabilities = capabilities
        colors = ColorCache(depth: capabilities.colorDepth)
    }

    /// Forgets what the terminal's state was, for when something else has written to it.
    package mutating func forget() {
        pen = nil
        position = nil
        isCursorShown = nil
    }

    /// Appends the bytes of one frame.
    ///
    /// Without an old screen, or with one of another size, the terminal is cleared and everything drawn.
    package mutating func frame(from old: Screen?, to new: Screen, into bytes: inout [UInt8]) {
        let start = bytes.count
        if capabilities.synchronizedOutput { bytes += ControlSequence.beginSynchronized.utf8 }
        let body = bytes.count
        if let old, old.size == new.size {
            update(from: old, to: new, into: &bytes)
        } else {
            bytes += ControlSequence.clearScreen.utf8
            pen = .plain
            position = .origin
            update(from: Screen(size: new.size), to: new, into: &bytes)
        }
        placeCursor(new, into: &bytes)
        if bytes.count == body {
            bytes.removeSubrange(start...)
        } else if capabilities.synchronizedOutput {
            bytes += ControlSequence.endSynchronized.utf8
        }
    }

    /// Shows the terminal's cursor where the screen wants it, or hides it.
    private mutating func placeCursor(_ screen: Screen, into bytes: inout [UInt8]) {
        let wanted = screen.cursor.flatMap { screen.bounds.contains($0) ? $0 : nil }
        if let wanted { move(to: wanted, on: screen, into: &bytes) }
        guard isCursorShown != (wanted != nil) else { return }
        bytes += (wanted == nil ? ControlSequence.hideCursor : ControlSequence.showCursor).utf8
        isCursorShown = wanted != nil
    }
}

// MARK: - Rows

extension FrameWriter {
    private mutating func update(from old: Screen, to new: Screen, into bytes: inout [UInt8]) {
        for row in 0..<new.size.rows where !new.isKnownSame(old, row: row) {
            let start = new.index(0, row)
            let end = start + new.size.columns
            guard let first = (start..<end).first(where: { !new.looksLike(old, at: $0) }) else {
                continue
            }
            updateRow(row, from: first, of: old, to: new, into: &bytes)
        }
    }

    /// Writes the cells of a row that differ, from the first one on.
    private mutating func updateRow(
        _ row: Int, from first: Int, of old: Screen, to new: Screen, into bytes: inout [UInt8]
    ) {
        let start = new.index(0, row)
        let blanks = blankTail(of: new, from: start)
        var index = first
        // Behind a cluster whose width terminals disagree on, the next cell may have been drawn over.
        var doubtful = -1
        while index < start + new.size.columns {
            let isSame = index != doubtful && new.looksLike(old, at: index)
            // A right half is written with its left half; alone it can differ in style only, which then does not show.
            if isSame || new.cells[index].isContinuation {
                index += 1
                continue
            }
            let point = Point(column: index - start, row: row)
            if index >= blanks, eraseTail(at: point, from: index, of: old, to: new, into: &bytes) {
                return
            }
            let cell = new.cells[index]
            write(cell, at: point, of: new, into: &bytes)
            index += max(1, Int(cell.width))
            if !cell.isSettled { doubtful = index }
        }
    }

    /// The index at which the blanks of one style begin that end a row; the row's end when its last cell is none.
    private func blankTail(of screen: Screen, from start: Int) -> Int {
        var index = start + screen.size.columns
        let last = screen.cells[index - 1]
        guard last.isBlank, canErase(last.style) else { return index }
        while index > start, screen.cells[index - 1] == last { index -= 1 }
        return index
    }

    /// Whether erasing leaves cells of this style.
    private func canErase(_ style: Style) -> Bool {
        guard style.attributes.isDisjoint(with: Self.visibleOnBlank) else { return false }
        return style.background == .terminalDefault || capabilities.backgroundColorErase
    }

    /// Erases to the end of the row where that is shorter than writing blanks over what differs.
    private mutating func eraseTail(
        at point: Point, from index: Int, of old: Screen, to new: Screen, into bytes: inout [UInt8]
    ) -> Bool {
        let end = new.index(0, point.row) + new.size.columns
        let shortest = ControlSequence.clearLine.utf8.count
        let changed = (index..<end).lazy.filter { !new.looksLike(old, at: $0) }.prefix(shortest + 1)
        guard changed.count > shortest else { return false }
        move(to: point, on: new, into: &bytes)
        select(new.cells[index].style, isBlank: true, into: &bytes)
        bytes += ControlSequence.clearLine.utf8
        return true
    }
}

// MARK: - Cells

extension FrameWriter {
    /// What is seen on a blank too; the other attributes, and the text colour, do not matter there.
    static let visibleOnBlank: Attributes = [.underline, .reverse, .strikethrough]

    /// Moves to a cell and writes it.
    private mutating func write(
        _ cell: Cell, at point: Point, of screen: Screen, into bytes: inout [UInt8]
    ) {
        move(to: point, on: screen, into: &bytes)
        select(cell.style, isBlank: cell.isBlank, into: &bytes)
        let isSettled = cell.isSettled || !capabilities.isUTF8
        if !isSettled, cell.width == 2 { bytes += Self.clearBehind }
        appendGlyph(of: cell, on: screen, into: &bytes)
        let column = point.column + Int(cell.width)
        // At the right edge terminals differ in where the cursor then stands.
        let isKnown = isSettled && column < screen.size.columns
        position = isKnown ? Point(column: column, row: point.row) : nil
    }

    /// Blanks both columns of a cluster that this terminal may draw into one only.
    private static let clearBehind: [UInt8] = [0x20, 0x20, 0x08, 0x08]

    /// Appends what shows the cell: its UTF-8, or ASCII that resembles it.
    @inline(__always)
    func appendGlyph(of cell: Cell, on screen: Screen, into bytes: inout [UInt8]) {
        if cell.glyph < 0x80, cell.width > 0 {
            bytes.append(UInt8(truncatingIfNeeded: cell.glyph))
        } else {
            appendOther(cell, on: screen, into: &bytes)
        }
    }

    private func appendOther(_ cell: Cell, on screen: Screen, into bytes: inout [UInt8]) {
        guard cell.width > 0 else { return bytes.append(0x20) }
        guard capabilities.isUTF8 else {
            let substitute = ASCIISubstitute.byte(for: cell.isInterned ? nil : cell.glyph)
            return bytes.append(contentsOf: repeatElement(substitute, count: Int(cell.width)))
        }
        if cell.isInterned {
            bytes += screen.clusters[Int(cell.glyph & ~Cell.internedFlag)]
        } else if let scalar = Unicode.Scalar(cell.glyph) {
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }
}
