/// A search for enumerators by name, over one table after another.
struct EnumeratorSearch {
    private let names: NameSet
    /// For each name the value of the first enumerator that has it.
    private(set) var values: [Int64?]
    private var missing: Int

    init(_ names: [String]) {
        self.names = NameSet(names.map { .init(name: Array($0.utf8), kind: nil) })
        values = Array(repeating: nil, count: names.count)
        missing = names.count
    }

    /// Goes through the enumerations of a table until every name is found.
    mutating func run(in table: borrowing TypeTable) throws(BTFError) {
        let start = table.header.typesStart
        for index in table.positions.indices where missing > 0 {
            let position = start + Int(table.positions[index])
            let info = TypeInfo(rawValue: try table.reader.u32(at: position + 4))
            guard info.rawKind == BTFKind.enum.rawValue || info.rawKind == BTFKind.enum64.rawValue
            else { continue }
            let id = TypeID(rawValue: table.firstID + UInt32(index))
            try match(try TypeRecord(table.reader, position: position, id: id), table.strings)
        }
    }

    private mutating func match(
        _ record: borrowing TypeRecord, _ strings: borrowing StringTable
    ) throws(BTFError) {
        let stride = record.enumeratorStride
        for entry in 0..<record.vlen {
            let nameOffset = try record.word(0, ofEntry: entry, stride: stride)
            let candidate = try names.firstCandidate(at: nameOffset, in: strings)
            if candidate < 0 { continue }
            try accept(candidate, nameOffset, in: strings, try record.enumerator(entry).value)
        }
    }

    /// Compares a chain of candidates with the name in full.
    private mutating func accept(
        _ first: Int32, _ nameOffset: UInt32, in strings: borrowing StringTable, _ value: Int64
    ) throws(BTFError) {
        var candidate = first
        while candidate >= 0 {
            if values[Int(candidate)] == nil,
                try strings.equals(names.entry(candidate).name, at: nameOffset)
            {
                values[Int(candidate)] = value
                missing -= 1
            }
            candidate = names.candidate(after: candidate)
        }
    }
}
