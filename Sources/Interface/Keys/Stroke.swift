package import Terminal

/// A key pressed with its modifiers.
package enum Stroke: Hashable, Sendable {
    case key(Key, Modifiers = [])
    case character(Character, Modifiers = [])

    /// The stroke of an event; nil for what no key made.
    package init?(_ event: Event) {
        switch event {
        case .key(let key, let modifiers): self = .key(key, modifiers)
        case .character(let character, let modifiers): self = .character(character, modifiers)
        default: return nil
        }
    }

    /// Control with a small letter.
    static func control(_ letter: Character) -> Stroke { .character(letter, .control) }

    /// The event that pressing it makes.
    package var event: Event {
        switch self {
        case .key(let key, let modifiers): .key(key, modifiers)
        case .character(let character, let modifiers): .character(character, modifiers)
        }
    }

    /// How help and the key bar call it: "F5", "Ctrl-U", "gg" is two of them.
    package var name: String {
        switch self {
        case .character(" ", _): "Space"
        case .character(let letter, let modifiers) where modifiers.contains(.control):
            "Ctrl-\(letter.uppercased())"
        case .character(let character, _): String(character)
        case .key(let key, _): Self.name(of: key)
        }
    }

    private static func name(of key: Key) -> String {
        switch key {
        case .up: "Up"
        case .down: "Down"
        case .left: "Left"
        case .right: "Right"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .tab: "Tab"
        case .enter: "Enter"
        case .escape: "Esc"
        case .backspace: "Backspace"
        case .delete: "Del"
        case .insert: "Ins"
        case .function(let number): "F\(number)"
        default: "\(key)"
        }
    }
}
