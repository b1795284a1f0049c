/// One test of a process.
///
/// A value that the kernel cannot give fails every comparison; only `isShown` and its negation tell it apart.
enum FilterTest: Sendable {
    /// A word that stands anywhere in the columns of `TextQuery`.
    case anywhere(TextQuery)
    /// Whether the screen shows anything but `-`.
    case isShown(Column)
    /// A number compared with a bound.
    case number(Column, NumberComparison, Double)
    /// Words that are the same, byte for byte.
    case same(Column, String, negated: Bool)
    /// Text as shown in which a pattern occurs.
    case pattern(Column, Pattern, negated: Bool)

    /// Whether the test holds for a process.
    func holds(_ snapshot: borrowing Snapshot, _ row: Int) -> Bool {
        switch self {
        case .anywhere(let query):
            return query.matches(snapshot, row)
        case .isShown(let column):
            return column.value(snapshot, row).text != "-"
        case .number(let column, let comparison, let bound):
            return column.value(snapshot, row).comparable.map { comparison.holds($0, bound) }
                ?? false
        case .same(let column, let word, let negated):
            guard case .text(let text) = column.value(snapshot, row) else { return false }
            return (text == word) != negated
        case .pattern(let column, let pattern, let negated):
            let value = column.value(snapshot, row)
            if value == .absent { return false }
            return pattern.occurs(in: value.text) != negated
        }
    }
}

/// How a number may stand to another.
enum NumberComparison: Sendable {
    case equal, notEqual, less, greater, lessOrEqual, greaterOrEqual

    /// Whether the first stands so to the second.
    func holds(_ a: Double, _ b: Double) -> Bool {
        switch self {
        case .equal: a == b
        case .notEqual: a != b
        case .less: a < b
        case .greater: a > b
        case .lessOrEqual: a <= b
        case .greaterOrEqual: a >= b
        }
    }
}

extension Value {
    /// The number that filters and sorting compare: shares and rates to one decimal, as they are shown.
    var comparable: Double? {
        switch self {
        case .percent(let value), .rate(let value): (value * 10).rounded() / 10
        default: number
        }
    }
}
