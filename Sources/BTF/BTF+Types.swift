extension BTF {
    /// The longest chain of modifiers, arrays or pointers that is followed.
    static var chainLimit: Int { 64 }

    /// Takes a type out of its record, with all its members, enumerators, parameters or variables.
    ///
    /// Throws `BTFError` when there is no such id or a name in the record is wrong. Ids inside the result
    /// are as recorded: one that does not exist is found out when it is asked for.
    package func type(_ id: TypeID) throws(BTFError) -> BTFType {
        if id == .void { return BTFType(id: id, kind: .void, name: "void", content: .void) }
        let record = try record(of: id)
        return BTFType(
            id: id, kind: record.kind, name: try strings.string(at: record.nameOffset),
            content: try content(of: record))
    }

    /// The kind of a type; throws `BTFError.noSuchType`.
    package func kind(of id: TypeID) throws(BTFError) -> BTFKind {
        if id == .void { return .void }
        return try record(of: id).kind
    }

    /// The name of a type as recorded: empty for one without a name, "void" for id 0.
    package func name(of id: TypeID) throws(BTFError) -> String {
        if id == .void { return "void" }
        return try strings.string(at: record(of: id).nameOffset)
    }

    /// The type that is left when typedefs, qualifiers and type tags are taken off.
    package func resolved(_ id: TypeID) throws(BTFError) -> TypeID {
        var current = id
        for _ in 0..<BTF.chainLimit {
            if current == .void { return current }
            let record = try record(of: current)
            guard record.kind.isModifier else { return current }
            current = record.target
        }
        throw .endlessChain(id)
    }

    /// The bytes that a value of the type takes, or nil for what has no size (void, functions, a forward).
    ///
    /// Goes through modifiers, arrays and variables. Throws `BTFError.sizeOverflow` above 4 GiB.
    package func size(of id: TypeID) throws(BTFError) -> UInt32? {
        var factor: UInt64 = 1
        var current = id
        for _ in 0..<BTF.chainLimit {
            if current == .void { return nil }
            let record = try record(of: current)
            switch record.kind {
            case .typedef, .volatile, .const, .restrict, .typeTag, .var:
                current = record.target
            case .array:
                factor = try BTF.product(factor, UInt64(record.word(2)), id)
                current = TypeID(rawValue: try record.word(0))
            case .int, .float, .enum, .enum64, .struct, .union, .datasec:
                return UInt32(try BTF.product(factor, UInt64(record.sizeOrType), id))
            case .ptr:
                return UInt32(try BTF.product(factor, UInt64(pointerSize), id))
            case .void, .fwd, .func, .funcProto, .declTag:
                return nil
            }
        }
        throw .endlessChain(id)
    }

    /// A product that fits in 32 bits; both factors do.
    static func product(
        _ first: UInt64, _ second: UInt64, _ id: TypeID
    ) throws(BTFError) -> UInt64 {
        let product = first * second
        guard product <= UInt32.max else { throw .sizeOverflow(id) }
        return product
    }
}
