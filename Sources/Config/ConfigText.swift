/// The lines of a configuration file: where each key stands, so that problems name lines and saving changes values only.
///
/// What the values mean the TOML library alone decides; it gets no text in which `problem` is not nil.
struct ConfigText: Equatable {
    /// A key and its value's place.
    struct Entry: Equatable {
        /// The tables it stands in and its own name, quotes taken away.
        let path: [String]
        /// The line of the key, counted from 1.
        let line: Int
        /// The value's bytes, without blanks and comments around them.
        let value: Range<Int>
        /// The offset behind the line on which the value ends.
        let end: Int
    }

    /// A table's heading.
    struct Table: Equatable {
        let path: [String]
        let line: Int
        /// The offset behind its line.
        let end: Int
    }

    private(set) var bytes: [UInt8]
    private(set) var entries: [Entry] = []
    private(set) var tables: [Table] = []
    /// Where the text stops being TOML; nil where it is.
    private(set) var problem: ConfigSyntaxError?

    /// Finds the keys of a text.
    init(_ text: String) {
        bytes = Array(text.utf8)
        do throws(ConfigSyntaxError) {
            try scan()
        } catch {
            problem = error
        }
    }

    /// The whole text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The line on which a key, or else a table, stands; nil where neither is found.
    func line(of path: [String]) -> Int? {
        entries.first { $0.path == path }?.line ?? tables.first { $0.path == path }?.line
            ?? entries.first { path.starts(with: $0.path) }?.line
    }
}

// MARK: - Reading

extension ConfigText {
    private mutating func scan() throws(ConfigSyntaxError) {
        var scanner = ConfigScanner(bytes)
        var table: [String] = []
        while !scanner.isAtEnd {
            scanner.skipBlanks()
            switch scanner.byte {
            case UInt8(ascii: "["): table = try scanHeading(&scanner)
            case UInt8(ascii: "#"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), nil:
                try scanner.endLine()
            default: try scanEntry(&scanner, in: table)
            }
        }
    }

    private mutating func scanHeading(
        _ scanner: inout ConfigScanner
    ) throws(ConfigSyntaxError) -> [String] {
        let line = scanner.line
        scanner.advance()
        let isArray = scanner.accept("[")
        var path = try scanner.keyPath()
        try scanner.expect("]", "]")
        if isArray { try scanner.expect("]", "]") }
        try scanner.endLine()
        // An array of tables is none of ours; its keys must not pass for a table's.
        if isArray { path += ["[]"] }
        tables.append(Table(path: path, line: line, end: scanner.offset))
        return path
    }

    private mutating func scanEntry(
        _ scanner: inout ConfigScanner, in table: [String]
    ) throws(ConfigSyntaxError) {
        let line = scanner.line
        let path = try scanner.keyPath()
        try scanner.expect("=", "=")
        scanner.skipBlanks()
        let value = try scanner.value()
        try scanner.endLine()
        entries.append(
            Entry(path: table + path, line: line, value: value, end: scanner.offset))
    }
}

// MARK: - Changing

extension ConfigText {
    /// Puts a value in the place of a key's present one, or adds the key where it belongs.
    mutating func set(_ path: [String], to value: String) {
        let table = Array(path.dropLast())
        if let entry = entries.first(where: { $0.path == path }) {
            bytes.replaceSubrange(entry.value, with: value.utf8)
        } else if let place = endOf(table: table) {
            insert("\(path.last ?? "") = \(value)\n", at: place)
        } else {
            let heading = "[\(table.joined(separator: "."))]\n"
            let gap = bytes.isEmpty ? "" : "\n"
            insert("\(gap)\(heading)\(path.last ?? "") = \(value)\n", at: bytes.count)
        }
        self = ConfigText(text)
    }

    /// The offset behind a table's last key, or behind its heading; nil where there is no such table.
    private func endOf(table: [String]) -> Int? {
        guard let heading = tables.first(where: { $0.path == table }) else { return nil }
        let next = tables.first { $0.end > heading.end }?.end ?? Int.max
        let last = entries.last { $0.value.lowerBound >= heading.end && $0.end < next }
        return last?.end ?? heading.end
    }

    private mutating func insert(_ text: String, at offset: Int) {
        let needsBreak = offset > 0 && bytes[offset - 1] != UInt8(ascii: "\n")
        bytes.insert(contentsOf: Array(((needsBreak ? "\n" : "") + text).utf8), at: offset)
    }
}
