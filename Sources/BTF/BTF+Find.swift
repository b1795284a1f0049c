/// A name to look for, and the kind of type that has it.
package struct TypeQuery: Hashable, Sendable {
    package let kind: BTFKind
    package let name: String

    /// Asks for the type of this kind and name.
    package init(_ kind: BTFKind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}

extension BTF {
    /// The first type of a kind with a name, or nil when there is none.
    ///
    /// A pass over the whole table: for more than one name use `find(_:)`.
    package func find(_ kind: BTFKind, named name: String) throws(BTFError) -> TypeID? {
        try find([TypeQuery(kind, name)])[0]
    }

    /// Looks for many names in one pass; the result has one element per query, nil for what is absent.
    ///
    /// Where several types match the lowest id is given, as `btf__find_by_name_kind` does. Throws
    /// `BTFError.badStringOffset` when the name of a type of a wanted kind is wrong.
    package func find(_ queries: [TypeQuery]) throws(BTFError) -> [TypeID?] {
        let names = NameSet(queries.map { .init(name: Array($0.name.utf8), kind: $0.kind) })
        var found: [TypeID?] = Array(repeating: nil, count: queries.count)
        var missing = queries.count
        if let base { try find(names, in: base, &found, &missing) }
        try find(names, in: own, &found, &missing)
        return found
    }

    private func find(
        _ names: borrowing NameSet, in table: borrowing TypeTable,
        _ found: inout [TypeID?], _ missing: inout Int
    ) throws(BTFError) {
        let start = table.header.typesStart
        for index in table.positions.indices where missing > 0 {
            let position = start + Int(table.positions[index])
            let info = TypeInfo(rawValue: try table.reader.u32(at: position + 4))
            guard names.kinds >> UInt32(info.rawKind) & 1 != 0 else { continue }
            let nameOffset = try table.reader.u32(at: position)
            if nameOffset == 0 { continue }
            let strings = strings(for: nameOffset)
            var candidate = try names.firstCandidate(at: nameOffset, in: strings)
            while candidate >= 0 {
                let entry = names.entry(candidate)
                if entry.kind?.rawValue == info.rawKind, found[Int(candidate)] == nil,
                    try strings.equals(entry.name, at: nameOffset)
                {
                    found[Int(candidate)] = TypeID(rawValue: table.firstID + UInt32(index))
                    missing -= 1
                }
                candidate = names.candidate(after: candidate)
            }
        }
    }
}
