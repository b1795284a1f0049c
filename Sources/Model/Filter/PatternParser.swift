/// Why a pattern was refused, at a byte of its own.
struct PatternError: Error, Equatable {
    let message: String
    let offset: Int
}

/// A pattern as it was understood.
indirect enum PatternNode: Sendable, Equatable {
    case set(ScalarSet)
    case assertion(PatternAssertion)
    /// One after the other; empty for nothing at all.
    case sequence([PatternNode])
    case choice([PatternNode])
    /// At least and at most so often; nil for any number.
    case repeated(PatternNode, Int, Int?)
}

/// A place between two scalars.
enum PatternAssertion: Sendable, Equatable {
    case start, end, wordBoundary, noWordBoundary
}

/// Reads a regular expression: the part of the usual syntax that can be matched in linear time.
struct PatternParser {
    let scalars: [Unicode.Scalar]
    var place = 0
    private var depth = 0
    private(set) var ignoresCase = false

    /// The deepest nesting of groups.
    static let deepest = 64
    /// The most often that a `{n,m}` may repeat.
    static let mostRepetitions = 255

    private init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// The pattern that a text holds.
    static func parse(_ text: String) throws(PatternError) -> PatternNode {
        var parser = PatternParser(text)
        if parser.take("(?i)") { parser.ignoresCase = true }
        let node = try parser.choice()
        guard parser.next == nil else { throw parser.error("this ')' closes nothing") }
        return node
    }

    var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    /// Takes a text if it comes next.
    mutating func take(_ text: String) -> Bool {
        let wanted = text.unicodeScalars
        guard scalars[place...].starts(with: wanted) else { return false }
        place += wanted.count
        return true
    }

    func error(_ message: String, at index: Int? = nil) -> PatternError {
        let offset = scalars[..<(index ?? place)].reduce(0) { $0 + UTF8.width($1) }
        return PatternError(message: message, offset: offset)
    }

    private mutating func choice() throws(PatternError) -> PatternNode {
        var parts = [try sequence()]
        while take("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .choice(parts)
    }

    private mutating func sequence() throws(PatternError) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" { parts.append(try repetition()) }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    /// An atom and what says how often; lazy forms match the same texts and are taken alike.
    private mutating func repetition() throws(PatternError) -> PatternNode {
        let atom = try atom()
        let (least, most): (Int, Int?)
        if take("*") {
            (least, most) = (0, nil)
        } else if take("+") {
            (least, most) = (1, nil)
        } else if take("?") {
            (least, most) = (0, 1)
        } else if let bounds = try braces() {
            (least, most) = bounds
        } else {
            return atom
        }
        _ = take("?")
        if let scalar = next, "*+?{".unicodeScalars.contains(scalar) {
            throw error("'\(scalar)' repeats what is repeated already; put it in parentheses")
        }
        return .repeated(atom, least, most)
    }

    /// `{n}`, `{n,}` or `{n,m}`.
    private mutating func braces() throws(PatternError) -> (Int, Int?)? {
        let start = place
        guard take("{") else { return nil }
        let least = number()
        let most = take(",") ? number() : least
        let isOpen = scalars[place - 1] == ","
        guard take("}"), let least, isOpen || most != nil else {
            throw error("expected {n}, {n,} or {n,m}; write \\{ for a brace", at: start)
        }
        guard least <= Self.mostRepetitions, most ?? least <= Self.mostRepetitions else {
            throw error("more than \(Self.mostRepetitions) repetitions", at: start)
        }
        if let most, most < least { throw error("the greater number comes second", at: start) }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var result: Int?
        while let digit = next, ("0"..."9").contains(digit) {
            result = min((result ?? 0) * 10 + Int(digit.value - 48), 10_000)
            place += 1
        }
        return result
    }

    private mutating func atom() throws(PatternError) -> PatternNode {
        let start = place
        guard let scalar = next else { return .sequence([]) }
        place += 1
        switch scalar {
        case "(": return try group(from: start)
        case "[": return .set(try bracketSet(from: start))
        case ".": return .set(.all)
        case "^": return .assertion(.start)
        case "$": return .assertion(.end)
        case "*", "+", "?", "{":
            throw error("nothing stands before '\(scalar)' to repeat", at: start)
        case "\\": return try escape(from: start)
        default: return literal(scalar)
        }
    }

    private mutating func group(from start: Int) throws(PatternError) -> PatternNode {
        if !take("?:"), next == "?" {
            throw error("only (?:…) and, at the beginning, (?i) are known", at: start)
        }
        guard depth < Self.deepest else { throw error("nested too deeply", at: start) }
        depth += 1
        let inner = try choice()
        guard take(")") else { throw error("this '(' is never closed", at: start) }
        depth -= 1
        return inner
    }

    func literal(_ scalar: Unicode.Scalar) -> PatternNode {
        .set(folded(ScalarSet(scalar...scalar)))
    }

    func folded(_ set: ScalarSet) -> ScalarSet {
        guard ignoresCase else { return set }
        var result = set
        result.addOtherCases()
        return result
    }
}
