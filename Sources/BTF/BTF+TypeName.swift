extension BTF {
    /// The type written as in C, typedefs and qualifiers taken off: `unsigned int`, `struct list_head`,
    /// `struct mm_struct *`, `char[16]`, `int (*)()`.
    ///
    /// A struct, union or enumeration without a name is `struct {...}`.
    package func typeName(of id: TypeID) throws(BTFError) -> String {
        var declarator = ""
        var current = id
        for _ in 0..<BTF.chainLimit {
            current = try resolved(current)
            if current == .void { return BTF.spell("void", declarator) }
            let record = try record(of: current)
            switch record.kind {
            case .ptr:
                declarator = "*" + declarator
                current = record.target
            case .array:
                let count = try record.word(2)
                declarator = BTF.closed(declarator) + (count == 0 ? "[]" : "[\(count)]")
                current = TypeID(rawValue: try record.word(0))
            case .funcProto:
                declarator = BTF.closed(declarator) + "()"
                current = record.target
            default:
                return BTF.spell(try baseName(of: record), declarator)
            }
        }
        throw .endlessChain(id)
    }

    /// The name of a type that refers to no other, with its tag word.
    private func baseName(of record: borrowing TypeRecord) throws(BTFError) -> String {
        let name = try strings.string(at: record.nameOffset)
        let tag: String
        switch record.kind {
        case .struct: tag = "struct "
        case .union: tag = "union "
        case .enum, .enum64: tag = "enum "
        case .fwd: tag = record.kindFlag ? "union " : "struct "
        default: return name
        }
        return tag + (name.isEmpty ? "{...}" : name)
    }

    /// What a pointer points at: the bare name of a struct, union or enumeration, else the type's name.
    func pointeeName(of pointer: borrowing TypeRecord) throws(BTFError) -> String {
        let target = try resolved(pointer.target)
        if target == .void { return "void" }
        let record = try record(of: target)
        switch record.kind {
        case .struct, .union, .enum, .enum64, .fwd:
            let name = try strings.string(at: record.nameOffset)
            return name.isEmpty ? try baseName(of: record) : name
        default:
            return try typeName(of: target)
        }
    }

    /// Puts a declarator into parentheses where brackets are to follow a pointer's star, which binds less.
    package static func closed(_ declarator: String) -> String {
        declarator.hasPrefix("*") ? "(\(declarator))" : declarator
    }

    /// Writes a base type before a declarator: `char[16]`, `char *`.
    package static func spell(_ base: String, _ declarator: String) -> String {
        let isAttached = declarator.isEmpty || declarator.hasPrefix("[")
        return isAttached ? base + declarator : base + " " + declarator
    }
}
