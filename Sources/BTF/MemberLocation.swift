/// Where a member lies in its struct, and what it is.
package struct MemberLocation: Equatable, Sendable {
    /// Bytes from the start of the struct; for a bitfield the byte that holds its first bit.
    package let byteOffset: UInt32
    /// The first bit of a bitfield within that byte, else 0.
    ///
    /// Little-endian BTF counts bits from the least significant, big-endian BTF from the most significant.
    package let bitOffset: UInt8
    /// The width of a bitfield in bits, else 0.
    package let bitWidth: UInt8
    /// The bytes of the resolved type; for a bitfield those of its declared type.
    package let size: UInt32
    package let kind: Kind
    /// The resolved type as in C: `unsigned int`, `struct mm_struct *`, `char[16]`.
    package let typeName: String
    /// The resolved type: no typedef or qualifier any more; `TypeID.void` where the source is not BTF.
    package let type: TypeID

    /// Makes a location, also one found elsewhere than in BTF: `type` is then `.void`.
    package init(
        byteOffset: UInt32, bitOffset: UInt8 = 0, bitWidth: UInt8 = 0, size: UInt32, kind: Kind,
        typeName: String, type: TypeID = .void
    ) {
        self.byteOffset = byteOffset
        self.bitOffset = bitOffset
        self.bitWidth = bitWidth
        self.size = size
        self.kind = kind
        self.typeName = typeName
        self.type = type
    }

    /// What a member holds, once typedefs and qualifiers are taken off.
    package enum Kind: Equatable, Sendable {
        /// An integer, a character (as signed as recorded) or a truth value (unsigned).
        case integer(isSigned: Bool)
        case enumeration(isSigned: Bool)
        /// A pointer, with the name of what it points at: `task_struct`, `char`, `void`.
        case pointer(to: String)
        case structure
        case union
        case array
        case float
    }
}
