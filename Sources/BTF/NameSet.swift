/// Names to be found in one pass over many, told apart by their first four bytes before any comparison.
struct NameSet {
    /// A name, and the kind of type it has to belong to; nil for an enumerator.
    struct Entry {
        let name: [UInt8]
        let kind: BTFKind?
    }

    private let entries: [Entry]
    /// For each bucket the first entry in it, and for each entry the next in the same bucket; -1 for none.
    private var heads: [Int32]
    private var next: [Int32]
    private static let bucketBits: UInt32 = 10

    init(_ entries: [Entry]) {
        self.entries = entries
        heads = Array(repeating: -1, count: 1 << Int(NameSet.bucketBits))
        next = Array(repeating: -1, count: entries.count)
        // Backwards, so that chains give the entries in order.
        for index in entries.indices.reversed() {
            let bucket = NameSet.bucket(NameSet.prefix(entries[index].name))
            next[index] = heads[bucket]
            heads[bucket] = Int32(truncatingIfNeeded: index)
        }
    }

    var count: Int { entries.count }

    /// The first four bytes of a name, as `StringSection.prefix(at:)` gives them.
    static func prefix(_ name: [UInt8]) -> UInt32 {
        var prefix: UInt32 = 0
        for (index, byte) in name.prefix(4).enumerated() {
            prefix |= UInt32(byte) << (8 * UInt32(index))
        }
        return prefix
    }

    @inline(__always)
    private static func bucket(_ prefix: UInt32) -> Int {
        Int((prefix &* 0x9E37_79B1) >> (32 - bucketBits))
    }

    /// The first entry that may have the name at `offset`, or -1.
    @inline(__always)
    func firstCandidate(
        at offset: UInt32, in strings: borrowing StringTable
    ) throws(BTFError) -> Int32 {
        heads[NameSet.bucket(try strings.prefix(at: offset))]
    }

    /// The candidate after another one, or -1.
    func candidate(after index: Int32) -> Int32 { next[Int(index)] }

    /// The entry with a candidate's number.
    func entry(_ index: Int32) -> Entry { entries[Int(index)] }
}
