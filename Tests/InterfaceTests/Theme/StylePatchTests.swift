import Interface
import Terminal
import Testing

@Suite struct StylePatchTests {
    @Test(
        arguments: [
            ("#fabd2f", StylePatch(foreground: Color(hex: 0xfabd2f))),
            ("#f80", StylePatch(foreground: Color(hex: 0xff8800))),
            ("FF", nil), ("#ggg", nil), ("#12345", nil), ("#+12345", nil), ("256", nil),
            ("-1", nil),
            ("208", StylePatch(foreground: .indexed(208))),
            ("red", StylePatch(foreground: .red)),
            ("Bright-Blue", StylePatch(foreground: .brightBlue)),
            ("bright_blue", StylePatch(foreground: .brightBlue)),
            ("default", StylePatch(foreground: .terminalDefault)),
            ("on 236", StylePatch(background: .indexed(236))),
            ("on", nil), ("red on", nil), ("on red on blue", nil), ("red blue", nil), ("", nil),
            ("   ", nil), ("loud", nil),
            ("bold", StylePatch(attributes: .bold)),
            ("plain", StylePatch(attributes: [])),
            (
                "bold, underline #102030 on black",
                StylePatch(
                    foreground: Color(hex: 0x102030), background: .black,
                    attributes: [.bold, .underline])
            ),
        ] as [(String, StylePatch?)])
    func `a style is read as it is meant`(text: String, expected: StylePatch?) {
        #expect(StylePatch(text) == expected)
    }

    @Test func `what is written is read back`() {
        let colors: [Color?] =
            [nil, .terminalDefault, .rgb(1, 2, 254)] + (0...255).map { .indexed($0) }
        let attributes: [Attributes?] = [
            nil, [], .bold, [.dim, .italic], [.reverse, .strikethrough],
        ]
        for color in colors {
            for attribute in attributes {
                for ground in [nil, color] {
                    let patch = StylePatch(
                        foreground: color, background: ground, attributes: attribute)
                    guard patch != StylePatch() else { continue }
                    #expect(StylePatch(patch.text) == patch, "\(patch.text)")
                }
            }
        }
    }

    @Test func `a later change wins where both say something`() {
        let first = StylePatch(foreground: .red, attributes: .bold)
        let second = StylePatch(background: .blue, attributes: [])
        #expect(
            first.merging(second)
                == StylePatch(foreground: .red, background: .blue, attributes: []))
    }
}
