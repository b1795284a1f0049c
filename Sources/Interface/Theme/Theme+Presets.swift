internal import Terminal

extension Theme {
    /// The terminal's own sixteen colours upon the terminal's own background, which is never filled.
    package static let terminalDefault = Theme(
        name: "default",
        Palette(
            red: .red, green: .green, yellow: .yellow, blue: .blue, purple: .magenta, aqua: .cyan,
            orange: .brightRed,
            muted: Style(attributes: .dim), line: Style(attributes: .dim),
            cursor: Style(foreground: .black, background: .cyan),
            visual: Style(foreground: .black, background: .white),
            tagged: Style(foreground: .yellow, attributes: .bold),
            heading: Style(foreground: .black, background: .green),
            sortedHeading: Style(foreground: .black, background: .cyan, attributes: .bold),
            title: Style(foreground: .cyan, attributes: .bold),
            key: Style(attributes: .bold),
            keyLabel: Style(foreground: .black, background: .cyan),
            match: Style(foreground: .black, background: .yellow)))

    /// Warm colours on dark grey.
    package static let gruvboxDark = Theme(
        name: "gruvbox-dark",
        gruvbox(
            background: 0x282828, text: 0xebdbb2, muted: 0xa89984, line: 0x665c54, raised: 0x504945,
            chosen: 0xfabd2f,
            colors: [0xfb4934, 0xb8bb26, 0xfabd2f, 0x83a598, 0xd3869b, 0x8ec07c, 0xfe8019]))

    /// Warm colours on cream.
    package static let gruvboxLight = Theme(
        name: "gruvbox-light",
        gruvbox(
            background: 0xfbf1c7, text: 0x3c3836, muted: 0x7c6f64, line: 0xbdae93, raised: 0xd5c4a1,
            chosen: 0xd65d0e,
            colors: [0xcc241d, 0x98971a, 0xd79921, 0x458588, 0xb16286, 0x689d6a, 0xd65d0e]))

    /// Full colours on black; nothing is dimmed.
    package static let highContrast = Theme(
        name: "high-contrast",
        Palette(
            background: Color(hex: 0x000000), text: Color(hex: 0xffffff),
            red: Color(hex: 0xff8080), green: Color(hex: 0x00ff00), yellow: Color(hex: 0xffff00),
            blue: Color(hex: 0x80b0ff), purple: Color(hex: 0xff80ff), aqua: Color(hex: 0x00ffff),
            orange: Color(hex: 0xffb000),
            muted: hex(0xd0d0d0), line: hex(0xffffff),
            cursor: hex(0x000000, on: 0xffff00, .bold), visual: hex(0x000000, on: 0x00ffff),
            tagged: hex(0xffff00, .underline),
            heading: hex(0x000000, on: 0xffffff), sortedHeading: hex(0x000000, on: 0xffff00, .bold),
            title: hex(0xffff00, .bold), key: hex(0xffff00, .bold),
            keyLabel: hex(0x000000, on: 0xffffff), match: hex(0x000000, on: 0x00ff00, .bold)))

    /// Colours that differ in lightness or on the axis from blue to yellow, so that no common colour blindness merges
    /// neighbours.
    package static let colorBlindSafe = Theme(
        name: "colour-blind-safe",
        Palette(
            background: Color(hex: 0x101010), text: Color(hex: 0xf0f0f0),
            red: Color(hex: 0xe8702a), green: Color(hex: 0x2bc89b), yellow: Color(hex: 0xf0e442),
            blue: Color(hex: 0x3d8fd9), purple: Color(hex: 0xa566e6), aqua: Color(hex: 0x9ad4f5),
            orange: Color(hex: 0xf5c26b),
            muted: hex(0xa8a8a8), line: hex(0x8a8a8a),
            cursor: hex(0x101010, on: 0xf0e442, .bold), visual: hex(0x101010, on: 0x9ad4f5),
            tagged: hex(0xf0e442, .underline),
            heading: hex(0x101010, on: 0x9ad4f5), sortedHeading: hex(0x101010, on: 0xf0e442, .bold),
            title: hex(0xf0e442, .bold), key: hex(0xf0e442, .bold),
            keyLabel: hex(0x101010, on: 0x9ad4f5), match: hex(0x101010, on: 0xf5c26b, .bold)))

    private static func gruvbox(
        background: UInt32, text: UInt32, muted: UInt32, line: UInt32, raised: UInt32,
        chosen: UInt32, colors: [UInt32]
    ) -> Palette {
        let color = colors.map { Color(hex: $0) }
        return Palette(
            background: Color(hex: background), text: Color(hex: text),
            red: color[0], green: color[1], yellow: color[2], blue: color[3], purple: color[4],
            aqua: color[5], orange: color[6],
            muted: hex(muted), line: hex(line),
            cursor: hex(chosen, on: raised, .bold), visual: Style(background: Color(hex: line)),
            tagged: hex(chosen, .bold),
            heading: hex(background, on: colors[1]),
            sortedHeading: hex(colors[1], on: background, .bold),
            title: hex(chosen, .bold), key: hex(colors[6], on: raised, .bold),
            keyLabel: hex(text, on: raised), match: hex(background, on: colors[2]))
    }

    private static func hex(
        _ foreground: UInt32, on background: UInt32? = nil, _ attributes: Attributes = []
    ) -> Style {
        Style(
            foreground: Color(hex: foreground),
            background: background.map { Color(hex: $0) } ?? .terminalDefault,
            attributes: attributes)
    }
}

// MARK: - Without colour

extension Theme {
    /// Attributes alone; what no attribute tells apart has a letter or a glyph of its own (`Role.glyph`, state letters).
    package static let monochrome = Theme(
        name: "monochrome",
        attributes([
            [.bold]: [
                .headerLabel, .largeNumber, .ownCost, .commandBasename, .messageInfo, .dialogTitle,
                .stateRunning, .stateUninterruptible, .keyBarKey, .pressureFull,
            ],
            [.dim]: [
                .dim, .kernelThread, .stateIdle, .treeGuide, .commandPath, .dialogHint, .frozen,
            ],
            [.underline]: [.stateStopped, .stateQueued],
            [.bold, .underline]: [.taggedRow, .matchHighlight, .messageWarning],
            [.reverse]: [.tableHeading, .visualRange, .keyBarLabel],
            [.reverse, .bold]: [
                .sortedHeading, .cursorRow, .dialogSelection, .messageError, .stateZombie,
            ],
        ]))

    private static func attributes(_ groups: [Attributes: [Role]]) -> [Role: Style] {
        var styles: [Role: Style] = [:]
        for (attributes, roles) in groups {
            for role in roles { styles[role] = Style(attributes: attributes) }
        }
        return styles
    }
}
