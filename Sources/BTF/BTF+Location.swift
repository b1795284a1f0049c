extension BTF {
    /// Where the member at the end of a path lies, from the start of the struct or union `id`.
    ///
    /// `id` may be a typedef of it. Nil when there is no such member: a name is missing, an index is not
    /// below the array's count (a flexible array has any), an enumerator does not exist, or a step is into
    /// what is neither struct, union nor array. Throws `BTFError` when the types on the way are wrong.
    package func location(
        of path: MemberPath, in id: TypeID
    ) throws(BTFError) -> MemberLocation? {
        var place = MemberPlace(type: try resolved(id))
        for component in path.components {
            let next: MemberPlace?
            switch component {
            case .member(let name): next = try member(Array(name.utf8), of: place)
            case .index(let index): next = try element(index, of: place)
            case .enumerator(let name):
                guard let value = try enumerator(named: name), let index = UInt32(exactly: value)
                else { return nil }
                next = try element(index, of: place)
            }
            guard let next else { return nil }
            place = next
        }
        return try location(at: place)
    }

    private func member(
        _ name: [UInt8], of place: MemberPlace
    ) throws(BTFError) -> MemberPlace? {
        guard place.bitfieldSize == nil else { return nil }
        var search = MemberSearch(name: name)
        guard let found = try search.run(in: place.type, self) else { return nil }
        return try MemberPlace(
            type: resolved(found.type), bits: BTF.sum(place.bits, found.bits, place.type),
            bitfieldSize: found.bitfieldSize)
    }

    private func element(_ index: UInt32, of place: MemberPlace) throws(BTFError) -> MemberPlace? {
        guard place.type != .void else { return nil }
        let record = try record(of: place.type)
        guard record.kind == .array else { return nil }
        let count = try record.word(2)
        guard count == 0 || index < count else { return nil }
        let type = TypeID(rawValue: try record.word(0))
        guard let size = try size(of: type) else { return nil }
        let bytes = try BTF.product(UInt64(index), UInt64(size), place.type)
        return try MemberPlace(
            type: resolved(type), bits: BTF.sum(place.bits, bytes * 8, place.type))
    }

    /// A sum of two numbers of bits that is less than 4 GiB.
    static func sum(_ first: UInt64, _ second: UInt64, _ id: TypeID) throws(BTFError) -> UInt64 {
        // Both are below 2^36, so the sum cannot overflow.
        let sum = first + second
        guard sum / 8 <= UInt32.max else { throw .sizeOverflow(id) }
        return sum
    }

    private func location(at place: MemberPlace) throws(BTFError) -> MemberLocation? {
        guard place.type != .void, let size = try size(of: place.type) else {
            throw .unexpectedKind(try kind(of: place.type), place.type)
        }
        let record = try record(of: place.type)
        return MemberLocation(
            byteOffset: UInt32(place.bits / 8), bitOffset: UInt8(place.bits % 8),
            bitWidth: place.bitfieldSize ?? 0, size: size, kind: try locationKind(record),
            typeName: try typeName(of: place.type), type: place.type)
    }

    private func locationKind(
        _ record: borrowing TypeRecord
    ) throws(BTFError) -> MemberLocation.Kind {
        switch record.kind {
        case .int: .integer(isSigned: try integer(record).isSigned)
        case .enum, .enum64: .enumeration(isSigned: record.kindFlag)
        case .ptr: .pointer(to: try pointeeName(of: record))
        case .struct: .structure
        case .union: .union
        case .array: .array
        case .float: .float
        default: throw .unexpectedKind(record.kind, record.id)
        }
    }
}
