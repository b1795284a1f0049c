/// One cell of a screen: 16 bytes without a reference, so that clearing, copying and comparing a screen is a walk over
/// plain memory.
package struct Cell: Equatable, Sendable {
    /// A Unicode scalar value, or with the top bit set an offset into the screen's cluster store.
    var glyph: UInt32
    /// The columns that the cluster covers: 1 or 2, and 0 for the cell that the wide one at its left covers.
    package internal(set) var width: UInt8
    /// Whether every terminal is known to give the cluster this width.
    var isSettled: Bool
    /// The look.
    package internal(set) var style: Style

    init(glyph: UInt32, width: UInt8 = 1, isSettled: Bool = true, style: Style) {
        self.glyph = glyph
        self.width = width
        self.isSettled = isSettled
        self.style = style
    }

    /// A blank in this style.
    package static func blank(_ style: Style = .plain) -> Cell { Cell(glyph: 0x20, style: style) }

    /// The right half of a wide cluster.
    static func continuation(_ style: Style) -> Cell { Cell(glyph: 0, width: 0, style: style) }

    static let internedFlag: UInt32 = 1 << 31

    /// Whether the glyph is an offset into the cluster store.
    var isInterned: Bool { glyph & Cell.internedFlag != 0 }
    /// Whether this is the right half of a wide cluster.
    package var isContinuation: Bool { width == 0 }
    var isBlank: Bool { glyph == 0x20 }
}
