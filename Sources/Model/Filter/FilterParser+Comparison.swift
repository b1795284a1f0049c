/// What stands behind a field's name.
extension FilterParser {
    /// Reads the value and makes the test.
    mutating func comparison(
        _ column: Column, _ comparison: FilterOperator, _ operatorPlace: Int
    ) throws(FilterError) -> FilterExpression {
        let start = place
        switch comparison {
        case .matches, .matchesNot:
            guard let word = try takeValue(isPattern: true) else {
                throw error("expected a pattern")
            }
            let pattern = try pattern(word)
            return .test(.pattern(RowValue(column), pattern, negated: comparison == .matchesNot))
        case .compare(let relation):
            guard let word = try takeValue(isPattern: false) else {
                throw error("expected \(Quantity.example(of: column.kind))")
            }
            if !word.isQuoted && word.text == "-" {
                if relation == .equal { return .not(.test(.isShown(RowValue(column)))) }
                if relation == .notEqual { return .test(.isShown(RowValue(column))) }
            }
            if column.kind == .text {
                return .test(try same(column, relation, word, operatorPlace))
            }
            guard let bound = Quantity.number(word.text, as: column.kind, in: zone) else {
                throw error("expected \(Quantity.example(of: column.kind))", at: start)
            }
            return .test(.number(RowValue(column), relation, bound))
        }
    }

    private func same(
        _ column: Column, _ relation: NumberComparison, _ word: FilterWord, _ operatorPlace: Int
    ) throws(FilterError) -> FilterTest {
        switch relation {
        case .equal: .same(RowValue(column), word.text, negated: false)
        case .notEqual: .same(RowValue(column), word.text, negated: true)
        default:
            throw error(
                "'\(column.name)' holds words; expected '=', '!=', '~' or '!~'", at: operatorPlace)
        }
    }

    private func pattern(_ word: FilterWord) throws(FilterError) -> Pattern {
        do throws(PatternError) {
            return try Pattern(word.text)
        } catch {
            throw self.error(
                error.message, at: word.places[min(error.offset, word.places.count - 1)])
        }
    }
}
