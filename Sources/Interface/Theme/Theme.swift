package import Terminal

/// How every role looks.
///
/// A theme asks for the colours it wants; what a terminal cannot show is the terminal layer's to replace. Only where there is
/// no colour at all do attributes have to take over: see `adapted(to:)`.
package struct Theme: Equatable, Sendable {
    /// The name by which it is chosen: "gruvbox-dark".
    package let name: String
    /// By `Role.rawValue`, as written: what is left open is `terminalDefault`.
    private var styles: [Style] { didSet { looks = Self.looks(styles) } }
    /// The same as they are drawn: a frame asks a thousand times.
    private var looks: [Style]
    /// The roles that were overridden, which `adapted(to:)` keeps.
    private var overridden: [Role: StylePatch] = [:]

    /// Makes a theme; a role that is not among `styles` looks like `text`.
    init(name: String, _ styles: [Role: Style]) {
        self.name = name
        self.styles = Role.allCases.map { styles[$0] ?? .plain }
        looks = Self.looks(self.styles)
    }

    /// The look of a role.
    ///
    /// Where a role leaves a colour open it is that of `text` or `background`; an overlay's stays open, so that
    /// `Screen.restyle` leaves the text below as it was.
    package subscript(role: Role) -> Style { looks[role.rawValue] }

    /// The look of a role upon the background of another: dim text inside a dialog.
    package func style(_ role: Role, on base: Role) -> Style {
        Self.resolved(styles[role.rawValue], styles, background: self[base].background)
    }

    private static func looks(_ styles: [Style]) -> [Style] {
        let background = styles[Role.background.rawValue].background
        return Role.allCases.map { role in
            let style = styles[role.rawValue]
            return role.isOverlay ? style : resolved(style, styles, background: background)
        }
    }

    private static func resolved(
        _ style: Style, _ styles: [Style], background: Color
    ) -> Style {
        var result = style
        if result.foreground == .terminalDefault {
            result.foreground = styles[Role.text.rawValue].foreground
        }
        if result.background == .terminalDefault { result.background = background }
        return result
    }
}

// MARK: - Changing

extension Theme {
    /// Returns the theme with one role changed; what the patch leaves open stays.
    package func overriding(_ role: Role, with patch: StylePatch) -> Theme {
        var result = self
        result.styles[role.rawValue] = patch.applied(to: styles[role.rawValue])
        result.overridden[role] = overridden[role]?.merging(patch) ?? patch
        return result
    }

    /// Returns the theme for a terminal of a depth: without colours the monochrome one, with the attributes of the overrides.
    package func adapted(to depth: ColorDepth) -> Theme {
        guard depth == .monochrome, name != Theme.monochrome.name else { return self }
        return overridden.reduce(Theme.monochrome) { theme, change in
            change.value.attributes == nil
                ? theme : theme.overriding(change.key, with: change.value)
        }
    }
}

// MARK: - Choosing

extension Theme {
    /// Every theme that can be chosen by name, the standard one first.
    package static let presets = [
        terminalDefault, gruvboxDark, gruvboxLight, highContrast, colorBlindSafe, monochrome,
    ]

    /// The theme of a name; nil for one that there is not.
    package static func named(_ name: String) -> Theme? {
        presets.first { $0.name == name }
    }
}

extension Theme {
    /// The theme that settings ask for, with the user's changes, for a terminal of a depth; the standard one where they name
    /// one that there is not.
    package init(_ settings: Settings, depth: ColorDepth = .truecolor) {
        let base = Theme.named(settings.theme) ?? .terminalDefault
        let changed = settings.themeOverrides.reduce(base) { $0.overriding($1.key, with: $1.value) }
        self = changed.adapted(to: depth)
    }
}
