/// What can be wrong with BTF.
///
/// Positions are in bytes from the start of the data.
package enum BTFError: Error, Equatable, Sendable {
    /// The data ends where more was promised.
    case truncated(at: Int)
    /// The first two bytes, read little-endian, are neither 0xEB9F nor 0x9FEB.
    case badMagic(UInt16)
    /// The format version is not 1.
    case unsupportedVersion(UInt8)
    /// A flag of the header is set; none is defined.
    case unsupportedFlags(UInt8)
    /// The header is shorter than any kernel's, or longer than the data.
    case badHeaderLength(UInt32)
    /// The type section is not aligned to 4, not inside the data, or runs into the strings.
    case badTypeSection
    /// The string section is not inside the data, or does not begin and end with a NUL byte.
    case badStringSection
    /// A record reaches behind the end of the type section.
    case recordTooLong(TypeID, position: Int)
    /// No string starts at this offset of the string section.
    case badStringOffset(UInt32)
    /// A record refers to an id that does not exist, or the caller asked for one.
    case noSuchType(TypeID)
    /// The kind at this id is not one that the question can be asked of.
    case unexpectedKind(BTFKind, TypeID)
    /// Following modifiers, arrays or pointers from this id comes to no end within 64 steps.
    case endlessChain(TypeID)
    /// Unnamed members nest deeper than 32, or a look-up visits more than a million members.
    case tooComplex(TypeID)
    /// A size or an offset does not fit in 32 bits.
    case sizeOverflow(TypeID)
    /// A member lies outside the struct or union that holds it.
    case memberOutOfBounds(TypeID, member: Int)
    /// A member that is no bitfield does not start at a byte.
    case unalignedMember(TypeID, member: Int)
    /// A bitfield has no bits, or more than its type.
    case badBitfield(TypeID, member: Int)
    /// Split BTF was put on a base that is itself split or was not read to its end.
    case unusableBase
}

extension BTFError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .truncated(let position): "the data ends before byte \(position)"
        case .badMagic(let magic): "not BTF: it begins with 0x\(String(magic, radix: 16))"
        case .unsupportedVersion(let version): "BTF of version \(version), not 1"
        case .unsupportedFlags(let flags): "BTF with unknown flags 0x\(String(flags, radix: 16))"
        case .badHeaderLength(let length): "a header of \(length) bytes is not possible"
        case .badTypeSection: "the type section is not where it can be"
        case .badStringSection: "the string section is not inside the data or not closed by NUL"
        case .recordTooLong(let id, let position):
            "type \(id) at byte \(position) is longer than the type section"
        case .badStringOffset(let offset): "no string starts at offset \(offset)"
        case .noSuchType(let id): "there is no type \(id)"
        case .unexpectedKind(let kind, let id): "type \(id) is of kind \(kind)"
        case .endlessChain(let id): "the chain of types from \(id) has no end"
        case .tooComplex(let id): "the members of type \(id) are nested beyond reason"
        case .sizeOverflow(let id): "the size of type \(id) does not fit in 32 bits"
        case .memberOutOfBounds(let id, let member):
            "member \(member) of type \(id) lies outside of it"
        case .unalignedMember(let id, let member):
            "member \(member) of type \(id) does not start at a byte"
        case .badBitfield(let id, let member):
            "member \(member) of type \(id) is a bitfield of impossible width"
        case .unusableBase: "the base of this split BTF is split itself or was not read to its end"
        }
    }
}
