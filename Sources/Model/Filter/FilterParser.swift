/// Reads the filter language by descending through its grammar (docs/filter.md), on bytes.
struct FilterParser {
    let text: String
    let bytes: [UInt8]
    /// What local times mean.
    let zone: TimeZone
    /// The next byte to read.
    var place = 0
    /// Names that users are compared with.
    var userNames: [String] = []
    private var depth = 0

    /// The deepest nesting of parentheses.
    static let deepest = 64

    private init(_ text: String, _ zone: TimeZone) {
        self.text = text
        self.zone = zone
        bytes = Array(text.utf8)
    }

    /// The expression that a text holds and the names of users in it; one without any word holds `all` of nothing.
    static func parse(
        _ text: String, in zone: TimeZone
    ) throws(FilterError) -> (FilterExpression, userNames: [String]) {
        guard text.utf8.count <= Filter.longest else {
            throw FilterError(
                "the expression is longer than \(Filter.longest) bytes", at: 0, of: text)
        }
        var parser = FilterParser(text, zone)
        parser.skipSpace()
        if parser.isAtEnd { return (.all([]), []) }
        let expression = try parser.alternatives()
        guard parser.isAtEnd else { throw parser.error("this ')' closes nothing") }
        return (expression, parser.userNames)
    }

    /// Reads `conjunction { or conjunction }`.
    private mutating func alternatives() throws(FilterError) -> FilterExpression {
        var parts = [try conjunction()]
        while takeSign("|") || takeKeyword("or") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    /// Reads `negation { [and] negation }`.
    private mutating func conjunction() throws(FilterError) -> FilterExpression {
        var parts = [try negation()]
        while takeSign("&") || takeKeyword("and") || !endsConjunction() {
            parts.append(try negation())
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private func endsConjunction() -> Bool {
        isAtEnd || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "|") || isKeyword("or")
    }

    /// Reads `{ not } primary`.
    private mutating func negation() throws(FilterError) -> FilterExpression {
        var isNegated = false
        while takeSign("!") || takeKeyword("not") { isNegated.toggle() }
        let inner = try primary()
        return isNegated ? .not(inner) : inner
    }

    /// A group in parentheses, `has FIELD`, a quoted string, a comparison or a word.
    private mutating func primary() throws(FilterError) -> FilterExpression {
        if byte == UInt8(ascii: "(") { return try group() }
        let start = place
        if let quoted = try takeQuoted() {
            guard !quoted.text.isEmpty else { throw error("the text is empty", at: start) }
            if peekOperator() != nil {
                throw error("expected a field's name without quotes", at: start)
            }
            return .test(.anywhere(TextQuery(quoted.text)))
        }
        if takeKeyword("has") {
            let start = place
            guard let name = takeWord() else { throw error("expected a field after 'has'") }
            return .test(.isShown(RowValue(try field(name, at: start))))
        }
        guard !isKeyword("and"), !isKeyword("or"), let word = takeWord() else {
            throw error("expected a word, a comparison or '('")
        }
        guard let (comparison, length) = peekOperator() else {
            return .test(.anywhere(TextQuery(word)))
        }
        let column = try field(word, at: start)
        let operatorPlace = place
        place += length
        skipSpace()
        return try self.comparison(column, comparison, operatorPlace)
    }

    private mutating func group() throws(FilterError) -> FilterExpression {
        guard depth < Self.deepest else { throw error("nested too deeply") }
        depth += 1
        let start = place
        place += 1
        skipSpace()
        let inner = try alternatives()
        guard byte == UInt8(ascii: ")") else { throw error("this '(' is never closed", at: start) }
        place += 1
        skipSpace()
        depth -= 1
        return inner
    }

    private func field(_ name: String, at start: Int) throws(FilterError) -> Column {
        if let column = Column.field(name) { return column }
        throw FilterError(
            "there is no field '\(name)'; quote the text to look for it", at: start, of: text,
            suggestions: Column.suggestions(for: name))
    }

    /// An error at a byte; at the next one unless said.
    func error(_ message: String, at offset: Int? = nil) -> FilterError {
        FilterError(message, at: offset ?? place, of: text)
    }
}
