/// The instructions at which a match stands, for the position that is read and for the next one.
struct PatternThreads {
    private var current: [Int32] = []
    private var coming: [Int32] = []
    private var postponed: [Int32] = []
    /// For each instruction the last position, counted by `generation`, for which it was visited.
    private var visited: [UInt32]
    private var generation: UInt32 = 1

    init(count: Int) {
        visited = [UInt32](repeating: 0, count: count)
    }

    /// Whether no match is under way at the next position.
    var isEmpty: Bool { coming.isEmpty }

    /// Makes the coming instructions the current ones.
    mutating func advance() {
        swap(&current, &coming)
        generation &+= 1
    }

    mutating func popCurrent() -> Int? { current.popLast().map(Int.init) }

    mutating func append(_ step: Int) { coming.append(Int32(step)) }

    mutating func postpone(_ step: Int) { postponed.append(Int32(step)) }

    mutating func popPostponed() -> Int? { postponed.popLast().map(Int.init) }

    /// Notes that an instruction was reached for the next position; false where it was before.
    mutating func visit(_ step: Int) -> Bool {
        if visited[step] == generation { return false }
        visited[step] = generation
        return true
    }
}
