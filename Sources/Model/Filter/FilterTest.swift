/// How a column's value is found and what it shows; a test keeps this alone, as copying a whole column for each row costs ten times the
/// test.
struct RowValue: Sendable {
    private let value: @Sendable (borrowing Snapshot, Int) -> Value
    let parts: RecordParts

    init(_ column: Column) {
        value = column.value
        parts = column.parts
    }

    /// A number of the record that a column stands for; what it depends on is what the column does.
    init(_ number: @escaping @Sendable (TaskRecord) -> UInt32?, of column: Column) {
        value = { snapshot, row in .optional(number(snapshot[row])) { .integer(Int64($0)) } }
        parts = column.parts
    }

    func callAsFunction(_ snapshot: borrowing Snapshot, _ row: Int) -> Value {
        value(snapshot, row)
    }
}

/// One test of a process.
///
/// A value that the kernel cannot give fails every comparison; only `isShown` and its negation tell it apart.
enum FilterTest: Sendable {
    /// A word that stands anywhere in the columns of `TextQuery`.
    case anywhere(TextQuery)
    /// Whether the screen shows anything but `-`.
    case isShown(RowValue)
    /// A number compared with a bound.
    case number(RowValue, NumberComparison, Double)
    /// Words that are the same, byte for byte.
    case same(RowValue, String, negated: Bool)
    /// Text as shown in which a pattern occurs.
    case pattern(RowValue, Pattern, negated: Bool)

    /// Whether the test holds for a process.
    func holds(_ snapshot: borrowing Snapshot, _ row: Int, _ memo: inout TextMemo) -> Bool {
        switch self {
        case .anywhere(let query):
            return query.matches(snapshot, row, &memo)
        case .isShown(let value):
            return value(snapshot, row).text != "-"
        case .number(let value, let comparison, let bound):
            return value(snapshot, row).comparable.map { comparison.holds($0, bound) }
                ?? false
        case .same(let value, let word, let negated):
            guard case .text(let text) = value(snapshot, row) else { return false }
            return (text == word) != negated
        case .pattern(let value, let pattern, let negated):
            switch value(snapshot, row) {
            case .absent: return false
            case .text(let text): return pattern.occurs(in: text) != negated
            case let number: return pattern.occurs(in: number.text) != negated
            }
        }
    }
}

extension FilterTest {
    /// What it looks at of what others can change while a process does not run.
    var parts: RecordParts {
        switch self {
        case .anywhere(let query): query.parts
        case .isShown(let value), .number(let value, _, _), .same(let value, _, _),
            .pattern(let value, _, _):
            value.parts
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
