/// One cell's value, with its unit, before it is text.
package enum Value: Equatable, Sendable {
    /// The kernel, or these privileges, cannot say: `-` on a screen, null in JSON.
    case absent
    /// A plain number: a process id, a nice value, a count.
    case integer(Int64)
    /// Bytes.
    case bytes(UInt64)
    /// Bytes per second.
    case byteRate(Double)
    /// Events per second.
    case rate(Double)
    /// Percent, 0 to 100 for a share of something whole; of one CPU it may be more.
    case percent(Double)
    /// A length of time in ns.
    case duration(UInt64)
    /// A moment, as it is read at the sample's time.
    case moment(Moment)
    /// Words: names, paths, letters; hostile until a screen or an exporter makes them harmless.
    case text(String)

    /// The number that orders values of one column; nil for text and for what is absent.
    package var number: Double? {
        switch self {
        case .absent, .text: nil
        case .integer(let value): Double(value)
        case .bytes(let value), .duration(let value): Double(value)
        case .moment(let value): Double(value.nanoseconds)
        case .byteRate(let value), .rate(let value), .percent(let value): value
        }
    }

    /// A value, or absence where there is none.
    static func optional<Number>(_ number: Number?, _ make: (Number) -> Value) -> Value {
        number.map(make) ?? .absent
    }
}
