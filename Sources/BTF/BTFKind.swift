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
    /// The bytes that follow a record's first twelve, or nil when the kind has no record or is unknown.
    @inline(__always)
    static func tailLength(rawKind: UInt8, vlen: Int) -> Int? {
        switch rawKind {
        case 2, 7, 8, 9, 10, 11, 12, 16, 18: 0  // ptr … func, float, typeTag
        case 4, 5, 15, 19: vlen * 12  // struct, union, datasec, enum64
        case 6, 13: vlen * 8  // enum, funcProto
        case 1, 14, 17: 4  // int, var, declTag
        case 3: 12  // array
        default: nil
        }
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
}
