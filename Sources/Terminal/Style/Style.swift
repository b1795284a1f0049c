/// The look of a cell: two colours and attributes, packed into eight bytes so that comparing two is one instruction.
package struct Style: Hashable, Sendable {
    /// Bits 0...25 the foreground, 26...51 the background, 52...57 the attributes; 0 is the terminal's own look.
    private var bits: UInt64

    /// Creates a style; what is left out is the terminal's own.
    package init(
        foreground: Color = .terminalDefault, background: Color = .terminalDefault,
        attributes: Attributes = []
    ) {
        bits =
            foreground.packed | background.packed << Self.backgroundShift
            | UInt64(attributes.rawValue) << Self.attributeShift
    }

    /// The terminal's own colours, no attribute.
    package static let plain = Style()

    /// The colour of the text.
    package var foreground: Color {
        get { Color(packed: bits) }
        set { bits = bits & ~Self.colorMask | newValue.packed }
    }

    /// The colour behind the text.
    package var background: Color {
        get { Color(packed: bits >> Self.backgroundShift) }
        set {
            bits =
                bits & ~(Self.colorMask << Self.backgroundShift)
                | newValue.packed << Self.backgroundShift
        }
    }

    /// Bold, underline and the like.
    package var attributes: Attributes {
        get { Attributes(rawValue: UInt8(truncatingIfNeeded: bits >> Self.attributeShift)) }
        set {
            bits =
                bits & ~(0xFF << Self.attributeShift)
                | UInt64(newValue.rawValue) << Self.attributeShift
        }
    }

    private static let backgroundShift: UInt64 = 26
    private static let attributeShift: UInt64 = 52
    private static let colorMask: UInt64 = 1 << 26 - 1
}

// MARK: - Combining

extension Style {
    /// Returns this style under another: the other's colours win where it asks for one, the attributes are united.
    package func patched(with other: Style) -> Style {
        var result = self
        if other.foreground != .terminalDefault { result.foreground = other.foreground }
        if other.background != .terminalDefault { result.background = other.background }
        result.attributes.formUnion(other.attributes)
        return result
    }

    /// Returns this style with these attributes added.
    package func adding(_ attributes: Attributes) -> Style {
        var result = self
        result.attributes.formUnion(attributes)
        return result
    }

    /// Returns this style with another text colour.
    package func foreground(_ color: Color) -> Style {
        var result = self
        result.foreground = color
        return result
    }

    /// Returns this style with another colour behind the text.
    package func background(_ color: Color) -> Style {
        var result = self
        result.background = color
        return result
    }
}
