/// A regular expression that is matched in linear time.
///
/// The text may be a hostile process's: a matcher that tries one way after the other (the standard library's does) can be
/// made to take years. This one follows all ways at once, so the time is at most the text's length times the pattern's.
struct Pattern: Sendable {
    private let steps: [PatternStep]
    private let sets: [ScalarSet]
    /// The sets' bits for ASCII, two words each.
    private let ascii: [UInt64]
    /// The ASCII bytes with which a match may begin: those below 64, then the others; nil where it may be empty.
    private let beginnings: (low: UInt64, high: UInt64)?

    /// Compiles a pattern.
    init(_ text: String) throws(PatternError) {
        let program = try PatternCompiler.compile(try PatternParser.parse(text))
        steps = program.steps
        sets = program.sets
        ascii = program.sets.flatMap { [$0.low, $0.high] }
        beginnings = Self.beginnings(of: program).map { ($0.low, $0.high) }
    }

    /// Whether the pattern matches any part of the text.
    func occurs(in text: String) -> Bool {
        let bytes = text.utf8.span
        var threads = PatternThreads(count: steps.count)
        var position = 0
        while true {
            if let beginnings, threads.isEmpty {
                position = skip(bytes, from: position, to: beginnings)
                if position == bytes.count { return false }
            }
            if add(0, to: &threads, bytes, position) { return true }
            if position == bytes.count { return false }
            let (scalar, length) = Self.decode(bytes, position)
            position += length
            threads.advance()
            while let step = threads.popCurrent() {
                if case .set(let set) = steps[step], contains(set, scalar),
                    add(step + 1, to: &threads, bytes, position)
                {
                    return true
                }
            }
        }
    }

    private func contains(_ set: Int, _ scalar: UInt32) -> Bool {
        if scalar > 127 { return sets[set].contains(scalar) }
        return ascii[2 * set + Int(scalar >> 6)] >> UInt64(scalar & 63) & 1 != 0
    }

    /// The next position where a match may begin; beyond ASCII every position is one.
    private func skip(
        _ bytes: Span<UInt8>, from position: Int, to beginnings: (low: UInt64, high: UInt64)
    ) -> Int {
        var position = position
        while position < bytes.count, bytes[position] < 0x80 {
            let word = bytes[position] < 64 ? beginnings.low : beginnings.high
            if word >> UInt64(bytes[position] & 63) & 1 != 0 { break }
            position += 1
        }
        return position
    }

    /// Adds an instruction, or those that follow it without a scalar; says whether `match` is among them.
    private func add(
        _ step: Int, to threads: inout PatternThreads, _ bytes: Span<UInt8>, _ position: Int
    ) -> Bool {
        var pending = step
        while true {
            if threads.visit(pending) {
                switch steps[pending] {
                case .match:
                    return true
                case .set:
                    threads.append(pending)
                case .jump(let target):
                    pending = target
                    continue
                case .split(let first, let second):
                    threads.postpone(second)
                    pending = first
                    continue
                case .assertion(let assertion):
                    if Self.holds(assertion, bytes, position) {
                        pending += 1
                        continue
                    }
                }
            }
            guard let postponed = threads.popPostponed() else { return false }
            pending = postponed
        }
    }

    private static func holds(
        _ assertion: PatternAssertion, _ bytes: Span<UInt8>, _ position: Int
    ) -> Bool {
        switch assertion {
        case .start: position == 0
        case .end: position == bytes.count
        case .wordBoundary: isBoundary(bytes, position)
        case .noWordBoundary: !isBoundary(bytes, position)
        }
    }

    private static func isBoundary(_ bytes: Span<UInt8>, _ position: Int) -> Bool {
        func isWord(_ index: Int) -> Bool {
            index >= 0 && index < bytes.count
                && ScalarSet.wordCharacters.contains(UInt32(bytes[index]))
        }
        return isWord(position - 1) != isWord(position)
    }

    /// The scalar at a position and its length; a String's bytes are well-formed.
    private static func decode(_ bytes: Span<UInt8>, _ position: Int) -> (UInt32, Int) {
        let first = UInt32(bytes[position])
        let length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
        if length == 1 || position + length > bytes.count { return (first, 1) }
        var scalar = first & (0x7f >> UInt32(length))
        for index in 1..<length { scalar = scalar << 6 | UInt32(bytes[position + index]) & 0x3f }
        return (scalar, length)
    }

    private static func beginnings(of program: PatternCompiler) -> ScalarSet? {
        var result = ScalarSet()
        var seen = Set<Int>()
        var pending = [0]
        while let step = pending.popLast() {
            guard seen.insert(step).inserted else { continue }
            switch program.steps[step] {
            case .match: return nil
            case .set(let set): result.formUnion(program.sets[set])
            case .jump(let target): pending.append(target)
            case .split(let first, let second): pending += [first, second]
            case .assertion: pending.append(step + 1)
            }
        }
        return result
    }
}
