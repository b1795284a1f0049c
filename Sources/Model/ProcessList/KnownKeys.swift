/// The numbers by which rows were ordered last, so that only those of rows that changed are worked out again.
struct KnownKeys: Sendable {
    private var keys: [UInt64] = []
    private var states: [State] = []
    /// Of which column, by machine name; nil where nothing may be kept.
    private var column: String?
    /// The rows that changed in the last snapshot, whose rates are none now; nil where all may have.
    private var moving: [Int32]?

    /// What is known of a row.
    private enum State: UInt8 { case unknown, absent, present }

    init() {}

    /// Makes ready for a snapshot; the first `kept` rows are those of the last one.
    ///
    /// Without a column nothing is kept, neither from the last time nor for the next.
    mutating func prepare(_ column: Column?, _ snapshot: borrowing Snapshot, keeping kept: Int) {
        let isSame = self.column != nil && self.column == column?.name
        self.column = column?.name
        let (moved, changed) = (moving, snapshot.changedRows)
        moving = changed
        guard isSame, let moved, let changed else { return clear(snapshot.count, keeping: 0) }
        clear(snapshot.count, keeping: min(kept, states.count))
        for row in moved where row < states.count { states[Int(row)] = .unknown }
        for row in changed { states[Int(row)] = .unknown }
    }

    /// Keeps nothing for the next time.
    mutating func forget() { column = nil }

    private mutating func clear(_ count: Int, keeping kept: Int) {
        states.removeLast(states.count - kept)
        states.append(contentsOf: repeatElement(.unknown, count: count - kept))
        keys.removeLast(keys.count - kept)
        keys.append(contentsOf: repeatElement(0, count: count - kept))
    }

    /// Whether a row's key, or that it has none, is known.
    func has(_ row: Int32) -> Bool { states[Int(row)] != .unknown }

    /// Learns a row's key; nil for a row that has none.
    mutating func set(_ row: Int32, _ key: UInt64?) {
        states[Int(row)] = key == nil ? .absent : .present
        keys[Int(row)] = key ?? 0
    }

    /// A row's key, where it is known to have one.
    subscript(row: Int32) -> UInt64? { states[Int(row)] == .present ? keys[Int(row)] : nil }
}
