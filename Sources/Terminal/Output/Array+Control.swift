extension [UInt8] {
    /// Appends a number in decimal; a negative one as 0.
    mutating func append(decimal number: Int) {
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(0x30 + UInt8(truncatingIfNeeded: Swift.max(0, number) / divisor % 10))
            divisor /= 10
        }
    }

    /// Appends `ESC [ number final`, leaving out the number 1, which is every such sequence's default.
    mutating func append(control final: Unicode.Scalar, _ number: Int) {
        append(0x1B)
        append(0x5B)
        if number != 1 { append(decimal: number) }
        append(UInt8(truncatingIfNeeded: final.value))
    }

    /// How many bytes `append(control:_:)` would append.
    static func controlLength(_ number: Int) -> Int { number == 1 ? 3 : 3 + digits(number) }

    /// How many decimal digits a number that is not negative has.
    static func digits(_ number: Int) -> Int {
        number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4
    }
}
