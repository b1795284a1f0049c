/// What stands between a field and its value.
enum FilterOperator: Sendable, Equatable {
    case compare(NumberComparison)
    case matches, matchesNot
}

/// A piece of text taken from an expression and, for each of its bytes, where it was read.
struct FilterWord {
    var text: String
    var places: [Int]
    var isQuoted: Bool
}

/// The smallest pieces. All `take…` leave the space behind what they take.
extension FilterParser {
    var isAtEnd: Bool { place >= bytes.count }

    /// The next byte, 0 at the end.
    var byte: UInt8 { place < bytes.count ? bytes[place] : 0 }

    private func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

    mutating func skipSpace() {
        while place < bytes.count, Self.isSpace(bytes[place]) { place += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (9...13).contains(byte)
    }

    /// Whether a byte ends a bare word.
    private static func endsWord(_ byte: UInt8) -> Bool {
        isSpace(byte) || "()&|!<>=~".utf8.contains(byte)
    }

    /// Takes `&`, `|` or `!`, doubled or not; never the beginning of `!=` and `!~`.
    mutating func takeSign(_ sign: Unicode.Scalar) -> Bool {
        let sign = UInt8(ascii: sign)
        guard byte == sign else { return false }
        if sign == UInt8(ascii: "!") {
            if peekOperator() != nil { return false }
        } else if byte(at: place + 1) == sign {
            place += 1
        }
        place += 1
        skipSpace()
        return true
    }

    /// Whether a keyword comes next, in any case of letters.
    func isKeyword(_ keyword: String) -> Bool {
        let end = wordEnd()
        return end - place == keyword.utf8.count
            && bytes[place..<end].elementsEqual(keyword.utf8) { Needle.lower($0) == $1 }
    }

    mutating func takeKeyword(_ keyword: String) -> Bool {
        guard isKeyword(keyword) else { return false }
        place += keyword.utf8.count
        skipSpace()
        return true
    }

    private func wordEnd() -> Int {
        bytes[place...].firstIndex(where: Self.endsWord) ?? bytes.count
    }

    /// Takes a bare word; nil where none stands.
    mutating func takeWord() -> String? {
        let end = wordEnd()
        if end == place { return nil }
        defer {
            place = end
            skipSpace()
        }
        return String(decoding: bytes[place..<end], as: UTF8.self)
    }

    /// The operator that comes next and its length.
    func peekOperator() -> (FilterOperator, length: Int)? {
        switch (byte, byte(at: place + 1)) {
        case (UInt8(ascii: "="), UInt8(ascii: "=")): (.compare(.equal), 2)
        case (UInt8(ascii: "="), _): (.compare(.equal), 1)
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): (.compare(.notEqual), 2)
        case (UInt8(ascii: "!"), UInt8(ascii: "~")): (.matchesNot, 2)
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): (.compare(.lessOrEqual), 2)
        case (UInt8(ascii: "<"), _): (.compare(.less), 1)
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): (.compare(.greaterOrEqual), 2)
        case (UInt8(ascii: ">"), _): (.compare(.greater), 1)
        case (UInt8(ascii: "~"), _): (.matches, 1)
        default: nil
        }
    }

    /// Takes a string in single or double quotes; nil where none begins.
    ///
    /// A backslash takes away the meaning of the quote and of a backslash; before anything else it stands for itself, so that
    /// patterns can be written as they are.
    mutating func takeQuoted() throws(FilterError) -> FilterWord? {
        let quote = byte
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        var content: [UInt8] = []
        var places: [Int] = []
        var index = place + 1
        while index < bytes.count, bytes[index] != quote {
            let next = byte(at: index + 1)
            if bytes[index] == UInt8(ascii: "\\"), next == quote || next == UInt8(ascii: "\\") {
                index += 1
            }
            content.append(bytes[index])
            places.append(index)
            index += 1
        }
        guard index < bytes.count else { throw error("this quote is never closed") }
        place = index + 1
        skipSpace()
        return FilterWord(
            text: String(decoding: content, as: UTF8.self), places: places + [index],
            isQuoted: true)
    }

    /// Takes what stands behind an operator; nil where nothing does.
    ///
    /// A bare value ends at a space, a parenthesis or a sign; a bare pattern ends at a space or at a parenthesis that it did not
    /// open.
    mutating func takeValue(isPattern: Bool) throws(FilterError) -> FilterWord? {
        if let quoted = try takeQuoted() { return quoted }
        var end = place
        var open = 0
        while end < bytes.count, !Self.isSpace(bytes[end]) {
            let byte = bytes[end]
            if isPattern {
                if byte == UInt8(ascii: "(") { open += 1 }
                if byte == UInt8(ascii: ")") { open -= 1 }
                if open < 0 { break }
                if byte == UInt8(ascii: "\\"), end + 1 < bytes.count { end += 1 }
            } else if "()&|".utf8.contains(byte) || (end == place && Self.endsWord(byte)) {
                break
            }
            end += 1
        }
        if end == place { return nil }
        defer {
            place = end
            skipSpace()
        }
        return FilterWord(
            text: String(decoding: bytes[place..<end], as: UTF8.self),
            places: Array(place...end), isQuoted: false)
    }
}
