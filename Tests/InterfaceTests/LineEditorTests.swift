import Interface
import Terminal
import Testing

@Suite struct LineEditorTests {
    /// Types a script: `^x` is Control with x, `%x` is Alt with x, `<` and `>` are the arrows, `#` is Backspace.
    private func edit(_ text: String, _ script: String) -> LineEditor {
        var editor = LineEditor(text)
        var held: Modifiers = []
        for letter in script {
            switch letter {
            case "^" where held.isEmpty: held = .control
            case "%" where held.isEmpty: held = .alt
            case "<" where held.isEmpty: _ = editor.handle(.key(.left))
            case ">" where held.isEmpty: _ = editor.handle(.key(.right))
            case "#" where held.isEmpty: _ = editor.handle(.key(.backspace))
            default:
                _ = editor.handle(.character(letter, held))
                held = []
            }
        }
        return editor
    }

    @Test(arguments: [
        ("", "abc", "abc", 3), ("abc", "^ax", "xabc", 1), ("abc", "^a^ex", "abcx", 4),
        ("abc", "<<x", "axbc", 2), ("abc", "#", "ab", 2), ("abc", "^a#", "abc", 0),
        ("abc", "^a^d", "bc", 0), ("abc", "^h^h", "a", 1), ("one two", "^w", "one ", 4),
        ("one two", "^u", "", 0), ("one two", "^a%f^k", "one", 3), ("one two", "%b^k", "one ", 4),
        ("one two", "^w^a^y", "twoone ", 3), ("one two", "^a%d", " two", 0),
        ("ab", "^t", "ba", 2), ("a.b-c", "^w", "", 0), ("a.b-c", "%b%bx", "a.xb-c", 3),
    ])
    func `readline's keys edit`(_ text: String, _ script: String, _ result: String, _ cursor: Int) {
        let editor = edit(text, script)
        #expect(editor.text == result)
        #expect(editor.cursor == cursor)
    }

    @Test func `a combining mark joins the character before it`() {
        var editor = LineEditor("e")
        _ = editor.handle(.character("\u{301}"))
        #expect(editor.cursor == 1)
        _ = editor.handle(.key(.backspace))
        #expect(editor.text.isEmpty)
    }

    @Test func `no key and no paste makes the line longer than its limit`() {
        var editor = LineEditor()
        _ = editor.handle(.paste(String(repeating: "x", count: 100_000)))
        _ = editor.handle(.character("y"))
        #expect(editor.text.count <= 1024)
    }

    @Test func `keys that mean nothing here are said to`() {
        var editor = LineEditor("a")
        for event in [Event.key(.function(3)), .character("x", .control), .focus(true)] {
            let isKnown = editor.handle(event)
            #expect(!isKnown)
        }
        #expect(editor.text == "a")
    }
}
