/// How values read to a person; machine-readable exports print plain numbers instead.
extension Value {
    /// The value as text for a screen or a table, its hostile characters untouched.
    package var text: String {
        if case .text(let text) = self { return text }
        if case .absent = self { return "-" }
        var text = NumberText()
        append(to: &text)
        return text.string
    }

    private func append(to text: inout NumberText) {
        switch self {
        case .absent, .text: break
        case .integer(let value): text.append(signed: value)
        case .bytes(let value): Self.append(bytes: Double(value), to: &text)
        case .byteRate(let value): Self.append(bytes: value, to: &text)
        case .rate(let value): Self.append(value, tenthsBelow: 100, to: &text)
        case .percent(let value): Self.append(value, tenthsBelow: 1000, to: &text)
        case .duration(let value): Self.append(duration: value, to: &text)
        case .moment(let value): value.append(to: &text)
        }
    }

    /// Appends a number, rounded half away from zero to tenths or, from a limit on, to a whole number; "-" for what is none.
    private static func append(
        _ value: Double, tenthsBelow limit: Double, to text: inout NumberText
    ) {
        if !(value < limit) {
            text.append(signed: Int64(clampingRounded: value))
        } else if value.isFinite {
            text.append(tenths: Int64(clampingRounded: value * 10))
        } else {
            text.append("-")
        }
    }

    /// Bytes in at most five characters: "0", "812", "3.4K", "120M", "1.2T".
    package static func bytesText(_ value: Double) -> String {
        var text = NumberText()
        append(bytes: value, to: &text)
        return text.string
    }

    private static func append(bytes value: Double, to text: inout NumberText) {
        if value < 1000 { return text.append(signed: Int64(clampingRounded: value)) }
        let units: InlineArray<6, Unicode.Scalar> = ["K", "M", "G", "T", "P", "E"]
        var scaled = value / 1024
        var unit = 0
        while !(scaled < 999.5), unit < 5 {
            scaled /= 1024
            unit += 1
        }
        if scaled < 9.95 {
            text.append(tenths: Int64(clampingRounded: scaled * 10))
        } else {
            text.append(signed: Int64(clampingRounded: scaled))
        }
        text.append(units[unit])
    }

    /// A length of time in at most nine characters: "0:03.21", "59:03.21", "3:12:09", "12d03:45", "1200d03h".
    package static func durationText(_ nanoseconds: UInt64) -> String {
        var text = NumberText()
        append(duration: nanoseconds, to: &text)
        return text.string
    }

    private static func append(duration nanoseconds: UInt64, to text: inout NumberText) {
        let hundredths = nanoseconds / 10_000_000
        let seconds = hundredths / 100
        let minutes = seconds / 60
        let hours = minutes / 60
        if hours < 100 {
            text.append(hours == 0 ? minutes : hours)
            text.append(":")
            text.append(hours == 0 ? seconds % 60 : minutes % 60, digits: 2)
            text.append(hours == 0 ? "." : ":")
            text.append(hours == 0 ? hundredths % 100 : seconds % 60, digits: 2)
            return
        }
        text.append(hours / 24)
        text.append("d")
        if hours >= 2_400_000 { return }
        text.append(hours % 24, digits: 2)
        if hours >= 24_000 { return text.append("h") }
        text.append(":")
        text.append(minutes % 60, digits: 2)
    }

    /// A number with a fixed number of decimals, rounded half away from zero.
    package static func decimal(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return "-" }
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = Int64(clampingRounded: value * Double(scale))
        var text = NumberText()
        if scaled < 0 { text.append("-") }
        text.append(scaled.magnitude / scale.magnitude)
        if decimals == 0 { return text.string }
        text.append(".")
        text.append(scaled.magnitude % scale.magnitude, digits: decimals)
        return text.string
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
