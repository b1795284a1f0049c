/// A search for types by kind and name, over one table after another.
struct TypeSearch {
    private let names: NameSet
    /// For each name the first type that has it.
    private(set) var found: [TypeID?]
    /// How many names of each kind are still missing, and the kinds (by bit) of which any is.
    private var missing: [Int]
    private var kinds: UInt32 = 0

    init(_ queries: [TypeQuery]) {
        names = NameSet(queries.map { .init(name: Array($0.name.utf8), kind: $0.kind) })
        found = Array(repeating: nil, count: queries.count)
        missing = Array(repeating: 0, count: 32)
        for query in queries {
            missing[Int(query.kind.rawValue)] += 1
            kinds |= 1 << UInt32(query.kind.rawValue)
        }
    }

    /// Goes through a table until every name is found.
    mutating func run(in table: borrowing TypeTable) throws(BTFError) {
        let start = table.header.typesStart
        for index in table.positions.indices where kinds != 0 {
            let position = start + Int(table.positions[index])
            let info = TypeInfo(rawValue: try table.reader.u32(at: position + 4))
            guard kinds >> UInt32(info.rawKind) & 1 != 0 else { continue }
            let nameOffset = try table.reader.u32(at: position)
            let id = TypeID(rawValue: table.firstID + UInt32(index))
            let candidate = try names.firstCandidate(at: nameOffset, in: table.strings)
            if candidate < 0 { continue }
            try accept(candidate, nameOffset, in: table.strings, info.rawKind, id)
        }
    }

    /// Compares a chain of candidates with the name in full.
    @inline(never)
    private mutating func accept(
        _ first: Int32, _ nameOffset: UInt32, in strings: borrowing StringTable,
        _ rawKind: UInt8, _ id: TypeID
    ) throws(BTFError) {
        var candidate = first
        while candidate >= 0 {
            let entry = names.entry(candidate)
            if entry.kind?.rawValue == rawKind, found[Int(candidate)] == nil,
                try strings.equals(entry.name, at: nameOffset)
            {
                found[Int(candidate)] = id
                missing[Int(rawKind)] -= 1
                if missing[Int(rawKind)] == 0 { kinds &= ~(1 << UInt32(rawKind)) }
            }
            candidate = names.candidate(after: candidate)
        }
    }
}
