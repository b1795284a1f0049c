import Testing

@testable import Terminal

struct StyleTests {
    static let colors: [Color] = [
        .terminalDefault, .black, .brightWhite, .indexed(255), .rgb(0, 0, 0), .rgb(255, 254, 253),
    ]

    @Test(arguments: colors, colors)
    func `a style keeps what it is made of`(foreground: Color, background: Color) {
        let attributes: Attributes = [.bold, .strikethrough]
        var style = Style(foreground: foreground, background: background, attributes: attributes)
        #expect(style.foreground == foreground && style.background == background)
        #expect(style.attributes == attributes)
        style.foreground = background
        style.background = foreground
        style.attributes = .dim
        let mirrored = Style(foreground: background, background: foreground, attributes: .dim)
        #expect(style == mirrored)
    }

    @Test func `a patch wins where it says something`() {
        let base = Style(foreground: .red, background: .blue, attributes: .bold)
        #expect(base.patched(with: .plain) == base)
        let patched = base.patched(with: Style(foreground: .green, attributes: .underline))
        #expect(
            patched
                == Style(foreground: .green, background: .blue, attributes: [.bold, .underline]))
    }

    @Test(
        arguments: [
            (.rgb(255, 0, 0), .indexed(196), .indexed(9)),
            (.rgb(0, 0, 0), .indexed(16), .indexed(0)),
            (.rgb(255, 255, 255), .indexed(231), .indexed(15)),
            (.rgb(128, 128, 128), .indexed(244), .indexed(8)),
            (.rgb(0, 0, 238), .indexed(21), .indexed(4)),
            (.rgb(0x28, 0x28, 0x28), .indexed(235), .indexed(0)),
            (.indexed(4), .indexed(4), .indexed(4)),
            (.indexed(46), .indexed(46), .indexed(10)),
            (.terminalDefault, .terminalDefault, .terminalDefault),
        ] as [(Color, Color, Color)])
    func `a colour becomes the nearest one`(color: Color, indexed: Color, named: Color) {
        #expect(color.downgraded(to: .truecolor) == color)
        #expect(color.downgraded(to: .indexed256) == indexed)
        #expect(color.downgraded(to: .ansi16) == named)
        #expect(color.downgraded(to: .monochrome) == .terminalDefault)
    }

    @Test func `every palette entry is its own nearest`() {
        for index in UInt8(16)...255 {
            let color = Color.indexed(index)
            #expect(color.downgraded(to: .indexed256) == color)
            guard case .indexed(let named) = color.downgraded(to: .ansi16) else {
                Issue.record("\(index) became no named colour")
                continue
            }
            #expect(named < 16)
        }
    }

    @Test func `the cache answers as the colour itself`() {
        var random = FixedRandom(seed: 5)
        var cache = ColorCache(depth: .indexed256)
        for _ in 0..<500 {
            let color = Color(hex: .random(in: 0...0xFFFFFF, using: &random) & 0xF0F0F0)
            #expect(cache.color(color) == color.downgraded(to: .indexed256))
            #expect(cache.color(color) == color.downgraded(to: .indexed256))
        }
    }
}
