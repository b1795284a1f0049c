import BTF
import DebugInfo

/// What the tests know of Fixtures/layout.c.
enum Layout {
    static let structures = [
        "list_head", "counter", "tagged", "scalars", "pointers", "bits", "packed_bits", "packed",
        "arrays", "flexible", "nested", "holder", "empty",
    ]

    static let enumerators = [
        "SMALL_A", "SMALL_B", "SMALL_COUNT", "NEGATIVE", "ZERO", "POSITIVE", "WIDE_ONE", "WIDE_TOP",
        "WIDE_BELOW", "WIDE_ABOVE",
    ]

    static func dwarf(_ path: String) throws(DebugInfoError) -> DWARFLayout {
        try DWARFLayout(path: path, structures: structures, enumerators: enumerators)
    }

    /// All paths from a struct of BTF to what lies in it: each member, and into each array the elements
    /// around its ends.
    static func paths(of structure: String, in btf: borrowing BTF) throws -> [String] {
        guard let id = try btf.find(.struct, named: structure) else { return [] }
        return try members(of: id, in: btf)
    }

    /// The paths to the members of a struct or union, those of unnamed members among them.
    private static func members(of id: TypeID, in btf: borrowing BTF) throws -> [String] {
        guard case .members(let members, _) = try btf.type(id).content else { return [] }
        var paths: [String] = []
        for member in members {
            if member.name.isEmpty {
                paths += try self.members(of: btf.resolved(member.type), in: btf)
            } else {
                paths += try [member.name] + inside(member.type, in: btf).map { member.name + $0 }
            }
        }
        return paths
    }

    /// What follows the name of a member of a type: nothing more, `.member` or `[index]`.
    private static func inside(_ id: TypeID, in btf: borrowing BTF) throws -> [String] {
        let id = try btf.resolved(id)
        switch try btf.type(id).content {
        case .members: return try members(of: id, in: btf).map { "." + $0 }
        case .array(let element, _, let count):
            var paths: [String] = []
            // The last is one too far, but for a flexible array.
            for index in Set([0, 1, max(count, 1) - 1, count]).sorted() {
                let more = try inside(element, in: btf)
                paths += ["[\(index)]"] + more.map { "[\(index)]" + $0 }
            }
            return paths
        default: return []
        }
    }
}

extension MemberLocation {
    /// The location without the number that its type has in BTF.
    var withoutType: MemberLocation {
        MemberLocation(
            byteOffset: byteOffset, bitOffset: bitOffset, bitWidth: bitWidth, size: size,
            kind: kind,
            typeName: typeName, type: .void)
    }
}
