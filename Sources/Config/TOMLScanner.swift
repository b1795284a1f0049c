/// The bytes of a TOML text, and what is being read of them.
struct TOMLScanner {
    private let bytes: [UInt8]
    /// Where the byte to be read next stands.
    private(set) var offset = 0
    /// Its line, counted from 1.
    private(set) var line = 1

    /// How deep lists and inline tables may nest.
    static let deepest = 64

    /// How many names a key may have.
    static let longestKey = 64

    /// Begins at the start of a text, behind a byte order mark.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    }

    /// The byte to be read next; nil at the end.
    var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// An error at this line.
    func error(_ text: String) -> TOMLError {
        TOMLError(line: line, text: text)
    }

    /// Goes on by one byte.
    mutating func advance() {
        if byte == UInt8(ascii: "\n") { line += 1 }
        offset += 1
    }

    /// Goes over a text where it stands next, blanks before it included.
    mutating func take(_ text: StaticString) -> Bool {
        skipBlanks()
        let wanted = text.description.utf8
        guard bytes[offset...].starts(with: wanted) else { return false }
        offset += wanted.count
        return true
    }

    /// Passes over blanks and tabs.
    mutating func skipBlanks() {
        while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
    }

    /// Passes over blanks, ends of lines and comments.
    mutating func skipBlankLines() throws(TOMLError) {
        while let byte {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"): advance()
            case UInt8(ascii: "\r") where peek(1) == UInt8(ascii: "\n"): advance()
            case UInt8(ascii: "#"): try skipComment()
            default: return
            }
        }
    }

    /// Demands that nothing but a comment is left of the line.
    mutating func endOfLine() throws(TOMLError) {
        skipBlanks()
        if byte == UInt8(ascii: "#") { try skipComment() }
        if byte == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") { advance() }
        guard byte == nil || byte == UInt8(ascii: "\n") else {
            throw error("something stands behind the value")
        }
    }

    private mutating func skipComment() throws(TOMLError) {
        while let byte, byte != UInt8(ascii: "\n") {
            if byte == UInt8(ascii: "\r"), peek(1) == UInt8(ascii: "\n") { return }
            try checkPrintable(byte)
            advance()
        }
    }

    /// Refuses what neither a comment nor a string may hold.
    private func checkPrintable(_ byte: UInt8) throws(TOMLError) {
        let isControl = byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F
        if isControl { throw error("a control character") }
    }

    private func peek(_ distance: Int) -> UInt8? {
        offset + distance < bytes.count ? bytes[offset + distance] : nil
    }
}

// MARK: - Keys

extension TOMLScanner {
    /// Reads a key: names with points between them, in quotes or bare.
    mutating func keyPath() throws(TOMLError) -> [String] {
        var path: [String] = []
        repeat {
            skipBlanks()
            path.append(try name())
            guard path.count <= Self.longestKey else { throw error("a key of too many names") }
        } while take(".")
        return path
    }

    private mutating func name() throws(TOMLError) -> String {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            let isLong = byte == peek(1) && byte == peek(2)
            guard !isLong else { throw error("a key of several lines") }
            return try string()
        }
        let start = offset
        while let byte, Self.isBare(byte) { advance() }
        guard start < offset else { throw error("expected a key") }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

// MARK: - Values

extension TOMLScanner {
    /// Reads a value; lists and inline tables no deeper than `deepest`.
    mutating func value(depth: Int) throws(TOMLError) -> ConfigValue {
        guard depth < Self.deepest else { throw error("nested too deep") }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try string())
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "{"): return try inlineTable(depth: depth)
        default: return try word()
        }
    }

    private mutating func list(depth: Int) throws(TOMLError) -> ConfigValue {
        advance()
        var values: [ConfigValue] = []
        while true {
            try skipBlankLines()
            if take("]") { return .array(values) }
            values.append(try value(depth: depth + 1))
            try skipBlankLines()
            if take(",") { continue }
            guard take("]") else { throw error("expected , or ]") }
            return .array(values)
        }
    }

    private mutating func inlineTable(depth: Int) throws(TOMLError) -> ConfigValue {
        advance()
        var table: [String: ConfigValue] = [:]
        if take("}") { return .table(table) }
        repeat {
            let key = try keyPath()
            guard take("=") else { throw error("expected =") }
            skipBlanks()
            let value = try value(depth: depth + 1)
            let nested = key.dropFirst().reversed().reduce(value) { .table([$1: $0]) }
            guard table.updateValue(nested, forKey: key[0]) == nil else {
                throw error("\(key[0]) stands twice")
            }
        } while take(",")
        guard take("}") else { throw error("expected , or }") }
        return .table(table)
    }

    /// Reads what stands without quotes: true, false, numbers, dates.
    private mutating func word() throws(TOMLError) -> ConfigValue {
        let start = offset
        skipWord()
        // A blank may stand between a date and its time.
        if offset - start == 10, bytes[start + 4] == UInt8(ascii: "-"), byte == UInt8(ascii: " "),
            let next = peek(1), (48...57).contains(next)
        {
            advance()
            skipWord()
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if text.isEmpty { throw error("expected a value") }
        if text == "true" || text == "false" { return .bool(text == "true") }
        if let number = Self.integer(text) { return .integer(number) }
        let bare = text.drop { $0 == "+" || $0 == "-" }
        let digits = bare.filter { $0 != "_" }
        if bare == "inf" || bare == "nan" || Double(digits) != nil && digits.first?.isNumber == true
        {
            return .other("a number with a point")
        }
        if bare.first?.isNumber == true, text.contains("-") || text.contains(":") {
            return .other("a date or time")
        }
        throw error("\(text) is no value; texts stand in quotes")
    }

    private mutating func skipWord() {
        while let byte, Self.isBare(byte) || "+.:".utf8.contains(byte) { advance() }
    }

    /// A whole number, underscores between digits allowed; nil for anything else or what does not fit.
    private static func integer(_ text: String) -> Int? {
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.hasPrefix(prefix) {
            return digits(text.dropFirst(2)).flatMap { Int($0, radix: radix) }
        }
        let sign = text.first == "-" ? "-" : ""
        let bare = text.first == "-" || text.first == "+" ? text.dropFirst() : text[...]
        if bare.count > 1, bare.first == "0" { return nil }
        guard bare.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "_") }) else { return nil }
        return digits(bare).flatMap { Int(sign + $0) }
    }

    private static func digits(_ text: Substring) -> String? {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        return parts.contains(where: \.isEmpty) ? nil : parts.joined()
    }
}

// MARK: - Strings

extension TOMLScanner {
    /// Reads a string of one line or of several, in double or single quotes.
    mutating func string() throws(TOMLError) -> String {
        guard let quote = byte else { throw error("expected a string") }
        let isLong = peek(1) == quote && peek(2) == quote
        for _ in 0..<(isLong ? 3 : 1) { advance() }
        if isLong {
            if byte == UInt8(ascii: "\r") { advance() }
            if byte == UInt8(ascii: "\n") { advance() }
        }
        var text: [UInt8] = []
        while let byte {
            if byte == quote, !isLong || closes(quote) {
                return try close(&text, quote, isLong)
            }
            if byte == UInt8(ascii: "\n"), !isLong { break }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                try escape(into: &text, isLong: isLong)
            } else {
                let isBreak = byte == UInt8(ascii: "\r") && peek(1) == UInt8(ascii: "\n")
                if byte != UInt8(ascii: "\n"), !isBreak { try checkPrintable(byte) }
                text.append(byte)
                advance()
            }
        }
        throw error("a string without an end")
    }

    private func closes(_ quote: UInt8) -> Bool {
        peek(1) == quote && peek(2) == quote
    }

    /// A long string may end in one or two quotes of its own, which stand in front of the three.
    private mutating func close(
        _ text: inout [UInt8], _ quote: UInt8, _ isLong: Bool
    ) throws(TOMLError) -> String {
        if isLong {
            for _ in 0..<2 where peek(3) == quote {
                text.append(quote)
                advance()
            }
        }
        for _ in 0..<(isLong ? 3 : 1) { advance() }
        guard let decoded = String(validating: text, as: UTF8.self) else {
            throw error("a string that is not UTF-8")
        }
        return decoded
    }

    private mutating func escape(
        into text: inout [UInt8], isLong: Bool
    ) throws(TOMLError) {
        advance()
        guard let byte else { throw error("a string without an end") }
        advance()
        switch byte {
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "e"): text.append(27)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
        case UInt8(ascii: "u"): try scalar(digits: 4, into: &text)
        case UInt8(ascii: "U"): try scalar(digits: 8, into: &text)
        case UInt8(ascii: "\n"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            let start = line - (byte == UInt8(ascii: "\n") ? 1 : 0)
            while let byte = self.byte, " \t\r\n".utf8.contains(byte) { advance() }
            // Only the end of a line of a long string may be taken away so; the short one's end is still to be met.
            guard isLong, line > start else { throw error("an escape that does not exist") }
        default: throw error("an escape that does not exist")
        }
    }

    private mutating func scalar(digits: Int, into text: inout [UInt8]) throws(TOMLError) {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("expected \(digits) hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            advance()
        }
        guard let scalar = Unicode.Scalar(value), let units = UTF8.encode(scalar) else {
            throw error("no character has this number")
        }
        text += units
    }
}
