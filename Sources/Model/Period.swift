/// How long to wait from one refresh to the next.
package struct Period: Equatable, Comparable, Sendable {
    /// The length in ns, always within `shortest` and `longest`.
    package let nanoseconds: UInt64

    /// 100 ms, below which the walk itself would be what is seen.
    package static let shortest = Period(checked: 100_000_000)
    /// One hour.
    package static let longest = Period(checked: 3_600_000_000_000)

    /// Makes the allowed period that is nearest to a length in ns.
    package init(clamping nanoseconds: UInt64) {
        self.nanoseconds = min(
            max(nanoseconds, Self.shortest.nanoseconds), Self.longest.nanoseconds)
    }

    /// Reads a length of time: `500ms`, `1.5s`, `2m`, `1m30s`; a bare number is milliseconds.
    package init(_ text: String) throws(PeriodError) {
        guard let length = Quantity.duration(text, bareUnit: 1_000_000) else {
            throw .notDuration(text)
        }
        guard length >= Double(Self.shortest.nanoseconds),
            length <= Double(Self.longest.nanoseconds)
        else { throw .outOfRange(text) }
        nanoseconds = UInt64(length)
    }

    private init(checked nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// Whether a period is shorter than another.
    package static func < (a: Period, b: Period) -> Bool { a.nanoseconds < b.nanoseconds }
}

extension Period: CustomStringConvertible {
    /// The shortest form that `init(_:)` reads back: "500ms", "1.5s", "2m".
    package var description: String {
        let second: UInt64 = 1_000_000_000
        if nanoseconds % (3600 * second) == 0 { return "\(nanoseconds / (3600 * second))h" }
        if nanoseconds % (60 * second) == 0 { return "\(nanoseconds / (60 * second))m" }
        let (unit, name) = nanoseconds < second ? (second / 1000, "ms") : (second, "s")
        let fraction = nanoseconds % unit
        if fraction == 0 { return "\(nanoseconds / unit)\(name)" }
        var digits = String((unit + fraction)).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(nanoseconds / unit).\(digits)\(name)"
    }
}

/// Why a period was refused.
package enum PeriodError: Error, Equatable, Sendable, CustomStringConvertible {
    /// It cannot be read as a length of time.
    case notDuration(String)
    /// It is shorter than 100 ms or longer than 1 h.
    case outOfRange(String)

    /// What was wrong and what would have been right, in one line.
    package var description: String {
        switch self {
        case .notDuration(let text):
            "'\(text)' is no length of time; expected one like 500ms, 1.5s or 2m"
        case .outOfRange(let text):
            "a period of '\(text)' is out of range; expected 100ms to 1h (a number alone is ms)"
        }
    }
}
