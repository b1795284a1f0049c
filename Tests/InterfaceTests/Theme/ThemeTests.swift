import Interface
import Terminal
import Testing

@Suite struct ThemeTests {
    @Test func `every role has a name of its own that leads back to it`() {
        let names = Role.allCases.map(\.name)
        #expect(Set(names).count == names.count)
        for role in Role.allCases {
            #expect(Role(name: role.name) == role)
            // The names are listed apart from the cases; here both are held together.
            #expect(role.name.filter { $0 != "_" } == "\(role)".lowercased())
        }
        #expect(Role(name: "no_such_role") == nil)
    }

    @Test func `every preset is found by its name`() {
        for theme in Theme.presets { #expect(Theme.named(theme.name) == theme) }
        #expect(Theme.named("gruvbox") == nil)
        #expect(Theme.presets.first?.name == "default")
    }

    @Test func `the gruvbox themes have the colours their users know`() {
        let dark = Theme.gruvboxDark
        #expect(dark[.background].background == Color(hex: 0x282828))
        #expect(dark[.text].foreground == Color(hex: 0xebdbb2))
        #expect(dark[.dialogFrame].foreground == Color(hex: 0x665c54))
        #expect(dark[.visualRange].background == Color(hex: 0x665c54))
        #expect(dark[.cursorRow].background == Color(hex: 0x504945))
        #expect(dark[.cursorRow].foreground == Color(hex: 0xfabd2f))
        #expect(dark[.cpuUser].foreground == Color(hex: 0xb8bb26))
        #expect(dark[.memoryUsed].foreground == Color(hex: 0xb8bb26))
        #expect(dark[.stateRunning].foreground == Color(hex: 0xb8bb26))
        #expect(dark[.tableHeading].background == Color(hex: 0xb8bb26))
        #expect(dark[.tableHeading].foreground == Color(hex: 0x282828))
        #expect(dark[.cpuSystem].foreground == Color(hex: 0xfb4934))
        #expect(dark[.stateZombie].foreground == Color(hex: 0xfb4934))
        #expect(dark[.cpuNice].foreground == Color(hex: 0x83a598))
        #expect(dark[.memoryCache].foreground == Color(hex: 0x83a598))
        #expect(dark[.frozen].foreground == Color(hex: 0x83a598))
        #expect(dark[.cpuIOWait].foreground == Color(hex: 0xfabd2f))
        #expect(dark[.stateStopped].foreground == Color(hex: 0xfabd2f))
        #expect(dark[.memoryBuffers].foreground == Color(hex: 0x8ec07c))
        #expect(dark[.gpuMemory].foreground == Color(hex: 0x8ec07c))
        #expect(dark[.swapUsed].foreground == Color(hex: 0xfe8019))
        #expect(dark[.keyBarKey].foreground == Color(hex: 0xfe8019))
        #expect(dark[.gpuUsed].foreground == Color(hex: 0xd3869b))
        let light = Theme.gruvboxLight
        #expect(light[.background].background == Color(hex: 0xfbf1c7))
        #expect(light[.text].foreground == Color(hex: 0x3c3836))
        #expect(light[.cursorRow].foreground == Color(hex: 0xd65d0e))
        #expect(light[.cpuIOWait].foreground == Color(hex: 0xd79921))
        #expect(light[.gpuUsed].foreground == Color(hex: 0xb16286))
    }

    @Test func `the standard theme fills no background`() {
        #expect(Theme.terminalDefault[.background].background == .terminalDefault)
        #expect(Theme.terminalDefault[.text] == .plain)
    }

    @Test func `what a role leaves open is the text's and the ground's`() {
        let style = Theme.gruvboxDark[.commandBasename]
        #expect(style.foreground == Color(hex: 0xebdbb2))
        #expect(style.background == Color(hex: 0x282828))
        #expect(style.attributes == .bold)
    }

    @Test func `an overlay leaves open what it does not change`() {
        #expect(Theme.gruvboxDark[.taggedRow].background == .terminalDefault)
        #expect(Theme.gruvboxDark[.visualRange].foreground == .terminalDefault)
    }

    @Test func `a role can be drawn upon another's ground`() {
        let theme = Theme.gruvboxDark.overriding(
            .dialogText, with: StylePatch(background: .blue))
        #expect(theme.style(.dialogHint, on: .dialogText).background == .blue)
        #expect(theme[.dialogHint].background == Color(hex: 0x282828))
    }

    @Test func `an override changes only what it names`() {
        let theme = Theme.gruvboxDark.overriding(.cpuUser, with: StylePatch(attributes: .bold))
        #expect(theme[.cpuUser].foreground == Color(hex: 0xb8bb26))
        #expect(theme[.cpuUser].attributes == .bold)
        #expect(theme[.cpuNice] == Theme.gruvboxDark[.cpuNice])
    }

    @Test func `settings choose a theme and change it`() {
        var settings = Settings()
        settings.theme = "gruvbox-light"
        settings.themeOverrides[.graph] = StylePatch(foreground: .red)
        #expect(Theme(settings)[.graph].foreground == .red)
        #expect(Theme(settings)[.text] == Theme.gruvboxLight[.text])
        settings.theme = "no such theme"
        #expect(Theme(settings)[.text] == Theme.terminalDefault[.text])
    }

    @Test func `without colours the attributes take over, overridden ones too`() {
        let theme = Theme.gruvboxDark.overriding(
            .graph, with: StylePatch(foreground: .red, attributes: .underline))
        let mono = theme.adapted(to: .monochrome)
        #expect(mono[.cursorRow].attributes.contains(.reverse))
        #expect(mono[.graph].attributes == .underline)
        #expect(theme.adapted(to: .ansi16) == theme)
    }
}
