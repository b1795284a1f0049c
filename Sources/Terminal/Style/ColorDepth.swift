/// How many colours a terminal shows, ordered from none to all.
package enum ColorDepth: Int, Comparable, Sendable, CaseIterable {
    /// No colour at all: bold, underline and reverse only.
    case monochrome
    /// The sixteen named colours, whose look the user's own terminal theme decides.
    case ansi16
    /// The sixteen, a cube of 6×6×6 and 24 greys.
    case indexed256
    /// 24 bits.
    case truecolor

    /// Whether one shows fewer colours than the other.
    package static func < (left: ColorDepth, right: ColorDepth) -> Bool {
        left.rawValue < right.rawValue
    }
}
