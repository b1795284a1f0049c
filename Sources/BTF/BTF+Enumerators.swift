extension BTF {
    /// The value of an enumerator, of whichever enumeration has it first, or nil when none does.
    ///
    /// A pass over the whole table: for more than one name use `enumerators(named:)`.
    package func enumerator(named name: String) throws(BTFError) -> Int64? {
        try enumerators(named: [name])[name]
    }

    /// The values of many enumerators, found in one pass; the absent are not in the result.
    ///
    /// An unsigned 64-bit value above `Int64.max` keeps its bits. Throws `BTFError.badStringOffset` when
    /// the name of an enumerator is wrong.
    package func enumerators(named names: [String]) throws(BTFError) -> [String: Int64] {
        let set = NameSet(names.map { .init(name: Array($0.utf8), kind: nil) })
        var values: [Int64?] = Array(repeating: nil, count: names.count)
        if let base { try findEnumerators(set, in: base, &values) }
        try findEnumerators(set, in: own, &values)
        var found: [String: Int64] = [:]
        for (name, value) in zip(names, values) {
            if let value { found[name] = value }
        }
        return found
    }

    private func findEnumerators(
        _ names: borrowing NameSet, in table: borrowing TypeTable, _ values: inout [Int64?]
    ) throws(BTFError) {
        let start = table.header.typesStart
        for index in table.positions.indices {
            let position = start + Int(table.positions[index])
            let info = TypeInfo(rawValue: try table.reader.u32(at: position + 4))
            guard info.rawKind == BTFKind.enum.rawValue || info.rawKind == BTFKind.enum64.rawValue
            else { continue }
            let id = TypeID(rawValue: table.firstID + UInt32(index))
            let record = try TypeRecord(table.reader, position: position, id: id)
            for entry in 0..<record.vlen {
                try match(entry, of: record, with: names, &values)
            }
        }
    }

    @inline(__always)
    private func match(
        _ entry: Int, of record: borrowing TypeRecord, with names: borrowing NameSet,
        _ values: inout [Int64?]
    ) throws(BTFError) {
        let nameOffset = try record.word(0, ofEntry: entry, stride: record.enumeratorStride)
        if nameOffset == 0 { return }
        let strings = strings(for: nameOffset)
        var candidate = try names.firstCandidate(at: nameOffset, in: strings)
        while candidate >= 0 {
            if values[Int(candidate)] == nil,
                try strings.equals(names.entry(candidate).name, at: nameOffset)
            {
                values[Int(candidate)] = try record.enumerator(entry).value
            }
            candidate = names.candidate(after: candidate)
        }
    }
}
