/// By which column rows are ordered, and in which direction.
package struct SortOrder: Sendable, Equatable {
    /// The column whose values are compared.
    package var column: Column
    /// Whether small or great values come first; what is absent comes last in both.
    package var order: Column.Order

    /// Makes an order, in the column's natural direction unless another is given.
    package init(_ column: Column, _ order: Column.Order? = nil) {
        self.column = column
        self.order = order ?? column.naturalOrder
    }

    /// Reads `COLUMN`, `COLUMN:asc` or `COLUMN:desc`; columns by machine name, short name or heading.
    package init(parsing text: String) throws(SortOrderError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let column = Column.field(name) else {
            throw .unknownColumn(name, suggestions: Column.suggestions(for: name))
        }
        guard parts.count > 1 else {
            self.init(column)
            return
        }
        switch parts[1].lowercased() {
        case "asc", "ascending": self.init(column, .ascending)
        case "desc", "descending": self.init(column, .descending)
        default: throw .unknownDirection(String(parts[1]))
        }
    }

    /// Whether two orders compare the same column in the same direction.
    package static func == (a: SortOrder, b: SortOrder) -> Bool {
        a.column.name == b.column.name && a.order == b.order
    }
}

extension SortOrder: CustomStringConvertible {
    /// The form that `init(parsing:)` reads: "cpu_percent:desc".
    package var description: String {
        "\(column.name):\(order == .ascending ? "asc" : "desc")"
    }
}

/// Why a sort order was refused.
package enum SortOrderError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no such column; the nearest machine names, best first.
    case unknownColumn(String, suggestions: [String])
    /// What follows the colon is neither `asc` nor `desc`.
    case unknownDirection(String)

    /// What was wrong and what would have been right, in one line.
    package var description: String {
        switch self {
        case .unknownColumn(let name, let suggestions):
            "there is no column '\(name)'; nearest names: \(suggestions.joined(separator: ", "))"
        case .unknownDirection(let word):
            "'\(word)' is no direction of sorting; expected 'asc' or 'desc'"
        }
    }
}
