/// A reader of TOML's outer form: keys, and where values end.
struct ConfigScanner {
    private let bytes: [UInt8]
    /// The byte to be read next.
    private(set) var offset = 0
    /// Its line, counted from 1.
    private(set) var line = 1

    /// Begins at the start of a text.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is no part of the first key.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    }

    var isAtEnd: Bool { offset >= bytes.count }

    /// The byte to be read next; nil at the end.
    var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// Goes on by one byte.
    mutating func advance() {
        guard let byte else { return }
        if byte == UInt8(ascii: "\n") { line += 1 }
        offset += 1
    }

    /// Passes over blanks and tabs.
    mutating func skipBlanks() {
        while byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { advance() }
    }

    /// Passes over all that is left of the line, its end included.
    mutating func skipLine() {
        while let byte, byte != UInt8(ascii: "\n") { advance() }
        advance()
    }

    /// Passes over one or two opening brackets; true for two.
    mutating func skipBrackets() -> Bool {
        advance()
        let isDouble = byte == UInt8(ascii: "[")
        if isDouble { advance() }
        return isDouble
    }

    /// Reads a key: names with points between them, in quotes or bare.
    mutating func keyPath() -> [String] {
        var path: [String] = []
        while true {
            skipBlanks()
            guard let name = name() else { return path }
            path.append(name)
            skipBlanks()
            guard byte == UInt8(ascii: ".") else { return path }
            advance()
        }
    }

    private mutating func name() -> String? {
        guard let first = byte else { return nil }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            let range = string()
            return String(decoding: bytes[range].dropFirst().dropLast(), as: UTF8.self)
        }
        let start = offset
        while let byte, Self.isBare(byte) { advance() }
        return start == offset ? nil : String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...:
            true
        default: false
        }
    }

    /// Passes over a value and returns its place: to the line's end or a comment, but lists, inline tables and strings to their
    /// own.
    mutating func value() -> Range<Int> {
        let start = offset
        var end = offset
        var depth = 0
        while let byte {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                end = string().upperBound
                continue
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "#"):
                if depth <= 0 { return start..<end }
                skipLine()
                continue
            case UInt8(ascii: "\n") where depth <= 0: return start..<end
            default: break
            }
            let isBlank =
                byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
                || byte == UInt8(ascii: "\r")
            advance()
            if !isBlank { end = offset }
        }
        return start..<end
    }

    /// Passes over a string, of one line or of several, and returns its place, quotes included.
    private mutating func string() -> Range<Int> {
        let start = offset
        let quote = byte
        let isLong =
            offset + 2 < bytes.count && bytes[offset + 1] == quote && bytes[offset + 2] == quote
        for _ in 0..<(isLong ? 3 : 1) { advance() }
        while let byte {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                advance()
            } else if byte == quote, !isLong {
                advance()
                return start..<offset
            } else if byte == quote, isClosing(quote) {
                // A long string may end in quotes of its own, which stand in front of the three.
                while self.byte == quote { advance() }
                return start..<offset
            } else if byte == UInt8(ascii: "\n"), !isLong {
                return start..<offset
            }
            advance()
        }
        return start..<offset
    }

    private func isClosing(_ quote: UInt8?) -> Bool {
        offset + 2 < bytes.count && bytes[offset + 1] == quote && bytes[offset + 2] == quote
    }
}
