extension FrameWriter {
    /// Moves the cursor in the fewest bytes.
    mutating func move(to target: Point, on screen: Screen, into bytes: inout [UInt8]) {
        guard target != position else { return }
        defer { position = target }
        guard let current = position else { return appendAbsolute(target, into: &bytes) }
        if current.row == target.row {
            moveAlongRow(from: current, to: target, on: screen, into: &bytes)
        } else if target.row > current.row, target.column == 0, target.row - current.row <= 3 {
            // The terminal is raw: a line feed only goes down, and only the last row would scroll.
            if current.column > 0 { bytes.append(0x0D) }
            bytes.append(contentsOf: repeatElement(0x0A, count: target.row - current.row))
        } else if target.column == current.column {
            moveAlongColumn(from: current, to: target, into: &bytes)
        } else {
            appendAbsolute(target, into: &bytes)
        }
    }

    /// `ESC [ row ; column H`, without what is 1.
    private func appendAbsolute(_ target: Point, into bytes: inout [UInt8]) {
        bytes += [0x1B, 0x5B]
        if target.row > 0 { bytes.append(decimal: target.row + 1) }
        if target.column > 0 {
            bytes.append(0x3B)
            bytes.append(decimal: target.column + 1)
        }
        bytes.append(0x48)
    }

    private func absoluteLength(_ target: Point) -> Int {
        3 + (target.row > 0 ? [UInt8].digits(target.row + 1) : 0)
            + (target.column > 0 ? 1 + [UInt8].digits(target.column + 1) : 0)
    }

    private func moveAlongColumn(from current: Point, to target: Point, into bytes: inout [UInt8]) {
        let distance = target.row - current.row
        if distance > 0, distance <= 3 {
            bytes.append(contentsOf: repeatElement(0x0A, count: distance))
        } else if [UInt8].controlLength(abs(distance)) < absoluteLength(target) {
            bytes.append(control: distance > 0 ? "B" : "A", abs(distance))
        } else {
            appendAbsolute(target, into: &bytes)
        }
    }

    private func moveAlongRow(
        from current: Point, to target: Point, on screen: Screen, into bytes: inout [UInt8]
    ) {
        if target.column == 0 { return bytes.append(0x0D) }
        let distance = target.column - current.column
        let relative = [UInt8].controlLength(abs(distance))
        let absolute = [UInt8].controlLength(target.column + 1)
        if distance > 0, rewrite(current, distance, min(relative, absolute), screen, &bytes) {
            return
        }
        if distance < 0, -distance <= min(relative, absolute) {
            bytes.append(contentsOf: repeatElement(0x08, count: -distance))
        } else if relative < absolute {
            bytes.append(control: distance > 0 ? "C" : "D", abs(distance))
        } else {
            bytes.append(control: "G", target.column + 1)
        }
    }

    /// Steps over unchanged cells by writing them again, where they are ASCII in the style that is on and few.
    private func rewrite(
        _ current: Point, _ distance: Int, _ limit: Int, _ screen: Screen, _ bytes: inout [UInt8]
    ) -> Bool {
        guard distance <= limit else { return false }
        let start = screen.index(current.column, current.row)
        let cells = screen.cells[start..<start + distance]
        guard cells.allSatisfy({ $0.width == 1 && $0.glyph < 0x80 && $0.style == pen }) else {
            return false
        }
        for cell in cells { bytes.append(UInt8(truncatingIfNeeded: cell.glyph)) }
        return true
    }
}
