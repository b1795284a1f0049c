extension Value {
    /// A number that orders values of one column; nil for what is absent.
    ///
    /// Shares and rates are rounded to what a screen shows, so that less than that does not move a row; shares not where they are steady.
    func sortKey(isSteady: Bool = false) -> UInt64? {
        switch self {
        case .absent, .text: nil
        case .integer(let value): UInt64(bitPattern: value ^ .min)
        case .bytes(let value), .duration(let value): value
        case .moment(let value): value.nanoseconds
        case .rate(let value): UInt64(clampingRounded: value * 10)
        case .percent(let value) where isSteady:
            // The bits of numbers that are not negative are in the numbers' order.
            value > 0 ? value.bitPattern : 0
        case .percent(let value): UInt64(clampingRounded: value * 10)
        case .byteRate(let value): Self.shownBytes(value)
        }
    }

    /// A number that grows with bytes and is the same for those that `bytesText` shows alike.
    private static func shownBytes(_ value: Double) -> UInt64 {
        if value < 1000 { return UInt64(clampingRounded: value) }
        var scaled = value
        for unit in 1...5 as ClosedRange<UInt64> {
            scaled /= 1024
            if scaled < 9.95 { return unit << 16 | UInt64(clampingRounded: scaled * 10) }
            if scaled < 999.5 { return unit << 16 | UInt64(clampingRounded: scaled) * 10 }
        }
        return 6 << 16 + UInt64(clampingRounded: scaled / 1024)
    }
}

extension UInt64 {
    /// The nearest number, 0 for negative ones and for what is no number.
    fileprivate init(clampingRounded value: Double) {
        let rounded = value.rounded()
        if rounded >= 1.8e19 {
            self = .max
        } else if rounded > 0 {
            self = UInt64(rounded)
        } else {
            self = 0
        }
    }
}
