/// Text in the form of mdoc(7), with nothing in it that roff could take for a request.
struct Roff {
    /// What has been written.
    private(set) var text = ""

    /// A request with its words, of which none is taken for a macro: `.Fl d`.
    mutating func request(_ name: String, _ words: String...) {
        text += ".\(name)"
        for word in words { text += " \(Self.word(word))" }
        text += "\n"
    }

    /// A line of macros written by hand.
    mutating func line(_ line: String) {
        text += "\(line)\n"
    }

    /// Text that is to be filled: a sentence begins a line, and no line is longer than 80 bytes where words allow it.
    mutating func paragraph(_ paragraph: String) {
        for line in paragraph.split(separator: "\n") {
            var column = 0
            for word in line.split(separator: " ") {
                let escaped = Self.plain(word)
                if column > 0 {
                    let fits = column + 1 + escaped.utf8.count <= 80
                    text += fits && !endsSentence ? " " : "\n"
                    column = text.hasSuffix("\n") ? 0 : column + 1
                }
                text += escaped
                column += escaped.utf8.count
            }
            text += "\n"
        }
    }

    private var endsSentence: Bool {
        text.hasSuffix(".") || text.hasSuffix("?") || text.hasSuffix("!")
    }

    /// Text that fits anywhere in a line, and at its beginning.
    static func plain(_ text: some StringProtocol) -> String {
        let escaped = text.map { character in
            switch character {
            case "\\": "\\e"
            case "-": "\\-"
            case "'": "\\(aq"
            case "`": "\\(ga"
            case "^": "\\(ha"
            case "~": "\\(ti"
            default: String(character)
            }
        }
        // A line may begin with any word, and a full stop there would make it a request.
        return (text.hasPrefix(".") ? "\\&" : "") + escaped.joined()
    }

    /// Text that is one word of a macro line and no macro itself.
    static func word(_ word: String) -> String {
        let escaped = plain(word).replacing("\"", with: "\\(dq")
        return "\"\\&\(escaped)\\&\""
    }
}
