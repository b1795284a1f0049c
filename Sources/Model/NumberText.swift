/// Text of digits and signs being put together, at most 32 bytes of ASCII; what does not fit is left out.
///
/// Interpolation makes and drops several strings for each number; a frame holds a thousand numbers.
struct NumberText {
    private var bytes = InlineArray<32, UInt8>(repeating: 0)
    private var count = 0

    init() {}

    /// The text so far.
    var string: String {
        unsafe String(unsafeUninitializedCapacity: count) { buffer in
            for index in 0..<count { unsafe buffer[index] = bytes[index] }
            return count
        }
    }

    /// Appends one ASCII character.
    mutating func append(_ character: Unicode.Scalar) {
        guard count < 32 else { return }
        bytes[count] = UInt8(ascii: character)
        count += 1
    }

    /// Appends words of ASCII.
    mutating func append(_ words: String) {
        for letter in words.unicodeScalars { append(letter) }
    }

    /// Appends a number in decimal, with zeros in front up to a number of digits.
    mutating func append(_ number: UInt64, digits: Int = 1) {
        var rest = number
        var places = 1
        while rest >= 10 {
            rest /= 10
            places += 1
        }
        places = max(places, digits)
        guard count + places <= 32 else { return }
        rest = number
        for place in stride(from: count + places - 1, through: count, by: -1) {
            bytes[place] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
            rest /= 10
        }
        count += places
    }

    /// Appends a number that may be negative.
    mutating func append(signed number: Int64) {
        if number < 0 { append("-") }
        append(number.magnitude)
    }

    /// Appends a number with one decimal, given in tenths.
    mutating func append(tenths: Int64) {
        if tenths < 0 { append("-") }
        append(tenths.magnitude / 10)
        append(".")
        append(tenths.magnitude % 10)
    }
}
