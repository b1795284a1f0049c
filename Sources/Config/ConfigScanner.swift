/// Why a text is no TOML.
struct ConfigSyntaxError: Error, Equatable {
    /// The line, counted from 1.
    let line: Int
    /// What is wrong there.
    let text: String
}

/// A reader of TOML's grammar: keys, and where values begin and end.
///
/// It knows the form of values and not their meaning, which is the library's to find. But what it refuses the library never sees:
/// toml++ 3.4 stops the whole program on some malformed texts ("[:", "a = [}") instead of refusing them.
struct ConfigScanner {
    private let bytes: [UInt8]
    /// The byte to be read next.
    private(set) var offset = 0
    /// Its line, counted from 1.
    private(set) var line = 1
    /// How deep lists and inline tables may lie in each other.
    private static let depthLimit = 32

    /// Begins at the start of a text, behind a byte order mark.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    }

    var isAtEnd: Bool { offset >= bytes.count }

    /// The byte to be read next; nil at the end.
    var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// Makes an error at this place.
    func error(_ text: String) -> ConfigSyntaxError { ConfigSyntaxError(line: line, text: text) }

    /// Goes on by one byte.
    mutating func advance() {
        guard let byte else { return }
        if byte == UInt8(ascii: "\n") { line += 1 }
        offset += 1
    }

    /// Goes on behind a character, which has to be the next; `meaning` says what it would have been.
    mutating func expect(_ character: Unicode.Scalar, _ meaning: String) throws(ConfigSyntaxError) {
        guard byte == UInt8(ascii: character) else { throw error("\(meaning) is missing") }
        advance()
    }

    /// Goes on behind a character if it is the next.
    mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard byte == UInt8(ascii: character) else { return false }
        advance()
        return true
    }

    /// Passes over blanks and tabs.
    mutating func skipBlanks() {
        while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
    }

    /// Passes over blanks and a comment to the next line; anything else there is an error.
    mutating func endLine() throws(ConfigSyntaxError) {
        skipBlanks()
        if byte == UInt8(ascii: "#") { try skipComment() }
        if accept("\r"), byte != UInt8(ascii: "\n") { throw error("a lone carriage return") }
        guard isAtEnd || accept("\n") else {
            throw error("something follows that does not belong here")
        }
    }

    private mutating func skipComment() throws(ConfigSyntaxError) {
        while let byte, byte != UInt8(ascii: "\n") {
            if byte == UInt8(ascii: "\r") { return }
            try checkPrintable(byte)
            advance()
        }
    }

    private func checkPrintable(_ byte: UInt8) throws(ConfigSyntaxError) {
        let isControl = byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F
        if isControl { throw error("a control character") }
    }
}

// MARK: - Keys

extension ConfigScanner {
    /// Reads a key: names with points between them, in quotes or bare.
    mutating func keyPath() throws(ConfigSyntaxError) -> [String] {
        var path: [String] = []
        repeat {
            skipBlanks()
            path.append(try name())
            skipBlanks()
        } while accept(".")
        return path
    }

    private mutating func name() throws(ConfigSyntaxError) -> String {
        let start = offset
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            let first = line
            try string()
            guard line == first else { throw error("a key of several lines") }
            return String(decoding: bytes[start..<offset].dropFirst().dropLast(), as: UTF8.self)
        }
        while let byte, Self.isBare(byte) { advance() }
        guard offset > start else { throw error("a key is missing") }
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

extension ConfigScanner {
    /// Passes over a value and returns its place.
    mutating func value(depth: Int = 0) throws(ConfigSyntaxError) -> Range<Int> {
        let start = offset
        guard depth < Self.depthLimit else { throw error("values lie too deep in each other") }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): try string()
        case UInt8(ascii: "["): try list(depth)
        case UInt8(ascii: "{"): try inlineTable(depth)
        default: try word()
        }
        return start..<offset
    }

    private mutating func list(_ depth: Int) throws(ConfigSyntaxError) {
        advance()
        try skipLines()
        while !accept("]") {
            _ = try value(depth: depth + 1)
            try skipLines()
            if accept("]") { return }
            try expect(",", "a comma or ]")
            try skipLines()
        }
    }

    /// Passes over blanks, comments and line ends.
    private mutating func skipLines() throws(ConfigSyntaxError) {
        skipBlanks()
        while byte == UInt8(ascii: "#") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        {
            try endLine()
            skipBlanks()
        }
    }

    private mutating func inlineTable(_ depth: Int) throws(ConfigSyntaxError) {
        advance()
        skipBlanks()
        if accept("}") { return }
        while true {
            _ = try keyPath()
            try expect("=", "=")
            skipBlanks()
            _ = try value(depth: depth + 1)
            skipBlanks()
            if accept("}") { return }
            try expect(",", "a comma or }")
        }
    }

    /// A number, a date, a time, true or false; `inf` and `nan` too.
    private mutating func word() throws(ConfigSyntaxError) {
        let start = offset
        while let byte, Self.isBare(byte) || "+.:".utf8.contains(byte) { advance() }
        // A blank may stand between a date and its time.
        if offset - start == 10, byte == UInt8(ascii: " "), bytes[start + 4] == UInt8(ascii: "-"),
            offset + 1 < bytes.count, (48...57).contains(bytes[offset + 1])
        {
            advance()
            while let byte, Self.isBare(byte) || "+.:".utf8.contains(byte) { advance() }
        }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        let isNumber = text.utf8.first.map { (48...57).contains($0) || $0 == 43 || $0 == 45 }
        guard isNumber == true || ["true", "false", "inf", "nan"].contains(text) else {
            throw error("a value is missing; a text stands in quotes")
        }
    }
}

// MARK: - Strings

extension ConfigScanner {
    /// Passes over a string, of one line or of several.
    private mutating func string() throws(ConfigSyntaxError) {
        guard let quote = byte else { return }
        let isLong = startsWithThree(quote)
        for _ in 0..<(isLong ? 3 : 1) { advance() }
        while let byte {
            if byte == quote {
                if !isLong { return advance() }
                if startsWithThree(quote) { return closeLong(quote) }
                advance()
            } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                try escape(isLong: isLong)
            } else {
                try plain(byte, isLong: isLong)
            }
        }
        throw error("a text has no end")
    }

    private mutating func plain(_ byte: UInt8, isLong: Bool) throws(ConfigSyntaxError) {
        let isBreak = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        if isBreak, !isLong { throw error("a text has no end") }
        if !isBreak { try checkPrintable(byte) }
        advance()
        if byte == UInt8(ascii: "\r"), self.byte != UInt8(ascii: "\n") {
            throw error("a lone carriage return")
        }
    }

    private func startsWithThree(_ quote: UInt8) -> Bool {
        offset + 2 < bytes.count && bytes[offset...].prefix(3).allSatisfy { $0 == quote }
    }

    /// A long string may end in one or two quotes of its own, which stand in front of the three.
    private mutating func closeLong(_ quote: UInt8) {
        for _ in 0..<3 { advance() }
        for _ in 0..<2 where byte == quote { advance() }
    }

    private mutating func escape(isLong: Bool) throws(ConfigSyntaxError) {
        advance()
        guard let byte else { throw error("a text has no end") }
        switch byte {
        case UInt8(ascii: "u"): try hexadecimal(4)
        case UInt8(ascii: "U"): try hexadecimal(8)
        case _ where "btnfr\"\\".utf8.contains(byte): advance()
        case _ where isLong && " \t\r\n".utf8.contains(byte):
            skipBlanks()
            _ = accept("\r")
            try expect("\n", "the end of the line behind a backslash")
        default: throw error("an unknown escape in a text")
        }
    }

    private mutating func hexadecimal(_ digits: Int) throws(ConfigSyntaxError) {
        advance()
        let text = bytes[offset...].prefix(digits)
        let isHex = text.allSatisfy { UInt8(String(UnicodeScalar($0)), radix: 16) != nil }
        guard text.count == digits, isHex else { throw error("an unknown escape in a text") }
        for _ in 0..<digits { advance() }
    }
}
