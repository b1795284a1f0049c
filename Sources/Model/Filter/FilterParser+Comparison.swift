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
                return .test(try same(column, relation, word, at: (operatorPlace, start)))
            }
            guard let bound = Quantity.number(word.text, as: column.kind, in: zone) else {
                throw error("expected \(Quantity.example(of: column.kind))", at: start)
            }
            return .test(.number(RowValue(column), relation, bound))
        }
    }

    private mutating func same(
        _ column: Column, _ relation: NumberComparison, _ word: FilterWord,
        at places: (relation: Int, word: Int)
    ) throws(FilterError) -> FilterTest {
        guard relation == .equal || relation == .notEqual else {
            throw error(
                "'\(column.name)' holds words; expected '=', '!=', '~' or '!~'",
                at: places.relation)
        }
        if let id = Self.userID(word), case .users(let number) = column.vocabulary {
            return .number(RowValue(number, of: column), relation, Double(id))
        }
        if case .users = column.vocabulary { userNames.append(word.text) }
        let wanted = try term(of: column, word.text, at: places.word)
        return .same(RowValue(column), wanted, negated: relation == .notEqual)
    }

    /// A user's id; in quotes even digits are a name.
    private static func userID(_ word: FilterWord) -> UInt32? {
        let isNumber = !word.isQuoted && word.text.utf8.allSatisfy { (48...57).contains($0) }
        return isNumber ? UInt32(word.text) : nil
    }

    /// The word that the column holds where this was written for it; a word that it can never hold would quietly match nothing.
    private func term(
        of column: Column, _ text: String, at place: Int
    ) throws(FilterError) -> String {
        guard case .closed(let terms) = column.vocabulary else { return text }
        if let word = terms.meant(by: text) { return word }
        throw error(
            "\(column.name) is one of \(terms.map(\.word).joined(separator: ", "))", at: place)
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
