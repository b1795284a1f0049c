/// One instruction of a compiled pattern.
enum PatternStep: Sendable {
    /// Goes on with the next instruction over a scalar of the set of that number.
    case set(Int)
    /// Goes on at both places.
    case split(Int, Int)
    case jump(Int)
    case assertion(PatternAssertion)
    case match
}

/// Turns a pattern's tree into instructions.
struct PatternCompiler {
    private(set) var steps: [PatternStep] = []
    private(set) var sets: [ScalarSet] = []
    private var visits = 0

    /// The most parts of a pattern, repeated ones counted as often as they are repeated; also bounds the time to match.
    static let mostParts = 1000

    /// The instructions of a tree, the last of them `match`.
    static func compile(_ node: PatternNode) throws(PatternError) -> PatternCompiler {
        var compiler = PatternCompiler()
        try compiler.append(node)
        compiler.steps.append(.match)
        return compiler
    }

    private init() {}

    private mutating func append(_ node: PatternNode) throws(PatternError) {
        visits += 1
        guard visits <= Self.mostParts else {
            throw PatternError(message: "the pattern has too many parts", offset: 0)
        }
        switch node {
        case .set(let set):
            let number = sets.firstIndex(of: set) ?? sets.count
            if number == sets.count { sets.append(set) }
            steps.append(.set(number))
        case .assertion(let assertion): steps.append(.assertion(assertion))
        case .sequence(let parts): for part in parts { try append(part) }
        case .choice(let parts): try appendChoice(parts)
        case .repeated(let part, let least, let most): try appendRepeated(part, least, most)
        }
    }

    private mutating func appendChoice(_ parts: [PatternNode]) throws(PatternError) {
        var ends: [Int] = []
        for part in parts.dropLast() {
            let fork = steps.count
            steps.append(.match)
            try append(part)
            ends.append(steps.count)
            steps.append(.match)
            steps[fork] = .split(fork + 1, steps.count)
        }
        if let last = parts.last { try append(last) }
        for end in ends { steps[end] = .jump(steps.count) }
    }

    private mutating func appendRepeated(
        _ part: PatternNode, _ least: Int, _ most: Int?
    ) throws(PatternError) {
        for _ in 0..<least { try append(part) }
        guard let most else {
            let loop = steps.count
            steps.append(.match)
            try append(part)
            steps.append(.jump(loop))
            steps[loop] = .split(loop + 1, steps.count)
            return
        }
        var forks: [Int] = []
        for _ in least..<most {
            forks.append(steps.count)
            steps.append(.match)
            try append(part)
        }
        for fork in forks { steps[fork] = .split(fork + 1, steps.count) }
    }
}
