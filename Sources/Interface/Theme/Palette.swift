internal import Terminal

/// The few colours and looks of which a coloured theme is made; every such theme gives a colour the same meaning.
struct Palette {
    var background = Color.terminalDefault
    var text = Color.terminalDefault
    var red: Color
    var green: Color
    var yellow: Color
    var blue: Color
    var purple: Color
    var aqua: Color
    var orange: Color
    /// What stands back: paths, hints, kernel threads.
    var muted: Style
    /// Lines around and between things.
    var line: Style
    /// The chosen row, on the table and in dialogs.
    var cursor: Style
    var visual: Style
    var tagged: Style
    var heading: Style
    var sortedHeading: Style
    var title: Style
    var key: Style
    var keyLabel: Style
    var match: Style
}

extension Theme {
    /// Makes a theme of a palette.
    init(name: String, _ palette: Palette) {
        let parts = [
            Theme.screen(palette), Theme.header(palette), Theme.table(palette),
            Theme.dialogs(palette),
        ]
        self.init(name: name, parts.reduce(into: [:]) { $0.merge($1) { first, _ in first } })
    }

    private static func screen(_ palette: Palette) -> [Role: Style] {
        [
            .background: Style(background: palette.background),
            .text: Style(foreground: palette.text),
            .dim: palette.muted,
            .largeNumber: Style(foreground: palette.yellow),
            .messageInfo: Style(foreground: palette.green, attributes: .bold),
            .messageWarning: Style(foreground: palette.yellow, attributes: .bold),
            .messageError: Style(foreground: palette.red, attributes: [.bold, .reverse]),
            .keyBarKey: palette.key,
            .keyBarLabel: palette.keyLabel,
        ]
    }

    private static func header(_ palette: Palette) -> [Role: Style] {
        let colors: [Role: Color] = [
            .headerLabel: palette.blue,
            .cpuUser: palette.green, .cpuNice: palette.blue, .cpuSystem: palette.red,
            .cpuIRQ: palette.orange, .cpuSoftIRQ: palette.purple, .cpuSteal: palette.aqua,
            .cpuGuest: palette.text, .cpuIOWait: palette.yellow,
            .memoryUsed: palette.green, .memoryShared: palette.purple,
            .memoryBuffers: palette.aqua, .memoryCache: palette.blue,
            .swapUsed: palette.orange, .swapCached: palette.blue,
            .gpuUsed: palette.purple, .gpuMemory: palette.aqua,
            .pressureSome: palette.yellow, .pressureFull: palette.red,
            .graph: palette.green, .graphSecond: palette.blue,
            .ownCost: palette.purple,
        ]
        return colors.mapValues { Style(foreground: $0) }
            .merging([.barFrame: palette.line]) { $1 }
    }

    private static func table(_ palette: Palette) -> [Role: Style] {
        [
            .tableHeading: palette.heading,
            .sortedHeading: palette.sortedHeading,
            .cursorRow: palette.cursor,
            .visualRange: palette.visual,
            .taggedRow: palette.tagged,
            .matchHighlight: palette.match,
            .stateRunning: Style(foreground: palette.green, attributes: .bold),
            .stateQueued: Style(foreground: palette.aqua),
            .stateUninterruptible: Style(foreground: palette.orange, attributes: .bold),
            .stateStopped: Style(foreground: palette.yellow),
            .stateZombie: Style(foreground: palette.red, attributes: .bold),
            .stateIdle: palette.muted,
            .frozen: Style(foreground: palette.blue),
            .kernelThread: palette.muted,
            .thread: Style(foreground: palette.aqua),
            .treeGuide: palette.line,
            .commandPath: palette.muted,
            .commandBasename: Style(attributes: .bold),
        ]
    }

    private static func dialogs(_ palette: Palette) -> [Role: Style] {
        [
            .dialogFrame: palette.line,
            .dialogTitle: palette.title,
            .dialogSelection: palette.cursor,
            .dialogHint: palette.muted,
        ]
    }
}
