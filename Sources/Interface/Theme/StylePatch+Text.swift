internal import Terminal

/// Styles as a configuration file writes them: "bold #fabd2f on 236".
extension StylePatch {
    /// Reads a style: a colour for the text, `on` and a colour for what is behind it, and attributes, in any order.
    ///
    /// A colour is `#rgb` or `#rrggbb`, a number of the palette, a name ("red", "bright-blue") or "default". "plain" takes all
    /// attributes away. Nil for a text that says nothing or that is not understood.
    package init?(_ text: String) {
        self.init()
        var isBackground = false
        let words = text.lowercased().split { $0 == " " || $0 == "\t" || $0 == "," }
        guard !words.isEmpty else { return nil }
        for word in words {
            if word == "on" {
                guard !isBackground else { return nil }
                isBackground = true
            } else if !isBackground, let attribute = Self.attributes(named: word) {
                attributes = attribute.isEmpty ? [] : (attributes ?? []).union(attribute)
            } else if let color = Color(text: word) {
                guard (isBackground ? background : foreground) == nil else { return nil }
                if isBackground { background = color } else { foreground = color }
                isBackground = false
            } else {
                return nil
            }
        }
        if isBackground { return nil }
    }

    /// The style as `init(_:)` reads it.
    package var text: String {
        var words: [String] = []
        if let attributes {
            let names = Self.attributeNames.filter { attributes.contains($0.attribute) }
            words += names.isEmpty ? ["plain"] : names.map(\.name)
        }
        if let foreground { words.append(foreground.text) }
        if let background { words += ["on", background.text] }
        return words.joined(separator: " ")
    }

    private static let attributeNames: [(name: String, attribute: Attributes)] = [
        ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline),
        ("reverse", .reverse), ("strikethrough", .strikethrough),
    ]

    private static func attributes(named name: Substring) -> Attributes? {
        name == "plain" ? [] : attributeNames.first { $0.name == name }?.attribute
    }
}

extension Color {
    private static let names = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    ]

    /// Reads a colour as a configuration file writes it; nil for what is none.
    package init?(text: some StringProtocol) {
        if text.hasPrefix("#") {
            guard let color = Color(hexDigits: text.dropFirst()) else { return nil }
            self = color
        } else if text == "default" {
            self = .terminalDefault
        } else if let index = UInt8(text) {
            self = .indexed(index)
        } else {
            let isBright = text.hasPrefix("bright-") || text.hasPrefix("bright_")
            let bare = isBright ? String(text.dropFirst(7)) : String(text)
            let alias = ["gray": 8, "grey": 8, "orange": 208, "purple": 5, "aqua": 6]
            if let index = Self.names.firstIndex(of: bare) {
                self = .indexed(UInt8(index) + (isBright ? 8 : 0))
            } else if !isBright, let index = alias[bare] {
                self = .indexed(UInt8(index))
            } else {
                return nil
            }
        }
    }

    private init?(hexDigits: some StringProtocol) {
        let bytes = Array(hexDigits.utf8)
        guard bytes.allSatisfy({ $0 != 0x2B && $0 != 0x2D }),
            let value = UInt32(hexDigits, radix: 16)
        else { return nil }
        switch bytes.count {
        case 6: self.init(hex: value)
        case 3:
            let (red, green, blue) = (value >> 8 & 15, value >> 4 & 15, value & 15)
            self.init(hex: red * 0x11_0000 + green * 0x1100 + blue * 0x11)
        default: return nil
        }
    }

    /// The colour as `init(text:)` reads it.
    package var text: String {
        switch self {
        case .terminalDefault: "default"
        case .indexed(let index) where index < 8: Self.names[Int(index)]
        case .indexed(let index) where index < 16: "bright-" + Self.names[Int(index) - 8]
        case .indexed(let index): String(index)
        case .rgb(let red, let green, let blue):
            "#"
                + [red, green, blue].map { byte in
                    let digits = String(byte, radix: 16)
                    return digits.utf8.count == 1 ? "0" + digits : digits
                }.joined()
        }
    }
}
