/// A colour as a view asks for it; `downgraded(to:)` makes it one that the terminal has.
package enum Color: Hashable, Sendable {
    /// What the user's terminal shows when nobody asks for a colour.
    case terminalDefault
    /// Entry 0...255 of the palette: 0...7 named, 8...15 their bright twins, 16...231 the cube, 232...255 greys.
    case indexed(UInt8)
    /// 24 bits: red, green, blue.
    case rgb(UInt8, UInt8, UInt8)

    /// Creates a colour from `0xRRGGBB`; higher bits are ignored.
    package init(hex: UInt32) {
        self = .rgb(
            UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8),
            UInt8(truncatingIfNeeded: hex))
    }

    /// Named colour 0: black.
    package static let black = Color.indexed(0)
    /// Named colour 1: red.
    package static let red = Color.indexed(1)
    /// Named colour 2: green.
    package static let green = Color.indexed(2)
    /// Named colour 3: yellow.
    package static let yellow = Color.indexed(3)
    /// Named colour 4: blue.
    package static let blue = Color.indexed(4)
    /// Named colour 5: magenta.
    package static let magenta = Color.indexed(5)
    /// Named colour 6: cyan.
    package static let cyan = Color.indexed(6)
    /// Named colour 7: white, a light grey.
    package static let white = Color.indexed(7)
    /// Named colour 8: bright black, a dark grey.
    package static let brightBlack = Color.indexed(8)
    /// Named colour 9: bright red.
    package static let brightRed = Color.indexed(9)
    /// Named colour 10: bright green.
    package static let brightGreen = Color.indexed(10)
    /// Named colour 11: bright yellow.
    package static let brightYellow = Color.indexed(11)
    /// Named colour 12: bright blue.
    package static let brightBlue = Color.indexed(12)
    /// Named colour 13: bright magenta.
    package static let brightMagenta = Color.indexed(13)
    /// Named colour 14: bright cyan.
    package static let brightCyan = Color.indexed(14)
    /// Named colour 15: bright white.
    package static let brightWhite = Color.indexed(15)
}

// MARK: - Packing

extension Color {
    /// 26 bits: the kind in the upper two, the value in the lower 24; all zero is `terminalDefault`.
    var packed: UInt64 {
        switch self {
        case .terminalDefault: 0
        case .indexed(let index): 1 << 24 | UInt64(index)
        case .rgb(let red, let green, let blue):
            2 << 24 | UInt64(red) << 16 | UInt64(green) << 8 | UInt64(blue)
        }
    }

    /// Unpacks the lower 26 bits of what `packed` made.
    init(packed: UInt64) {
        switch packed >> 24 & 3 {
        case 1: self = .indexed(UInt8(truncatingIfNeeded: packed))
        case 2: self = Color(hex: UInt32(truncatingIfNeeded: packed & 0xFF_FFFF))
        default: self = .terminalDefault
        }
    }
}
