/// Measures text as `Screen.put` draws it.
package enum TextWidth {
    /// Returns the columns that a text takes, substitutes for unprintable characters included.
    package static func columns(of text: String) -> Int { columns(of: text.utf8Span) }

    /// Returns the columns that a part of a string takes.
    package static func columns(of text: Substring) -> Int { columns(of: text.utf8Span) }

    private static func columns(of text: UTF8Span) -> Int {
        var reader = ClusterReader(text)
        reader.offset = plainPrefix(of: text.span)
        var columns = reader.offset
        while let cluster = reader.next() { columns += cluster.width }
        return columns
    }

    /// How many bytes at the start are printable ASCII that nothing can combine with, one column each.
    private static func plainPrefix(of bytes: Span<UInt8>) -> Int {
        var end = 0
        while end < bytes.count, bytes[end] >= 0x20, bytes[end] < 0x7F { end += 1 }
        return end == bytes.count || end == 0 ? end : end - 1
    }
}

extension TextWidth {
    /// As much of a text as fits into a number of cells, with an ellipsis at its end where not all does.
    package static func prefix(of text: String, columns: Int) -> String {
        if self.columns(of: text) <= columns { return text }
        var used = 1
        let kept = text.prefix { character in
            used += self.columns(of: String(character))
            return used <= columns
        }
        return kept + "…"
    }

    /// Returns a text as `Screen.put` draws it, for output that is not a screen: nothing in it acts on a terminal.
    package static func visible(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return text }
        let bytes = Array(text.utf8)
        var reader = ClusterReader(text.utf8Span)
        var result = ""
        while let cluster = reader.next() {
            if let scalar = cluster.scalar.flatMap(Unicode.Scalar.init) {
                result.unicodeScalars.append(scalar)
            } else {
                result += String(decoding: bytes[cluster.source], as: UTF8.self)
            }
        }
        return result
    }
    /// Returns a text as a terminal that does not take UTF-8 shows it, as wide as it was: signs of ours by what resembles them, others
    /// as `?`.
    package static func ascii(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return text }
        var reader = ClusterReader(text.utf8Span)
        var bytes: [UInt8] = []
        while let cluster = reader.next() {
            if let scalar = cluster.scalar, scalar < 0x80 {
                bytes.append(UInt8(scalar))
            } else {
                let substitute = ASCIISubstitute.byte(for: cluster.scalar)
                bytes.append(contentsOf: repeatElement(substitute, count: cluster.width))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
