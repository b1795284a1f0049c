/// Measures text as `Screen.put` draws it.
package enum TextWidth {
    /// Returns the columns that a text takes, substitutes for unprintable characters included.
    package static func columns(of text: String) -> Int { columns(of: text.utf8Span) }

    /// Returns the columns that a part of a string takes.
    package static func columns(of text: Substring) -> Int { columns(of: text.utf8Span) }

    private static func columns(of text: UTF8Span) -> Int {
        var reader = ClusterReader(text)
        var columns = 0
        while let cluster = reader.next() { columns += cluster.width }
        return columns
    }
}

extension TextWidth {
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
}
