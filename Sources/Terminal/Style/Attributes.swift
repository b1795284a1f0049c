/// How a cell is shown beside its colours.
package struct Attributes: OptionSet, Hashable, Sendable {
    /// One bit per attribute, the lower six in use.
    package let rawValue: UInt8

    /// Creates a set from its bits.
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Bold, on some terminals bright instead.
    package static let bold = Attributes(rawValue: 1 << 0)
    /// Fainter than usual.
    package static let dim = Attributes(rawValue: 1 << 1)
    /// Italic; left out where `Capabilities.italic` is false.
    package static let italic = Attributes(rawValue: 1 << 2)
    /// Underlined.
    package static let underline = Attributes(rawValue: 1 << 3)
    /// Both colours exchanged.
    package static let reverse = Attributes(rawValue: 1 << 4)
    /// Struck through; left out where `Capabilities.italic` is false.
    package static let strikethrough = Attributes(rawValue: 1 << 5)
}
