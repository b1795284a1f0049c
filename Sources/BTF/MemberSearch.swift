/// A place inside a struct: how many bits from its start, and what is there.
struct MemberPlace {
    /// The type, without modifiers.
    let type: TypeID
    var bits: UInt64 = 0
    /// The width when the place is a bitfield.
    var bitfieldSize: UInt8?
}

/// A search for one name among the members of a struct and, where a member has no name, among those of the
/// member's type.
///
/// Since Linux 6.19 the type of such a member may itself have a name, so only the member's matters.
struct MemberSearch {
    let name: [UInt8]
    private let prefix: UInt32
    /// How many more members may be visited, which bounds what a hostile nest of unnamed members costs.
    private var visits = 1 << 20
    private static let depthLimit = 32

    init(name: [UInt8]) {
        self.name = name
        prefix = NameSet.prefix(name)
    }

    /// The member of `id`, its type as recorded, or nil.
    mutating func run(in id: TypeID, _ btf: borrowing BTF) throws(BTFError) -> MemberPlace? {
        try run(in: id, btf, depth: 0)
    }

    private mutating func run(
        in id: TypeID, _ btf: borrowing BTF, depth: Int
    ) throws(BTFError) -> MemberPlace? {
        guard depth < MemberSearch.depthLimit else { throw .tooComplex(id) }
        guard id != .void else { return nil }
        let record = try btf.record(of: id)
        guard record.kind.isComposite else { return nil }
        for index in 0..<record.vlen {
            guard visits > 0 else { throw .tooComplex(id) }
            visits -= 1
            let member = try record.member(index)
            let prefix = try btf.strings.prefix(at: member.nameOffset)
            if prefix == self.prefix, try btf.strings.equals(name, at: member.nameOffset) {
                return try btf.place(of: member, index, in: record)
            }
            guard prefix == 0 else { continue }
            let inner = try btf.resolved(member.type)
            if let found = try run(in: inner, btf, depth: depth + 1) {
                let outer = try btf.place(of: member, index, in: record)
                let bits = try BTF.sum(outer.bits, found.bits, id)
                return MemberPlace(type: found.type, bits: bits, bitfieldSize: found.bitfieldSize)
            }
        }
        return nil
    }
}
