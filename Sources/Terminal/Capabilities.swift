/// What the terminal at the other end can do, decided once from the environment.
///
/// A pure function of facts: nothing here asks the terminal, so the answer is there before the first frame.
package struct Capabilities: Equatable, Sendable {
    /// A program between this one and the real terminal.
    package enum Multiplexer: Sendable {
        case none, tmux, screen
    }

    /// The colours to use, `NO_COLOR` and its kin heeded.
    package var colorDepth: ColorDepth
    /// Whether the locale's character set is UTF-8; without it only ASCII is written.
    package var isUTF8: Bool
    /// Whether a full-screen program makes sense: a terminal that is not `dumb`.
    package var canMoveCursor: Bool
    /// The program in between, which sequences for the outer terminal must be wrapped for.
    package var multiplexer: Multiplexer
    /// Whether frames are bracketed so that the terminal shows each at once (private mode 2026).
    package var synchronizedOutput: Bool
    /// Whether mouse reports are asked for.
    package var mouse: Bool
    /// Whether to ask for keys in the unambiguous form of the kitty protocol.
    package var kittyKeyboard: Bool
    /// Whether italic and strikethrough look like that and not like something else.
    package var italic: Bool
    /// Whether erasing leaves the current background colour behind.
    package var backgroundColorErase: Bool

    /// Decides from the environment variables and from whether the output is a terminal.
    package init(environment: [String: String], isTTY: Bool) {
        let terminal = TerminalName(environment)
        colorDepth = Capabilities.colorDepth(environment, terminal, isTTY: isTTY)
        isUTF8 = Capabilities.isUTF8(environment)
        canMoveCursor = isTTY && !terminal.isDumb
        multiplexer = terminal.multiplexer
        synchronizedOutput = canMoveCursor && !terminal.isLinuxConsole
        mouse = canMoveCursor && !terminal.isLinuxConsole
        kittyKeyboard = canMoveCursor && terminal.speaksKitty
        italic = !terminal.isLinuxConsole && terminal.multiplexer != .screen
        backgroundColorErase = canMoveCursor && terminal.multiplexer != .screen
    }
}

// MARK: - Decisions

extension Capabilities {
    /// `NO_COLOR` (set, not empty) wins over all; then `CLICOLOR_FORCE` (not empty, not `0`) asks for colour even without a
    /// terminal; then come the terminal, `CLICOLOR=0` and what the terminal's name promises.
    private static func colorDepth(
        _ environment: [String: String], _ terminal: TerminalName, isTTY: Bool
    ) -> ColorDepth {
        if let value = environment["NO_COLOR"], !value.isEmpty { return .monochrome }
        let force = environment["CLICOLOR_FORCE"] ?? ""
        if !force.isEmpty, force != "0" { return max(.ansi16, terminal.colorDepth) }
        guard isTTY, environment["CLICOLOR"] != "0" else { return .monochrome }
        return terminal.colorDepth
    }

    /// The first of LC_ALL, LC_CTYPE and LANG that is set and not empty decides, as in setlocale(3).
    private static func isUTF8(_ environment: [String: String]) -> Bool {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"]
        let locale = names.lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        let lowered = locale.lowercased()
        return lowered.contains("utf-8") || lowered.contains("utf8")
    }
}

/// What the variables say about which terminal it is.
private struct TerminalName {
    private let name: String
    private let program: String
    private let colorTerm: String
    let multiplexer: Capabilities.Multiplexer

    init(_ environment: [String: String]) {
        name = (environment["TERM"] ?? "").lowercased()
        program = (environment["TERM_PROGRAM"] ?? "").lowercased()
        colorTerm = (environment["COLORTERM"] ?? "").lowercased()
        // tmux calls itself `screen` in TERM by default, so its own variable comes first.
        let isTmux = !(environment["TMUX"] ?? "").isEmpty || name.hasPrefix("tmux")
        let isScreen = !(environment["STY"] ?? "").isEmpty || name.hasPrefix("screen")
        multiplexer = isTmux ? .tmux : isScreen ? .screen : .none
    }

    var isDumb: Bool { name.isEmpty || name == "dumb" || name == "unknown" }
    var isLinuxConsole: Bool { name == "linux" || name.hasPrefix("linux-") }

    /// Multiplexers pass neither the request nor the keys through by default.
    var speaksKitty: Bool {
        guard multiplexer == .none else { return false }
        return ["kitty", "ghostty", "foot", "alacritty", "wezterm", "contour"].contains { word in
            name.contains(word) || program.contains(word)
        }
    }

    var colorDepth: ColorDepth {
        if isDumb || name.hasSuffix("-m") || name.hasSuffix("-mono") { return .monochrome }
        if name.hasPrefix("vt1") || name.hasPrefix("vt2") { return .monochrome }
        if isLinuxConsole { return .ansi16 }
        let is24Bit = colorTerm == "truecolor" || colorTerm == "24bit" || name.hasSuffix("-direct")
        // GNU screen drops 24-bit colours, and COLORTERM comes from the terminal around it.
        if is24Bit || speaksKitty, multiplexer != .screen { return .truecolor }
        return name.contains("256") ? .indexed256 : .ansi16
    }
}
