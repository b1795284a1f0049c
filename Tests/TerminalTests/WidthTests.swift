import Testing

@testable import Terminal

struct WidthTests {
    /// What Python's `wcwidth` 0.7 (Unicode 17) says of samples from every corner of the table.
    @Test(
        arguments: [
            (0x20, 1), (0x7E, 1), (0xA0, 1), (0xE9, 1), (0x300, 0), (0x36F, 0), (0x370, 1),
            (0x483, 0),
            (0x5B0, 0), (0x5D0, 1), (0x600, 1), (0x627, 1), (0x64B, 0), (0x915, 1), (0x94D, 0),
            (0xE01, 1), (0xE31, 0), (0x1100, 2), (0x1161, 0), (0x1EA0, 1), (0x2014, 1), (0x20AC, 1),
            (0x20D0, 0), (0x2190, 1), (0x231A, 2), (0x23E9, 2), (0x2500, 1), (0x2588, 1),
            (0x25FD, 2),
            (0x2614, 2), (0x2603, 1), (0x26A1, 2), (0x2705, 2), (0x2764, 1), (0x28FF, 1),
            (0x2B50, 2),
            (0x2E80, 2), (0x3000, 2), (0x3042, 2), (0x3099, 0), (0x4DC0, 2), (0x4E00, 2),
            (0x9FFF, 2),
            (0xA000, 2), (0xA4CF, 1), (0xA960, 2), (0xAC00, 2), (0xD7A3, 2), (0xE000, 1),
            (0xF900, 2),
            (0xFE20, 0), (0xFE30, 2), (0xFF01, 2), (0xFF61, 1), (0xFFE0, 2), (0xFFFD, 1),
            (0x10000, 1),
            (0x16FE0, 2), (0x17000, 2), (0x1B000, 2), (0x1D400, 1), (0x1F004, 2), (0x1F0A0, 1),
            (0x1F300, 2), (0x1F3FB, 2), (0x1F600, 2), (0x1F64F, 2), (0x1F6FC, 2), (0x1F90C, 2),
            (0x1FA70, 2), (0x1FAE8, 2), (0x1FB00, 1), (0x20000, 2), (0x2FFFD, 2), (0x30000, 2),
            (0x10FFFD, 1),
        ] as [(UInt32, Int)])
    func `a scalar has the width of the Unicode data`(scalar: UInt32, columns: Int) {
        #expect(WidthClass(of: scalar).columns == columns)
    }

    @Test(arguments: [
        ("", 0), ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("ｱ", 1), ("한", 2),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("❤", 1), ("❤\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2),
        ("👍🏽", 2), ("👩‍👩‍👧‍👦", 2), ("🇩🇪🇫🇷", 4), ("का", 2), ("க்ஷ", 2), ("ก็", 1), ("\u{7}", 1),
    ])
    func `a text has the width of its clusters`(text: String, columns: Int) {
        #expect(TextWidth.columns(of: text) == columns)
        #expect(TextWidth.columns(of: ("x" + text + "y").dropFirst().dropLast()) == columns)
    }

    @Test func `the table is ascending and covers all scalars`() {
        #expect(widthTable.first == WidthClass.hidden.rawValue)
        #expect(zip(widthTable, widthTable.dropFirst()).allSatisfy { $0.0 >> 3 < $0.1 >> 3 })
        #expect(widthTable.allSatisfy { WidthClass(rawValue: $0 & 7) != nil && $0 >> 3 < 0x110000 })
    }

    @Test func `the short cuts agree with the table`() {
        for scalar in [UInt32](0xC0..<0x300) + [UInt32](0x2500..<0x25A0) + [UInt32](0x2800..<0x2900)
        {
            let index = widthTable.lastIndex { $0 >> 3 <= scalar }!
            let found = WidthClass(rawValue: widthTable[index] & 7)!
            #expect(found.columns == 1, "\(scalar)")
        }
    }
}
