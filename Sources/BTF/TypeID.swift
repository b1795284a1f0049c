/// The number by which types in one BTF refer to each other.
///
/// Ids are only meaningful together with the BTF they came from.
package struct TypeID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: UInt32

    /// Names a type by its number.
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The id that stands for `void`, which has no record.
    package static let void = TypeID(rawValue: 0)

    package var description: String { "[\(rawValue)]" }
}
