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
