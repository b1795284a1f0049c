import Terminal
import Testing

@testable import Actions

@Suite struct ClipboardTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("ÿ?>~", "w78/Pn4="),
    ])
    func `base64 is that of RFC 4648`(text: String, encoded: String) {
        #expect(String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self) == encoded)
    }

    private func text(_ text: String, _ multiplexer: Capabilities.Multiplexer) -> String? {
        Clipboard.sequence(for: text, through: multiplexer)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `a terminal gets OSC 52`() {
        #expect(text("foo", .none) == "\u{1B}]52;c;Zm9v\u{7}")
    }

    @Test func `tmux gets it for itself and wrapped for the terminal outside`() {
        #expect(
            text("foo", .tmux)
                == "\u{1B}]52;c;Zm9v\u{7}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;Zm9v\u{7}\u{1B}\\")
    }

    @Test func `screen gets it in strings that it can hold`() throws {
        let long = String(repeating: "abc", count: 1000)
        let wrapped = try #require(text(long, .screen))
        let parts = wrapped.components(separatedBy: "\u{1B}\\")
        #expect(parts.last == "")
        #expect(parts.dropLast().allSatisfy { $0.hasPrefix("\u{1B}P") && $0.utf8.count <= 514 })
        #expect(parts.dropLast().map { $0.dropFirst(2) }.joined() == text(long, .none))
    }

    @Test func `a text that terminals would drop is refused`() {
        #expect(text(String(repeating: "a", count: Clipboard.limit), .none) != nil)
        #expect(text(String(repeating: "a", count: Clipboard.limit + 1), .none) == nil)
        let largest = Clipboard.sequence(
            for: String(repeating: "a", count: Clipboard.limit), through: .none)
        #expect((largest?.count ?? 0) <= 100_000)
    }

    @Test func `what is copied cannot end the sequence`() throws {
        let bytes = try #require(Clipboard.sequence(for: "a\u{7}b\u{1B}\\c", through: .none))
        #expect(bytes.count { $0 == 0x1B } == 1)
        #expect(bytes.count { $0 == 0x07 } == 1)
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        var parts: [String] = []
        var part = ""
        for character in self.unicodeScalars {
            part.unicodeScalars.append(character)
            if part.hasSuffix(separator) {
                parts.append(String(part.dropLast(separator.count)))
                part = ""
            }
        }
        return parts + [part]
    }
}
