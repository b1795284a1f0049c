@testable import Terminal

/// A generator whose numbers are the same in every run.
struct FixedRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var mixed = state
        mixed = (mixed ^ (mixed >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        return mixed ^ (mixed >> 29)
    }
}

extension Screen {
    /// Draws random things at random places.
    mutating func scribble(
        _ count: Int, using random: inout FixedRandom, texts: [String] = Screen.texts
    ) {
        for _ in 0..<count {
            let point = Point(
                column: .random(in: -3..<size.columns + 3, using: &random),
                row: .random(in: -1..<size.rows + 1, using: &random))
            let style = Style.random(using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                fill(Rect(column: point.column, row: point.row, columns: 7, rows: 2), style)
            case 1:
                restyle(Rect(column: point.column, row: point.row, columns: 5, rows: 2), style)
            case 2:
                fill(Rect(column: point.column, row: point.row, columns: 40, rows: 1), .plain)
            default:
                put(
                    texts[.random(in: texts.indices, using: &random)], at: point, style,
                    maxColumns: .random(in: 0...20, using: &random),
                    skipping: .random(in: 0...2, using: &random),
                    overflow: Bool.random(using: &random) ? .clip : .ellipsis)
            }
        }
        if Bool.random(using: &random) {
            cursor = Point(column: .random(in: 0...size.columns, using: &random), row: 0)
        }
    }

    static let texts = [
        "bpftop", "a", "     ", "12.5%", "日本語", "e\u{301}te\u{301}", "한국 x", "│▏█▒", "👩🏽‍🚀 go", "❤️!",
        "\u{1B}[31mred", "x\u{202E}y", "nul\0", "全角ＡＢ",
    ]
}

extension Style {
    static func random(using random: inout FixedRandom) -> Style {
        let colors: [Color] = [
            .terminalDefault, .terminalDefault, .red, .brightBlue, .indexed(200), .rgb(1, 22, 233),
        ]
        let attributes: [Attributes] = [
            [], [], .bold, .dim, [.bold, .underline], .reverse, [.italic, .dim], .strikethrough,
        ]
        return Style(
            foreground: colors[.random(in: colors.indices, using: &random)],
            background: colors[.random(in: colors.indices, using: &random)],
            attributes: attributes[.random(in: attributes.indices, using: &random)])
    }
}

extension Capabilities {
    /// A terminal that can do all.
    static let full = Capabilities(
        environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"],
        isTTY: true)
}
