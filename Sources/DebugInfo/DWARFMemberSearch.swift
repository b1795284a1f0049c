internal import BTF

/// A place inside a struct: how many bits from its start, and what is there.
struct DWARFPlace {
    let type: DWARFType
    var bits: UInt64 = 0
    /// The width when the place is a bitfield.
    var bitfieldSize: UInt8?
}

/// A search for one name among the members of a struct and, where a member has no name, among those of the
/// member's type; by the rules of the search in BTF.
struct DWARFMemberSearch {
    let name: String
    let byteOrder: ByteOrder
    /// How many more members may be visited, which bounds what a hostile nest of unnamed members costs.
    private var visits = 1 << 20
    private static let depthLimit = 32

    init(name: String, byteOrder: ByteOrder) {
        self.name = name
        self.byteOrder = byteOrder
    }

    /// The member's place in a struct or union, or nil.
    mutating func run(in type: DWARFType) throws(DebugInfoError) -> DWARFPlace? {
        try run(in: type, depth: 0)
    }

    private mutating func run(
        in type: DWARFType, depth: Int
    ) throws(DebugInfoError) -> DWARFPlace? {
        guard type.isComposite, let composite = type.entry else { return nil }
        guard depth < DWARFMemberSearch.depthLimit else { throw tooComplex(composite) }
        var next = try composite.firstChild()
        while let member = next {
            guard visits > 0 else { throw tooComplex(composite) }
            visits -= 1
            if member.tag == .member, let found = try match(member, in: type, depth: depth) {
                return found
            }
            next = try member.sibling()
        }
        return nil
    }

    private mutating func match(
        _ member: DIE, in type: DWARFType, depth: Int
    ) throws(DebugInfoError) -> DWARFPlace? {
        let memberName = member.name
        if memberName == name { return try member.place(in: type, byteOrder) }
        guard memberName.isEmpty else { return nil }
        let inner = try DWARFType(resolving: member.type())
        guard var found = try run(in: inner, depth: depth + 1) else { return nil }
        found.bits = try member.sum(member.place(in: type, byteOrder).bits, found.bits)
        return found
    }

    private func tooComplex(_ entry: DIE) -> DebugInfoError {
        .dwarf("members nested beyond reason", at: entry.offset)
    }
}

extension DIE {
    /// The place of this member in the struct or union that holds it.
    fileprivate func place(
        in composite: DWARFType, _ byteOrder: ByteOrder
    ) throws(DebugInfoError) -> DWARFPlace {
        var place = DWARFPlace(type: try DWARFType(resolving: type()))
        let width: UInt64
        if let bitSize = try constant(.bitSize) {
            guard let size = bitSize.size, (1...255).contains(size) else {
                throw .dwarf("a bit field of impossible width", at: offset)
            }
            width = UInt64(size)
            place.bitfieldSize = UInt8(size)
            place.bits = try bitfieldStart(width: Int64(size), place.type, byteOrder)
        } else {
            width = UInt64(try place.type.size() ?? 0) * 8
            place.bits = UInt64(try byteLocation()) * 8
        }
        let end = try sum(place.bits, width)
        guard end <= UInt64(try composite.size() ?? 0) * 8 else {
            throw .dwarf("a member outside of its struct", at: offset)
        }
        return place
    }

    /// Bits from the start of the struct to those of a bitfield.
    ///
    /// Since DWARF 4 that is an attribute. Before, the bits between the upper end of the storage unit and
    /// the bitfield's were recorded; the upper end comes first in memory on big-endian machines only.
    private func bitfieldStart(
        width: Int64, _ type: DWARFType, _ byteOrder: ByteOrder
    ) throws(DebugInfoError) -> UInt64 {
        let start = Int64(try byteLocation()) * 8
        let bits: Int64
        if let distance = try constant(.dataBitOffset) {
            bits = start + Int64(distance.size ?? .max)
        } else if let distance = try constant(.bitOffset)?.bits {
            // Negative in packed structs, where the bits may reach over the unit's end.
            guard let distance = Int32(exactly: distance).map(Int64.init) else { throw misplaced() }
            let recorded = try constant(.byteSize)?.size
            let unit = if let recorded { recorded } else { try type.size() ?? 0 }
            let fromLower = Int64(unit) * 8 - distance - width
            bits = start + (byteOrder == .bigEndian ? distance : fromLower)
        } else {
            bits = start
        }
        guard let bits = UInt64(exactly: bits) else { throw misplaced() }
        return bits
    }

    private func misplaced() -> DebugInfoError {
        .dwarf("a bit field outside of its struct", at: offset)
    }

    /// Bytes from the start of the struct: a constant, or the expression `DW_OP_plus_uconst`; absent is 0.
    private func byteLocation() throws(DebugInfoError) -> UInt32 {
        guard has(.dataMemberLocation) else { return 0 }
        if let location = try constant(.dataMemberLocation) {
            guard let bytes = location.size else { throw unusableLocation() }
            return bytes
        }
        guard let expression = block(.dataMemberLocation),
            let bytes = DIE.uconst(expression)
        else { throw unusableLocation() }
        return bytes
    }

    private func unusableLocation() -> DebugInfoError {
        .dwarf("a member location that is no constant", at: offset)
    }

    /// The operand of an expression that only adds a constant (or only pushes it: `DW_OP_constu`).
    private static func uconst(_ expression: [UInt8]) -> UInt32? {
        let plusUconst: UInt8 = 0x23
        let constu: UInt8 = 0x10
        guard let operation = expression.first, operation == plusUconst || operation == constu,
            (2...6).contains(expression.count)
        else { return nil }
        var value: UInt64 = 0
        for (index, byte) in expression.dropFirst().enumerated() {
            let isLast = index == expression.count - 2
            guard (byte & 0x80 == 0) == isLast else { return nil }
            value |= UInt64(byte & 0x7F) << (7 * UInt64(index))
        }
        return UInt32(exactly: value)
    }
}
