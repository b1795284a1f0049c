/// The kinds of type record, `BTF_KIND_*`, and `void`, which is id 0 and has no record.
///
/// 1 … 13 are in every kernel with BTF; `var` and `datasec` came with 5.2, `float` 5.13, `declTag` 5.16,
/// `typeTag` 5.17, `enum64` 6.0.
package enum BTFKind: UInt8, Hashable, Sendable, CaseIterable {
    case void = 0
    case int
    case ptr
    case array
    case `struct`
    case union
    case `enum`
    case fwd
    case typedef
    case volatile
    case const
    case restrict
    case `func`
    case funcProto
    case `var`
    case datasec
    case float
    case declTag
    case typeTag
    case enum64
}

extension BTFKind {
    /// Tells whether a number is that of a known kind other than void.
    @inline(__always)
    static func hasRecord(rawKind: UInt8) -> Bool { rawKind &- 1 < BTFKind.enum64.rawValue }

    /// The bytes that follow a record's first twelve; the kind has to be known.
    @inline(__always)
    static func tailLength(rawKind: UInt8, vlen: Int) -> Int {
        // The words of a tail, those there once and those per entry, in two bits for each kind. A switch
        // over the kinds of a kernel's types is mispredicted often enough to be a tenth slower.
        let shift = UInt64(rawKind) &* 2
        let once = Int(truncatingIfNeeded: (0x4_1000_00C4 as UInt64) &>> shift & 3)
        let each = Int(truncatingIfNeeded: (0xC0_C800_2F00 as UInt64) &>> shift & 3)
        return (once &+ each &* vlen) &* 4
    }

    /// Tells whether the kind only renames or qualifies the one type it refers to.
    package var isModifier: Bool {
        switch self {
        case .typedef, .volatile, .const, .restrict, .typeTag: true
        default: false
        }
    }

    /// Tells whether the kind has members.
    package var isComposite: Bool { self == .struct || self == .union }
}

/// A type record of a kind newer than this parser.
package struct UnknownKind: Equatable, Sendable {
    /// The number of the kind.
    package let kind: UInt8
    /// The id the record would have.
    package let id: TypeID
    /// The record's first byte, counted from the start of the data.
    package let position: Int

    /// Makes the report of a record.
    package init(kind: UInt8, id: TypeID, position: Int) {
        self.kind = kind
        self.id = id
        self.position = position
    }
}
