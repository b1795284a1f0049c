/// The lines of a configuration file: where each key stands, so that problems name lines and saving changes values only.
///
/// What the values mean is told by `TOMLParser`, which reads with the same scanner.
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

    /// Finds the keys of a text.
    init(_ text: String) {
        bytes = Array(text.utf8)
        // What follows an error has no place, and no meaning either.
        try? scan()
    }

    /// The whole text.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The line on which a key, or else a table, stands; nil where neither is found.
    func line(of path: [String]) -> Int? {
        entries.first { $0.path == path }?.line ?? tables.first { $0.path == path }?.line
            ?? entries.first { path.starts(with: $0.path) }?.line
            ?? tables.first { $0.path == path + ["[]"] }?.line
    }
}

// MARK: - Reading

extension ConfigText {
    private mutating func scan() throws(TOMLError) {
        var scanner = TOMLScanner(bytes)
        var table: [String] = []
        while true {
            try scanner.skipBlankLines()
            guard let byte = scanner.byte else { return }
            if byte == UInt8(ascii: "[") {
                table = try scanHeading(&scanner)
            } else {
                try scanEntry(&scanner, in: table)
            }
        }
    }

    private mutating func scanHeading(
        _ scanner: inout TOMLScanner
    ) throws(TOMLError) -> [String] {
        let line = scanner.line
        let isArray = scanner.take("[[")
        if !isArray { _ = scanner.take("[") }
        var path = try scanner.keyPath()
        guard scanner.take(isArray ? "]]" : "]") else { throw scanner.error("expected ]") }
        try scanner.endOfLine()
        // An array of tables is none of ours; its keys must not pass for a table's.
        if isArray { path += ["[]"] }
        tables.append(Table(path: path, line: line, end: behindLine(scanner)))
        return path
    }

    private mutating func scanEntry(
        _ scanner: inout TOMLScanner, in table: [String]
    ) throws(TOMLError) {
        let line = scanner.line
        let path = try scanner.keyPath()
        guard scanner.take("=") else { throw scanner.error("expected =") }
        scanner.skipBlanks()
        let start = scanner.offset
        _ = try scanner.value(depth: 0)
        let value = start..<scanner.offset
        try scanner.endOfLine()
        entries.append(
            Entry(path: table + path, line: line, value: value, end: behindLine(scanner)))
    }

    private func behindLine(_ scanner: TOMLScanner) -> Int {
        min(scanner.offset + 1, bytes.count)
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
