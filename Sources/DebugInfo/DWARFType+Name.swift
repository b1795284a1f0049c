internal import BTF

extension DWARFType {
    /// The type written as in C, spelled as `BTF.typeName(of:)` spells it.
    func name() throws(DebugInfoError) -> String {
        var declarator = ""
        var type = self
        for _ in 0..<DWARFType.chainLimit {
            guard let entry = type.entry else { return BTF.spell("void", declarator) }
            switch entry.tag {
            case .pointerType:
                declarator = "*" + declarator
            case .arrayType:
                for count in type.counts {
                    declarator = BTF.closed(declarator) + (count == 0 ? "[]" : "[\(count)]")
                }
            case .subroutineType:
                declarator = BTF.closed(declarator) + "()"
            default:
                return BTF.spell(DWARFType.baseName(entry), declarator)
            }
            type = try DWARFType(resolving: entry.type())
        }
        throw .dwarf("a chain of types without end", at: entry?.offset ?? 0)
    }

    /// The name of a type that refers to no other, with its tag word.
    private static func baseName(_ entry: DIE) -> String {
        let name = entry.name
        let tag: String
        switch entry.tag {
        case .structureType: tag = "struct "
        case .unionType: tag = "union "
        case .enumerationType: tag = "enum "
        default: return name
        }
        return tag + (name.isEmpty ? "{...}" : name)
    }

    /// What a pointer points at: the bare name of a struct, union or enumeration, else the type's name.
    func pointeeName() throws(DebugInfoError) -> String {
        let target = try DWARFType(resolving: entry?.type())
        guard let entry = target.entry else { return "void" }
        let name = entry.name
        if (target.isComposite || entry.tag == .enumerationType) && !name.isEmpty { return name }
        return try target.name()
    }
}
