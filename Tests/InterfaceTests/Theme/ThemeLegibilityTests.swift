import Interface
import Terminal
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A colour's red, green and blue in linear light, 0 to 1.
private struct Light {
    var red: Double
    var green: Double
    var blue: Double

    init?(_ color: Color) {
        guard case .rgb(let red, let green, let blue) = color else { return nil }
        func linear(_ byte: UInt8) -> Double {
            let value = Double(byte) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        self.red = linear(red)
        self.green = linear(green)
        self.blue = linear(blue)
    }

    /// WCAG 2's relative luminance.
    var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

    /// WCAG 2's contrast, 1 to 21.
    func contrast(to other: Light) -> Double {
        let (high, low) = (
            max(luminance, other.luminance), min(luminance, other.luminance)
        )
        return (high + 0.05) / (low + 0.05)
    }

    /// As an eye sees it that lacks the cones for red, or for green (Viénot, Brettel and Mollon 1999).
    func seen(withoutRed: Bool) -> Light {
        var result = self
        let mixed =
            withoutRed
            ? 0.11238 * red + 0.88762 * green : 0.29275 * red + 0.70725 * green
        result.red = mixed
        result.green = mixed
        result.blue =
            withoutRed
            ? 0.00401 * red - 0.00401 * green + blue : -0.02234 * red + 0.02234 * green + blue
        return result
    }

    /// A rough perceptual distance: on gamma-corrected channels, 0 to about 1.7.
    func distance(to other: Light) -> Double {
        func corrected(_ value: Double) -> Double { pow(max(0, value), 1 / 2.2) }
        let parts = [(red, other.red), (green, other.green), (blue, other.blue)]
        return parts.map { pow(corrected($0) - corrected($1), 2) }.reduce(0, +).squareRoot()
    }
}

@Suite struct ThemeLegibilityTests {
    /// Roles that only frame things or stand back on purpose.
    private static let quiet: Set<Role> = [.dialogFrame, .barFrame, .treeGuide, .background]

    private static let filled = [
        Theme.gruvboxDark, .gruvboxLight, .highContrast, .colorBlindSafe,
    ]

    private func contrast(_ role: Role, in theme: Theme) throws -> Double {
        var style = theme.style(role, on: role == .background ? .text : role)
        if role.isOverlay {
            style = theme[.text].patched(with: theme[role])
        }
        if style.attributes.contains(.reverse) {
            style = style.foreground(style.background).background(style.foreground)
        }
        let (text, ground) = (
            try #require(Light(style.foreground)), try #require(Light(style.background))
        )
        return text.contrast(to: ground)
    }

    @Test(arguments: filled) func `plain text is easy to read`(theme: Theme) throws {
        for role in [Role.text, .dialogText, .commandArguments, .keyBarLabel] {
            #expect(try contrast(role, in: theme) >= 4.5, "\(theme.name) \(role)")
        }
    }

    @Test(arguments: filled) func `every role stands out from its ground`(theme: Theme) throws {
        // The light gruvbox's own yellow is 2.2 to 1 and its users know it so.
        let least = theme.name == "high-contrast" ? 7 : theme.name.hasPrefix("gruvbox") ? 2 : 4.5
        for role in Role.allCases where !Self.quiet.contains(role) {
            #expect(try contrast(role, in: theme) >= least, "\(theme.name) \(role)")
        }
    }

    /// What stands side by side in one bar, in its order, and states of rows above each other.
    private static let neighbours: [[Role]] = [
        [.cpuUser, .cpuNice, .cpuSystem, .cpuIRQ, .cpuSoftIRQ, .cpuSteal, .cpuGuest, .cpuIOWait],
        [.memoryUsed, .memoryShared, .memoryBuffers, .memoryCache],
        [.swapUsed, .swapCached],
        [.gpuUsed, .gpuMemory],
        [.pressureSome, .pressureFull],
        [.graph, .graphSecond],
    ]

    @Test(arguments: Theme.presets) func `neighbours in a bar differ in colour or in glyph`(
        theme: Theme
    ) {
        for bar in Self.neighbours {
            for (one, other) in zip(bar, bar.dropFirst()) {
                let differs = theme[one] != theme[other] || one.glyph != other.glyph
                #expect(
                    differs || one == .graph || one == .gpuUsed, "\(theme.name) \(one) \(other)")
                if theme.name != "monochrome" { #expect(theme[one] != theme[other]) }
            }
        }
    }

    @Test func `bars can be told apart by glyph alone`() {
        for bar in [Self.neighbours[0], Self.neighbours[1], Self.neighbours[2], Self.neighbours[4]]
        {
            let glyphs = bar.compactMap(\.glyph)
            #expect(glyphs.count == bar.count)
            #expect(Set(glyphs).count == bar.count)
        }
    }

    @Test(arguments: [true, false])
    func `the colour-blind-safe bars differ to an eye without one cone`(withoutRed: Bool) throws {
        for bar in Self.neighbours {
            for (one, other) in zip(bar, bar.dropFirst()) {
                let colors = try [one, other].map {
                    try #require(Light(Theme.colorBlindSafe[$0].foreground))
                        .seen(withoutRed: withoutRed)
                }
                #expect(colors[0].distance(to: colors[1]) > 0.15, "\(one) \(other)")
            }
        }
    }

    /// Where a colour alone would carry the meaning and no letter does.
    private static let needed: [[Role]] = [
        [.text, .cursorRow, .visualRange, .taggedRow],
        [.tableHeading, .sortedHeading, .text],
        [.text, .matchHighlight], [.text, .dialogSelection], [.keyBarKey, .keyBarLabel],
        [.messageInfo, .messageWarning, .messageError],
        [.commandPath, .commandBasename, .commandArguments],
        [.text, .kernelThread], [.dialogText, .dialogTitle, .dialogHint],
        [.stateZombie, .stateSleeping], [.frozen, .text],
    ]

    @Test func `without colours attributes still carry every meaning that no letter does`() {
        for group in Self.needed {
            let looks = group.map { Theme.monochrome[$0].attributes }
            #expect(Set(looks).count == group.count, "\(group)")
        }
    }

    @Test func `without colours there is no colour`() {
        for role in Role.allCases {
            #expect(Theme.monochrome[role].foreground == .terminalDefault)
            #expect(Theme.monochrome[role].background == .terminalDefault)
        }
    }

    @Test(arguments: Theme.presets) func `cursor, range and tag look different in every theme`(
        theme: Theme
    ) {
        let rows = [Role.text, .cursorRow, .visualRange, .taggedRow].map {
            theme[.text].patched(with: theme[$0])
        }
        #expect(Set(rows).count == rows.count)
    }
}
