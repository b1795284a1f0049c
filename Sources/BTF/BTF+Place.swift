extension BTF {
    /// The place of a member in its struct.
    ///
    /// Throws `BTFError.badBitfield`, `.unalignedMember` or `.memberOutOfBounds` for one that no compiler makes.
    func place(
        of member: MemberRecord, _ index: Int, in record: borrowing TypeRecord
    ) throws(BTFError) -> MemberPlace {
        var place = MemberPlace(type: member.type, bits: UInt64(member.bitOffset))
        let whole = UInt64(try size(of: member.type) ?? 0) * 8
        var width = whole
        if let bitfield = try bitfield(member) {
            place.bits += UInt64(bitfield.shift)
            place.bitfieldSize = bitfield.width
            width = UInt64(bitfield.width)
            guard width > 0, width <= whole else {
                throw .badBitfield(record.id, member: index)
            }
        } else if !place.bits.isMultiple(of: 8) {
            throw .unalignedMember(record.id, member: index)
        }
        guard place.bits + width <= UInt64(record.sizeOrType) * 8 else {
            throw .memberOutOfBounds(record.id, member: index)
        }
        return place
    }

    /// The width of a bitfield and its distance from the member's offset, or nil for a member that is none.
    ///
    /// A width of 0 stands for a bitfield that cannot be one.
    private func bitfield(
        _ member: MemberRecord
    ) throws(BTFError) -> (shift: UInt8, width: UInt8)? {
        let id = try resolved(member.type)
        let isBitfield = member.bitfieldSize != 0
        guard id != .void else { return isBitfield ? (0, 0) : nil }
        let record = try record(of: id)
        switch record.kind {
        case .int where !isBitfield:
            // Before Linux 5.0 the integer behind the bitfield said where its bits are.
            let integer = try integer(record)
            let isWhole = UInt64(integer.bits) == UInt64(integer.size) * 8
            if isWhole, integer.bitOffset == 0, member.bitOffset.isMultiple(of: 8) { return nil }
            return (integer.bitOffset, integer.bits)
        case .int, .enum, .enum64:
            return isBitfield ? (0, member.bitfieldSize) : nil
        default:
            return isBitfield ? (0, 0) : nil
        }
    }
}
