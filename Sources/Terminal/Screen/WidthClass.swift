/// What a scalar does to the width of the text that it stands in.
enum WidthClass: UInt32 {
    /// Takes no column: it is drawn over its base.
    case none
    case narrow
    case wide
    /// A combining mark with a column of its own.
    case spacingMark
    /// Draws nothing, and may change what is around it: controls, bidi and other format characters, fillers.
    case hidden
    /// Narrow as a text sign, wide when U+FE0F follows.
    case emojiNarrow

    /// Looks the class of a scalar value up.
    init(of scalar: UInt32) {
        if WidthClass.isPlainlyNarrow(scalar) {
            self = .narrow
            return
        }
        var low = 0
        var high = widthTable.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if widthTable[middle] >> 3 <= scalar { low = middle } else { high = middle }
        }
        self = WidthClass(rawValue: widthTable[low] & 7) ?? .narrow
    }

    /// Latin, and the box, block and braille signs that graphs are drawn with.
    private static func isPlainlyNarrow(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xC0..<0x300, 0x2500..<0x25A0, 0x2800..<0x2900: true
        default: false
        }
    }

    /// The columns that a scalar of this class adds to its cluster.
    var columns: Int {
        switch self {
        case .none, .hidden: 0
        case .narrow, .spacingMark, .emojiNarrow: 1
        case .wide: 2
        }
    }
}
