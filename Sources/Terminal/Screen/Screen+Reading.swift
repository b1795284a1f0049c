internal import Glibc

extension Screen {
    /// Returns the cluster that a cell shows; empty for the right half of a wide one.
    package func cluster(at point: Point) -> String {
        guard bounds.contains(point) else { return "" }
        return String(decoding: utf8(of: self[point]), as: UTF8.self)
    }

    /// Returns a row as text, without the blanks at its end; empty for a row outside the screen.
    package func text(row: Int) -> String {
        var bytes: [UInt8] = []
        guard row >= 0, row < size.rows else { return "" }
        for column in 0..<size.columns { bytes += utf8(of: cells[index(column, row)]) }
        while bytes.last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// All rows as `text(row:)` gives them.
    package var lines: [String] { (0..<size.rows).map { text(row: $0) } }

    /// The bytes that show a cell.
    func utf8(of cell: Cell) -> [UInt8] {
        if cell.isContinuation { return [] }
        if cell.isInterned { return Array(clusters[Int(cell.glyph & ~Cell.internedFlag)]) }
        return Unicode.Scalar(cell.glyph).map { Array(String($0).utf8) } ?? []
    }
}

// MARK: - Comparing

extension Screen: Equatable {
    /// Whether both screens look the same; where their clusters are kept does not matter.
    package static func == (left: Screen, right: Screen) -> Bool {
        guard left.size == right.size, left.cursor == right.cursor else { return false }
        return left.cells.indices.allSatisfy { left.looksLike(right, at: $0) }
    }

    /// Whether a row is known to look the same on both screens, which are of one size, without a look at its cells one by one.
    func isKnownSame(_ other: Screen, row: Int) -> Bool {
        // What a number stands for is known only where no number stands for a cluster.
        guard clusters.count == 0, other.clusters.count == 0 else { return false }
        let start = index(0, row) * MemoryLayout<Cell>.stride
        let count = size.columns * MemoryLayout<Cell>.stride
        return unsafe cells.withUnsafeBytes { mine in
            unsafe other.cells.withUnsafeBytes { theirs in
                guard let mine = mine.baseAddress, let theirs = theirs.baseAddress else {
                    return true
                }
                return unsafe memcmp(mine + start, theirs + start, count) == 0
            }
        }
    }

    /// Whether the cells at an index look the same on both screens, which are of one size.
    @inline(__always)
    func looksLike(_ other: Screen, at index: Int) -> Bool {
        let (mine, theirs) = (cells[index], other.cells[index])
        guard mine.isInterned || theirs.isInterned else { return mine == theirs }
        return looksLikeCluster(other, mine, theirs)
    }

    private func looksLikeCluster(_ other: Screen, _ mine: Cell, _ theirs: Cell) -> Bool {
        guard mine.isInterned, theirs.isInterned, mine.width == theirs.width,
            mine.style == theirs.style
        else { return false }
        return clusters[Int(mine.glyph & ~Cell.internedFlag)]
            == other.clusters[Int(theirs.glyph & ~Cell.internedFlag)]
    }
}
