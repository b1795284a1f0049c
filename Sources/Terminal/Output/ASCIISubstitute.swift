/// ASCII that resembles the signs which the views draw with, for a terminal that does not take UTF-8.
enum ASCIISubstitute {
    /// Returns the byte to show for a scalar, `?` where nothing resembles it.
    static func byte(for scalar: UInt32?) -> UInt8 {
        guard let scalar else { return UInt8(ascii: "?") }
        switch scalar {
        case 0x2500..<0x2580: return boxDrawing(scalar)
        case 0x2591, 0x2592: return UInt8(ascii: ":")
        case 0x2594: return UInt8(ascii: "-")
        case 0x2580..<0x25A0: return block(scalar)
        case 0x2800: return UInt8(ascii: " ")
        case 0x2801..<0x2900: return UInt8(ascii: ":")
        default: return sign(scalar)
        }
    }

    private static func boxDrawing(_ scalar: UInt32) -> UInt8 {
        switch scalar {
        case 0x2500, 0x2501, 0x2504, 0x2505, 0x2508, 0x2509, 0x254C, 0x254D, 0x2574, 0x2576,
            0x2578, 0x257A, 0x257C, 0x257E:
            UInt8(ascii: "-")
        case 0x2550: UInt8(ascii: "=")
        case 0x2502, 0x2503, 0x2506, 0x2507, 0x250A, 0x250B, 0x254E, 0x254F, 0x2551, 0x2575,
            0x2577, 0x2579, 0x257B, 0x257D, 0x257F:
            UInt8(ascii: "|")
        case 0x2514, 0x2570: UInt8(ascii: "`")
        case 0x2571: UInt8(ascii: "/")
        case 0x2572: UInt8(ascii: "\\")
        case 0x2573: UInt8(ascii: "X")
        default: UInt8(ascii: "+")
        }
    }

    /// The eighths and quarters of a block, by how full they are.
    private static func block(_ scalar: UInt32) -> UInt8 {
        switch scalar {
        case 0x2581, 0x2582: UInt8(ascii: "_")
        case 0x258D...0x258F, 0x2595: UInt8(ascii: "|")
        default: UInt8(ascii: "#")
        }
    }

    private static func sign(_ scalar: UInt32) -> UInt8 {
        switch scalar {
        case 0xA0, 0x2002...0x200A, 0x202F, 0x3000: UInt8(ascii: " ")
        case 0xB5, 0x3BC: UInt8(ascii: "u")
        case 0xB7, 0x2022, 0x25CF, 0x25CB, 0x25C6, 0x25C7, 0x2605, 0x2606: UInt8(ascii: "*")
        case 0xD7, 0x2715, 0x2717: UInt8(ascii: "x")
        case 0x2010...0x2015, 0x2212: UInt8(ascii: "-")
        case 0x2018, 0x2019, 0x2032: UInt8(ascii: "'")
        case 0x201C, 0x201D, 0x2033: UInt8(ascii: "\"")
        case 0x2026: UInt8(ascii: "~")
        case 0x2190, 0x25C0, 0x25C2, 0x2039, 0x27E8: UInt8(ascii: "<")
        case 0x2192, 0x25B6, 0x25B8, 0x203A, 0x27E9: UInt8(ascii: ">")
        case 0x2191, 0x25B2, 0x25B4: UInt8(ascii: "^")
        case 0x2193, 0x25BC, 0x25BE: UInt8(ascii: "v")
        case 0x2713, 0x2714: UInt8(ascii: "+")
        default: UInt8(ascii: "?")
        }
    }
}
