/// How values read to a person; machine-readable exports print plain numbers instead.
extension Value {
    /// The value as text for a screen or a table, its hostile characters untouched.
    package var text: String {
        switch self {
        case .absent: "-"
        case .integer(let value): String(value)
        case .bytes(let value): Self.bytesText(Double(value))
        case .byteRate(let value): Self.bytesText(value)
        case .rate(let value):
            value < 100 ? Self.decimal(value, 1) : String(Int64(clampingRounded: value))
        case .percent(let value):
            value < 1000 ? Self.decimal(value, 1) : String(Int64(clampingRounded: value))
        case .duration(let value): Self.durationText(value)
        case .moment(let value): Self.clockText(value)
        case .text(let value): value
        }
    }

    /// Bytes in at most five characters: "0", "812", "3.4K", "120M", "1.2T".
    package static func bytesText(_ value: Double) -> String {
        if value < 1000 { return String(Int64(clampingRounded: value)) }
        var scaled = value
        for unit in ["K", "M", "G", "T", "P", "E"] {
            scaled /= 1024
            if scaled < 9.95 { return decimal(scaled, 1) + unit }
            if scaled < 999.5 { return String(Int64(clampingRounded: scaled)) + unit }
        }
        return String(Int64(clampingRounded: scaled)) + "E"
    }

    /// A length of time in at most nine characters: "0:03.21", "59:03.21", "3:12:09", "12d03:45", "1200d03h".
    package static func durationText(_ nanoseconds: UInt64) -> String {
        let hundredths = nanoseconds / 10_000_000
        let seconds = hundredths / 100
        let minutes = seconds / 60
        let hours = minutes / 60
        if hours == 0 {
            return "\(minutes):\(padded(seconds % 60)).\(padded(hundredths % 100))"
        }
        if hours < 100 { return "\(hours):\(padded(minutes % 60)):\(padded(seconds % 60))" }
        if hours >= 2_400_000 { return "\(hours / 24)d" }
        if hours >= 24_000 { return "\(hours / 24)d\(padded(hours % 24))h" }
        return "\(hours / 24)d\(padded(hours % 24)):\(padded(minutes % 60))"
    }

    /// A moment as the time of day in UTC, "HH:MM:SS".
    private static func clockText(_ nanoseconds: UInt64) -> String {
        let seconds = nanoseconds / 1_000_000_000 % 86_400
        return "\(padded(seconds / 3600)):\(padded(seconds / 60 % 60)):\(padded(seconds % 60))"
    }

    /// A number with a fixed number of decimals, rounded half away from zero.
    package static func decimal(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return "-" }
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int64(clampingRounded: value * Double(scale))
        let fraction = String(abs(scaled % scale))
        let zeros = String(repeating: "0", count: max(0, decimals - fraction.utf8.count))
        let sign = scaled < 0 && scaled / scale == 0 ? "-" : ""
        return decimals == 0 ? String(scaled) : "\(sign)\(scaled / scale).\(zeros)\(fraction)"
    }

    private static func padded(_ number: UInt64) -> String {
        number < 10 ? "0\(number)" : String(number)
    }
}

extension Int64 {
    /// The nearest integer, at the ends of the range where there is none; 0 for what is no number.
    init(clampingRounded value: Double) {
        let rounded = value.rounded()
        if rounded.isNaN {
            self = 0
        } else if rounded >= 9.2e18 {
            self = .max
        } else if rounded <= -9.2e18 {
            self = .min
        } else {
            self = Int64(rounded)
        }
    }
}
