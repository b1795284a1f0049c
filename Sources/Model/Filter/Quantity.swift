/// Numbers with units as people write them: "1.5G", "50%", "1h30m", "3:12:09", "2025-01-31T12:00".
enum Quantity {
    /// Reads a number for a column of a kind, in the unit in which the column counts; nil where it is none.
    static func number(
        _ text: String, as kind: Column.Kind, in zone: TimeZone = .utc
    ) -> Double? {
        switch kind {
        case .integer: scaled(text, decimalUnits)
        case .rate: scaled(withoutSuffix("/s", text), decimalUnits)
        case .percent: scaled(withoutSuffix("%", text), ["": 1])
        case .bytes: scaled(text, byteUnits)
        case .byteRate: scaled(withoutSuffix("/s", text), byteUnits)
        case .duration: duration(text, bareUnit: 1e9) ?? clock(text)
        case .moment: moment(text, in: zone)
        case .text: nil
        }
    }

    /// What a number of a kind looks like, for an error's sentence.
    static func example(of kind: Column.Kind) -> String {
        switch kind {
        case .integer: "a number like 12 or 3k"
        case .rate: "a number per second like 100 or 3k"
        case .percent: "a percentage like 50 or 12.5%"
        case .bytes: "a size like 4096, 300M or 1.5G"
        case .byteRate: "bytes per second like 10M or 1.5M/s"
        case .duration: "a length of time like 90s, 1h30m or 3:12:09"
        case .moment:
            "a moment like 2025-01-31T12:00, with a Z of UTC, or seconds since the epoch"
        case .text: "a word"
        }
    }

    /// Reads parts like "1h30m" or "1.5s", greatest unit first or not, as ns.
    ///
    /// A single number without a unit counts in `bareUnit` ns.
    static func duration(_ text: String, bareUnit: Double) -> Double? {
        guard var (total, rest) = leadingNumber(text[...]) else { return nil }
        if rest.isEmpty { return total * bareUnit }
        guard total >= 0, let unit = takeUnit(&rest) else { return nil }
        total *= unit
        while !rest.isEmpty {
            guard let (number, after) = leadingNumber(rest), number >= 0 else { return nil }
            rest = after
            guard let unit = takeUnit(&rest) else { return nil }
            total += number * unit
        }
        return total.isFinite ? total.rounded() : nil
    }

    /// Takes a unit of time off the front, in ns.
    private static func takeUnit(_ rest: inout Substring) -> Double? {
        let name = rest.prefix { $0.isLetter }
        rest = rest[name.endIndex...]
        return timeUnits[name.lowercased()]
    }

    /// Reads the screen's own form, "M:SS.hh" or "H:MM:SS", as ns.
    private static func clock(_ text: String) -> Double? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count) else { return nil }
        var seconds = 0.0
        for (index, part) in parts.enumerated() {
            guard let (number, rest) = leadingNumber(part), rest.isEmpty, number >= 0,
                index == 0 || number < 60
            else { return nil }
            seconds = seconds * 60 + number
        }
        return (seconds * 1e9).rounded()
    }

    private static let decimalUnits: [String: Double] = [
        "": 1, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12,
    ]

    /// K is 1024 as on the screen, and so is KiB; KB is 1000.
    private static let byteUnits: [String: Double] = {
        var units: [String: Double] = ["": 1, "b": 1]
        var binary = 1.0
        var decimal = 1.0
        for letter in ["k", "m", "g", "t", "p", "e"] {
            binary *= 1024
            decimal *= 1000
            units[letter] = binary
            units[letter + "i"] = binary
            units[letter + "ib"] = binary
            units[letter + "b"] = decimal
        }
        return units
    }()

    private static let timeUnits: [String: Double] = [
        "ns": 1, "us": 1e3, "µs": 1e3, "μs": 1e3, "ms": 1e6, "s": 1e9, "sec": 1e9, "m": 60e9,
        "min": 60e9, "h": 3600e9, "d": 86_400e9, "w": 604_800e9,
    ]

    /// A number and one of some units.
    private static func scaled(_ text: Substring, _ units: [String: Double]) -> Double? {
        guard let (number, rest) = leadingNumber(text), let unit = units[rest.lowercased()] else {
            return nil
        }
        return number * unit
    }

    private static func scaled(_ text: String, _ units: [String: Double]) -> Double? {
        scaled(text[...], units)
    }

    private static func withoutSuffix(_ suffix: String, _ text: String) -> Substring {
        text.hasSuffix(suffix) ? text.dropLast(suffix.count) : text[...]
    }

    /// Splits off a decimal number: digits, maybe a sign before and a fraction behind; no exponent, no "inf".
    static func leadingNumber(_ text: Substring) -> (Double, Substring)? {
        var end = text.startIndex
        var digits = 0
        var dots = 0
        for (index, byte) in zip(text.utf8.indices, text.utf8) {
            switch byte {
            case UInt8(ascii: "-") where index == text.startIndex,
                UInt8(ascii: "+") where index == text.startIndex:
                break
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: ".") where dots == 0: dots = 1
            default:
                return split(text, at: end, digits: digits)
            }
            end = text.utf8.index(after: index)
        }
        return split(text, at: end, digits: digits)
    }

    private static func split(
        _ text: Substring, at end: Substring.Index, digits: Int
    ) -> (Double, Substring)? {
        // A number that a Double cannot hold would be infinite; 300 digits are not meant.
        guard (1...300).contains(digits), let number = Double(text[..<end]) else { return nil }
        return (number, text[end...])
    }
}
