/// Reads the text of /proc in place: numbers, words and lines, one after another.
///
/// Nothing it meets makes it trap: what is not there, or does not fit, is nil.
struct FieldScanner: ~Escapable {
    let bytes: RawSpan
    private(set) var position: Int

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, from position: Int = 0) {
        self.bytes = bytes
        self.position = min(max(0, position), bytes.byteCount)
    }

    /// Whether every byte has been read.
    var isAtEnd: Bool { position >= bytes.byteCount }

    /// The byte at the cursor; 0 at the end.
    @inline(__always)
    var current: UInt8 { position < bytes.byteCount ? byte(position) : 0 }

    @inline(__always)
    private func byte(_ index: Int) -> UInt8 {
        // SAFETY: every caller has compared the index with the span's length.
        unsafe bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
    }

    /// Passes one byte, if any is left.
    @inline(__always)
    mutating func advance() {
        if position < bytes.byteCount { position += 1 }
    }

    /// Passes spaces and tabs.
    @inline(__always)
    mutating func skipBlanks() {
        while position < bytes.byteCount, Self.isBlank(byte(position)) { position += 1 }
    }

    /// Passes a word and the blanks before it.
    mutating func skipWord() {
        _ = word()
    }

    /// Passes what is left of the line; false when no other line follows.
    @discardableResult
    mutating func skipLine() -> Bool {
        while position < bytes.byteCount {
            let passed = byte(position)
            position += 1
            if passed == 0x0a { return position < bytes.byteCount }
        }
        return false
    }

    /// Passes a literal if it is what comes next.
    @_lifetime(self: copy self)
    mutating func take(_ literal: StaticString) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard literal.hasPointerRepresentation, position + length <= bytes.byteCount else {
            return false
        }
        for index in 0..<length where unsafe literal.utf8Start[index] != byte(position + index) {
            return false
        }
        position += length
        return true
    }

    /// The place of the next word on this line; empty when there is none.
    mutating func word() -> Range<Int> {
        skipBlanks()
        let start = position
        while position < bytes.byteCount {
            let next = byte(position)
            if Self.isBlank(next) || next == 0x0a { break }
            position += 1
        }
        return start..<position
    }

    /// The bytes of a place as text, with replacement characters where they are not UTF-8.
    func text(_ place: Range<Int>) -> String {
        let place = place.clamped(to: 0..<bytes.byteCount)
        return unsafe bytes.extracting(place).withUnsafeBytes {
            unsafe String(decoding: $0, as: UTF8.self)
        }
    }

    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

extension FieldScanner {
    /// The next number of decimal digits on this line; nil when there is none or it is too large.
    @inline(__always)
    mutating func unsigned() -> UInt64? {
        skipBlanks()
        return digits()
    }

    /// The digits at the cursor as a number; nil when there is none or it is too large.
    @inline(__always)
    private mutating func digits() -> UInt64? {
        let start = position
        var value: UInt64 = 0
        var isTooLarge = false
        while position < bytes.byteCount {
            let digit = current &- 0x30
            if digit > 9 { break }
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = scaled.addingReportingOverflow(UInt64(digit))
            isTooLarge = isTooLarge || overflow || carry
            value = sum
            position += 1
        }
        return position == start || isTooLarge ? nil : value
    }

    /// The next number on this line, possibly negative, as the bits of an Int64 or a UInt64.
    @inline(__always)
    mutating func bits() -> UInt64? {
        skipBlanks()
        guard current == 0x2d else { return digits() }
        position += 1
        guard let magnitude = digits(), magnitude <= UInt64(Int64.max) + 1 else { return nil }
        return 0 &- magnitude
    }

    /// The next number on this line, possibly negative; nil when it does not fit.
    mutating func signed() -> Int64? {
        skipBlanks()
        let isNegative = current == 0x2d
        guard let bits = bits() else { return nil }
        let value = Int64(truncatingIfNeeded: bits)
        return (value < 0) == (isNegative && bits != 0) ? value : nil
    }

    /// The next number on this line in a base up to 16, without a prefix; nil when there is none or it is too large.
    @_lifetime(self: copy self)
    mutating func number(inBase base: UInt64) -> UInt64? {
        skipBlanks()
        let start = position
        var value: UInt64 = 0
        while position < bytes.byteCount, let digit = Self.digit(current), digit < base {
            let (scaled, overflow) = value.multipliedReportingOverflow(by: base)
            if overflow { return nil }
            let (sum, carry) = scaled.addingReportingOverflow(digit)
            if carry { return nil }
            value = sum
            position += 1
        }
        return position == start ? nil : value
    }

    /// The next number on this line with an optional fraction; nil when there is none.
    mutating func decimal() -> Double? {
        guard let whole = unsigned() else { return nil }
        guard current == 0x2e else { return Double(whole) }
        position += 1
        let start = position
        guard let fraction = digits() else { return Double(whole) }
        var scale = 1.0
        for _ in start..<position { scale *= 10 }
        return Double(whole) + Double(fraction) / scale
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 0x30...0x39: UInt64(byte - 0x30)
        case 0x61...0x66: UInt64(byte - 0x61 + 10)
        case 0x41...0x46: UInt64(byte - 0x41 + 10)
        default: nil
        }
    }
}
