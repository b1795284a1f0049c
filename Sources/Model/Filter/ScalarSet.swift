/// A set of Unicode scalars: ASCII as bits, the others as ranges.
struct ScalarSet: Sendable, Equatable {
    /// The scalars below 64, then those below 128, one bit each.
    private(set) var low: UInt64 = 0
    private(set) var high: UInt64 = 0
    private(set) var ranges: [ClosedRange<UInt32>] = []

    init() {}

    /// Makes the set of some ranges.
    init(_ ranges: ClosedRange<Unicode.Scalar>...) {
        for range in ranges { insert(range.lowerBound.value...range.upperBound.value) }
    }

    static let digits = ScalarSet("0"..."9")
    static let spaces = ScalarSet("\t"..."\r", " "..." ")
    static let wordCharacters = ScalarSet("0"..."9", "A"..."Z", "a"..."z", "_"..."_")
    static let all = ScalarSet().inverted

    mutating func insert(_ range: ClosedRange<UInt32>) {
        var value = range.lowerBound
        while value <= min(range.upperBound, 127) {
            if value < 64 { low |= 1 << UInt64(value) } else { high |= 1 << UInt64(value - 64) }
            value += 1
        }
        if range.upperBound > 127 { ranges.append(max(range.lowerBound, 128)...range.upperBound) }
    }

    mutating func formUnion(_ other: ScalarSet) {
        low |= other.low
        high |= other.high
        ranges += other.ranges
    }

    /// Adds the other case of each letter: of ASCII letters, and beyond them of scalars that stand alone in the set.
    mutating func addOtherCases() {
        let letters: UInt64 = 0x07ff_fffe
        high |= (high & letters) << 32 | (high >> 32 & letters)
        for range in ranges where range.count == 1 {
            guard let scalar = Unicode.Scalar(range.lowerBound) else { continue }
            for mapping in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
            {
                let scalars = mapping.unicodeScalars
                if let only = scalars.first, scalars.count == 1 { insert(only.value...only.value) }
            }
        }
    }

    func contains(_ scalar: UInt32) -> Bool {
        if scalar < 64 { return low >> UInt64(scalar) & 1 != 0 }
        if scalar < 128 { return high >> UInt64(scalar - 64) & 1 != 0 }
        return ranges.contains { $0.contains(scalar) }
    }

    /// All scalars that are not in the set.
    var inverted: ScalarSet {
        var result = ScalarSet()
        result.low = ~low
        result.high = ~high
        var next: UInt32 = 128
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.ranges.append(next...range.lowerBound - 1) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10ffff { result.ranges.append(next...0x10ffff) }
        return result
    }
}
