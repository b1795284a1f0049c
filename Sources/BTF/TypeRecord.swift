/// The `info` word of a type record.
///
/// Kernels up to 7.3 use 16 bits of the length and 5 of the kind and keep the others zero; the format has
/// since given the spare bits to these two fields, so all of them are read.
struct TypeInfo: RawRepresentable {
    let rawValue: UInt32

    @inline(__always) init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The number of entries (members, enumerators, parameters, variables) in the record.
    @inline(__always) var vlen: Int { Int(rawValue & 0xff_ffff) }
    @inline(__always) var rawKind: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 24) & 0x7f }
    @inline(__always) var kindFlag: Bool { rawValue >> 31 != 0 }
}

/// One record of the type section, `struct btf_type` with what follows it.
struct TypeRecord: ~Escapable {
    let reader: ByteReader
    let id: TypeID
    /// The position of the record's tail in the blob.
    let tail: Int
    let nameOffset: UInt32
    let kind: BTFKind
    let vlen: Int
    let kindFlag: Bool
    /// The third word: a size in bytes or a type's id, depending on the kind.
    let sizeOrType: UInt32

    /// The length of `struct btf_type`.
    static let fixedLength = 12

    @_lifetime(copy reader)
    init(_ reader: ByteReader, position: Int, id: TypeID) throws(BTFError) {
        let info = TypeInfo(rawValue: try reader.u32(at: position + 4))
        guard let kind = BTFKind(rawValue: info.rawKind), kind != .void else {
            throw .noSuchType(id)
        }
        nameOffset = try reader.u32(at: position)
        sizeOrType = try reader.u32(at: position + 8)
        self.reader = reader
        self.id = id
        self.kind = kind
        tail = position + TypeRecord.fixedLength
        vlen = info.vlen
        kindFlag = info.kindFlag
    }

    /// The type that a pointer, modifier, function, variable or tag refers to.
    var target: TypeID { TypeID(rawValue: sizeOrType) }

    /// One 32-bit word of the tail, for entries of `stride` bytes.
    @inline(__always)
    func word(_ field: Int, ofEntry entry: Int, stride: Int) throws(BTFError) -> UInt32 {
        try reader.u32(at: tail + entry * stride + field * 4)
    }

    /// One 32-bit word of a tail that is not a list.
    func word(_ field: Int) throws(BTFError) -> UInt32 {
        try reader.u32(at: tail + field * 4)
    }
}
