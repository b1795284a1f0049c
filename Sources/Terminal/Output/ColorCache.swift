/// Remembers which colours the terminal's depth made of those asked for last: a screen has few.
struct ColorCache: Sendable {
    private let depth: ColorDepth
    private var asked: [UInt64]
    private var given: [Color]

    private static let slots = 64

    init(depth: ColorDepth) {
        self.depth = depth
        // No colour packs to all ones, so no slot is taken at first.
        asked = Array(repeating: .max, count: ColorCache.slots)
        given = Array(repeating: .terminalDefault, count: ColorCache.slots)
    }

    /// Returns the nearest colour that the terminal has.
    mutating func color(_ color: Color) -> Color {
        guard depth < .truecolor else { return color }
        let packed = color.packed
        let slot = Int(truncatingIfNeeded: (packed &* 0x9E37_79B9_7F4A_7C15) >> 58)
        if asked[slot] != packed {
            asked[slot] = packed
            given[slot] = color.downgraded(to: depth)
        }
        return given[slot]
    }
}
