// Export: samples, and what else bpftop has to tell, as text for programs: tables, JSON and CSV.
//
// Pure: values in, bytes out. The columns are the model's, so that every form has the same names.

/// JSON (RFC 8259), written piece by piece into one buffer.
///
/// Commas are placed by the writer; names and strings are escaped; numbers that JSON cannot say become null.
package struct JSONText {
    /// The text so far, UTF-8.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// Makes an empty text.
    package init() {}

    /// Writes an object whose members the closure writes.
    package mutating func object(_ members: (inout JSONText) -> Void) {
        nested("{", "}", members)
    }

    /// Writes an array whose elements the closure writes.
    package mutating func array(_ elements: (inout JSONText) -> Void) {
        nested("[", "]", elements)
    }

    /// Writes a member's name; the value has to follow.
    package mutating func name(_ name: String) {
        separate()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a string.
    package mutating func string(_ value: String?) {
        guard let value else { return null() }
        separate()
        quote(value)
        needsComma = true
    }

    /// Writes an integer.
    package mutating func integer(_ value: (some BinaryInteger)?) {
        raw(value.map { String($0) } ?? "null")
    }

    /// Writes a number with at most six decimals; null where it is none.
    package mutating func number(_ value: Double?) {
        guard let value, value.isFinite, value.magnitude < 1e15 else { return null() }
        let rounded = (value * 1e6).rounded() / 1e6
        raw(rounded == rounded.rounded() ? String(Int64(rounded)) : "\(rounded)")
    }

    /// Writes true or false.
    package mutating func boolean(_ value: Bool?) {
        raw(value.map { $0 ? "true" : "false" } ?? "null")
    }

    /// Writes null.
    package mutating func null() {
        raw("null")
    }

    /// Ends a line, for a stream of one value a line.
    package mutating func newline() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    private mutating func nested(
        _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ content: (inout JSONText) -> Void
    ) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        content(&self)
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func raw(_ text: String) {
        separate()
        bytes += text.utf8
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    /// Quotes a string; every control character is escaped, so that a hostile name cannot act on a terminal either.
    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": bytes += [UInt8(ascii: "\\"), UInt8(scalar.value)]
            case "\n": bytes += "\\n".utf8
            case "\t": bytes += "\\t".utf8
            case _ where scalar.value < 0x20 || (0x7f..<0xa0).contains(scalar.value):
                escape(scalar.value)
            case _ where scalar.properties.isBidiControl: escape(scalar.value)
            default: bytes += UTF8.encode(scalar).map { Array($0) } ?? []
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ value: UInt32) {
        let digits = String(value, radix: 16)
        bytes += "\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8
    }
}

// MARK: - Members of an object

extension JSONText {
    /// Writes a member that is a string.
    package mutating func string(_ name: String, _ value: String?) {
        self.name(name)
        string(value)
    }

    /// Writes a member that is an integer.
    package mutating func integer(_ name: String, _ value: (some BinaryInteger)?) {
        self.name(name)
        integer(value)
    }

    /// Writes a member that is a number.
    package mutating func number(_ name: String, _ value: Double?) {
        self.name(name)
        number(value)
    }

    /// Writes a member that is true or false.
    package mutating func boolean(_ name: String, _ value: Bool?) {
        self.name(name)
        boolean(value)
    }

    /// Writes a member that is an array of strings.
    package mutating func strings(_ name: String, _ values: [String]) {
        self.name(name)
        array { json in for value in values { json.string(value) } }
    }
}
