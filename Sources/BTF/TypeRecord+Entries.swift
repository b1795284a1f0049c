/// A member as it stands in the record of its struct.
struct MemberRecord {
    let nameOffset: UInt32
    let type: TypeID
    let bitOffset: UInt32
    let bitfieldSize: UInt8
}

/// An enumerator as it stands in the record of its enumeration.
struct EnumeratorRecord {
    let nameOffset: UInt32
    let value: Int64
}

extension TypeRecord {
    /// A member of a struct or union; with `kindFlag` the top byte of its offset is a bitfield's width.
    @inline(__always)
    func member(_ index: Int) throws(BTFError) -> MemberRecord {
        let offset = try word(2, ofEntry: index, stride: 12)
        return MemberRecord(
            nameOffset: try word(0, ofEntry: index, stride: 12),
            type: TypeID(rawValue: try word(1, ofEntry: index, stride: 12)),
            bitOffset: kindFlag ? offset & 0xff_ffff : offset,
            bitfieldSize: kindFlag ? UInt8(truncatingIfNeeded: offset >> 24) : 0)
    }

    /// An enumerator of an `enum` or `enum64`.
    ///
    /// Encoders before Linux 6.0 never set the flag for a sign, and a value stored in 32 bits is then
    /// unsigned, though it may have been negative.
    @inline(__always)
    func enumerator(_ index: Int) throws(BTFError) -> EnumeratorRecord {
        let stride = enumeratorStride
        let nameOffset = try word(0, ofEntry: index, stride: stride)
        let low = try word(1, ofEntry: index, stride: stride)
        if kind == .enum64 {
            let high = try word(2, ofEntry: index, stride: stride)
            let value = UInt64(high) << 32 | UInt64(low)
            return EnumeratorRecord(nameOffset: nameOffset, value: Int64(bitPattern: value))
        }
        let value = kindFlag ? Int64(Int32(bitPattern: low)) : Int64(low)
        return EnumeratorRecord(nameOffset: nameOffset, value: value)
    }

    var enumeratorStride: Int { kind == .enum64 ? 12 : 8 }
}
