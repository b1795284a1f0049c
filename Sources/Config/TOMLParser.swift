/// Why a text is not TOML.
struct TOMLError: Error, Equatable {
    /// The line, counted from 1.
    let line: Int
    /// What is wrong, in a few words.
    let text: String
}

/// A reader of TOML 1.0, of hostile text too: every text ends in a table or in an error with its line.
///
/// Numbers with a point, dates and times are recognised and kept as `.other`, as no key of ours takes them.
struct TOMLParser {
    var scanner: TOMLScanner
    private var root: [String: ConfigValue] = [:]
    /// The table that the last header opened, and the tables that headers have opened.
    private var path: [String] = []
    private var opened: Set<[String]> = []
    /// The tables that were written inline, to which nothing can be added.
    private var inline: Set<[String]> = []
    /// The element being filled of an array of tables, when the last header opened one.
    private var element: [String: ConfigValue]?

    /// Reads a whole text.
    static func parse(_ text: String) throws(TOMLError) -> [String: ConfigValue] {
        var parser = TOMLParser(scanner: TOMLScanner(Array(text.utf8)))
        return try parser.document()
    }

    private init(scanner: TOMLScanner) {
        self.scanner = scanner
    }

    private mutating func document() throws(TOMLError) -> [String: ConfigValue] {
        while true {
            try scanner.skipBlankLines()
            guard let byte = scanner.byte else { break }
            if byte == UInt8(ascii: "[") { try header() } else { try entry() }
            try scanner.endOfLine()
        }
        try closeElement()
        return root
    }

    /// `[a.b]` or `[[a.b]]`.
    private mutating func header() throws(TOMLError) {
        try closeElement()
        let isArray = scanner.take("[[")
        if !isArray { _ = scanner.take("[") }
        path = try scanner.keyPath()
        guard scanner.take(isArray ? "]]" : "]") else { throw scanner.error("expected ]") }
        if isArray {
            element = [:]
        } else {
            guard opened.insert(path).inserted else {
                throw scanner.error("table \(path.joined(separator: ".")) stands twice")
            }
            try checkNotInline(path)
            try open(path)
        }
    }

    /// `a.b = value`.
    private mutating func entry() throws(TOMLError) {
        let key = try scanner.keyPath()
        guard scanner.take("=") else { throw scanner.error("expected =") }
        scanner.skipBlanks()
        let value = try scanner.value(depth: 0)
        if var table = element {
            element = nil
            let problem = Self.insert(value, at: key[...], into: &table)
            try check(problem)
            element = table
        } else {
            try checkNotInline(path + key)
            if case .table = value { inline.insert(path + key) }
            let problem = Self.insert(value, at: (path + key)[...], into: &root)
            try check(problem)
        }
    }

    private func checkNotInline(_ path: [String]) throws(TOMLError) {
        guard !inline.isEmpty else { return }
        for length in 1...max(1, path.count) where inline.contains(Array(path.prefix(length))) {
            throw scanner.error("\(path.prefix(length).joined(separator: ".")) is written inline")
        }
    }

    private mutating func open(_ path: [String]) throws(TOMLError) {
        var probe = root
        for (depth, name) in path.enumerated() {
            guard let value = probe[name] else {
                let problem = Self.insert(.table([:]), at: path[...], into: &root)
                return try check(problem)
            }
            guard case .table(let inner) = value else {
                let name = path[...depth].joined(separator: ".")
                throw scanner.error("\(name) is no table")
            }
            probe = inner
        }
    }

    /// Puts the finished element of an array of tables behind its earlier ones.
    private mutating func closeElement() throws(TOMLError) {
        guard let finished = element else { return }
        element = nil
        var earlier: [ConfigValue] = []
        var probe: ConfigValue? = .table(root)
        for name in path {
            guard case .table(let table)? = probe else { break }
            probe = table[name]
        }
        if case .array(let values)? = probe { earlier = values }
        let problem = Self.replace(.array(earlier + [.table(finished)]), at: path[...], in: &root)
        try check(problem)
    }

    /// Puts a value where a path leads; says what is in the way.
    ///
    /// Static, and its answer looked at in a statement of its own, as a method's `self` would be a second reference to the root and
    /// so make every change a copy.
    private static func insert(
        _ value: ConfigValue, at path: ArraySlice<String>, into table: inout [String: ConfigValue]
    ) -> String? {
        guard let name = path.first else { return nil }
        let rest = path.dropFirst()
        if rest.isEmpty {
            guard table[name] == nil else { return "\(name) stands twice" }
            table[name] = value
            return nil
        }
        guard var inner = takeTable(name, from: &table) else { return "\(name) is no table" }
        let problem = insert(value, at: rest, into: &inner)
        table[name] = .table(inner)
        return problem
    }

    /// Takes a table out, so that changing it need not copy it; a new one where there is none, nil where it is something else.
    private static func takeTable(
        _ name: String, from table: inout [String: ConfigValue]
    ) -> [String: ConfigValue]? {
        guard let value = table.removeValue(forKey: name) else { return [:] }
        if case .table(let inner) = value { return inner }
        table[name] = value
        return nil
    }

    /// Puts a list of tables where a path leads, in place of a shorter one; says what is in the way.
    private static func replace(
        _ value: ConfigValue, at path: ArraySlice<String>, in table: inout [String: ConfigValue]
    ) -> String? {
        guard let name = path.first else { return nil }
        if path.count == 1 {
            if let old = table[name], old.kind != value.kind {
                return "\(name) is no list of tables"
            }
            table[name] = value
            return nil
        }
        guard var inner = takeTable(name, from: &table) else { return "\(name) is no table" }
        let problem = replace(value, at: path.dropFirst(), in: &inner)
        table[name] = .table(inner)
        return problem
    }

    private func check(_ problem: String?) throws(TOMLError) {
        if let problem { throw scanner.error(problem) }
    }
}
