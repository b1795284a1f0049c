/// Escapes and sets in brackets.
extension PatternParser {
    /// What a backslash, which was taken, makes of the next scalar.
    mutating func escape(from start: Int) throws(PatternError) -> PatternNode {
        switch next {
        case "b":
            place += 1
            return .assertion(.wordBoundary)
        case "B":
            place += 1
            return .assertion(.noWordBoundary)
        default:
            if let set = escapedSet() { return .set(set) }
            return literal(try escapedScalar(from: start))
        }
    }

    private mutating func escapedSet() -> ScalarSet? {
        let set: ScalarSet
        switch next {
        case "d": set = .digits
        case "D": set = ScalarSet.digits.inverted
        case "s": set = .spaces
        case "S": set = ScalarSet.spaces.inverted
        case "w": set = .wordCharacters
        case "W": set = ScalarSet.wordCharacters.inverted
        default: return nil
        }
        place += 1
        return set
    }

    private mutating func escapedScalar(from start: Int) throws(PatternError) -> Unicode.Scalar {
        guard let scalar = next else { throw error("a '\\' stands at the end", at: start) }
        place += 1
        switch scalar {
        case "t": return "\t"
        case "n": return "\n"
        case "r": return "\r"
        case _ where scalar.isASCII && ScalarSet.wordCharacters.contains(scalar.value):
            throw error("'\\\(scalar)' is not known", at: start)
        default: return scalar
        }
    }

    /// A set in brackets, of which the first was taken.
    mutating func bracketSet(from start: Int) throws(PatternError) -> ScalarSet {
        var set = ScalarSet()
        let isNegated = take("^")
        var isFirst = true
        while let scalar = next, isFirst || scalar != "]" {
            isFirst = false
            try bracketItem(into: &set)
        }
        guard take("]") else { throw error("this '[' is never closed", at: start) }
        if ignoresCase { set.addOtherCases() }
        return isNegated ? set.inverted : set
    }

    private mutating func bracketItem(into set: inout ScalarSet) throws(PatternError) {
        let start = place
        if next == "[", take("[:") {
            throw error("[:classes:] are not known; write \\d, \\s or \\w", at: start)
        }
        if next == "\\" {
            place += 1
            if let escaped = escapedSet() { return set.formUnion(escaped) }
            place -= 1
        }
        let first = try bracketScalar()
        guard next == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else {
            return set.insert(first.value...first.value)
        }
        place += 1
        let last = try bracketScalar()
        guard first <= last else { throw error("the range is upside down", at: start) }
        set.insert(first.value...last.value)
    }

    private mutating func bracketScalar() throws(PatternError) -> Unicode.Scalar {
        let start = place
        guard let scalar = next else { throw error("expected ']'", at: start) }
        place += 1
        return scalar == "\\" ? try escapedScalar(from: start) : scalar
    }
}
