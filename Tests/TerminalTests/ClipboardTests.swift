import Testing

@testable import Terminal

struct ClipboardTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("日\u{FF}", "5pelw78="),
    ])
    func `text is encoded as RFC 4648 says`(text: String, encoded: String) {
        #expect(String(decoding: Clipboard.base64(Array(text.utf8)), as: UTF8.self) == encoded)
    }

    private func sequence(_ text: String, _ multiplexer: Capabilities.Multiplexer) -> String? {
        Clipboard.sequence(copying: text, through: multiplexer)
            .map { String(decoding: $0, as: UTF8.self).replacing("\u{1B}", with: "^") }
    }

    @Test func `each multiplexer gets its wrapping`() {
        #expect(sequence("foo", .none) == "^]52;c;Zm9v\u{7}")
        #expect(
            sequence("foo", .tmux) == "^]52;c;Zm9v\u{7}^Ptmux;^^]52;c;Zm9v\u{7}^\\")
        #expect(sequence("foo", .screen) == "^P^]52;c;Zm9v\u{7}^\\")
    }

    @Test func `screen gets a long text in pieces`() throws {
        let text = String(repeating: "x", count: 3000)
        let pieces = try #require(sequence(text, .screen)).split(separator: "^\\")
        #expect(pieces.allSatisfy { $0.hasPrefix("^P") && $0.utf8.count < 768 })
        let joined = pieces.map { $0.dropFirst(2) }.joined()
        #expect(joined == sequence(text, .none))
    }

    @Test func `a text that is too long is not copied at all`() {
        #expect(sequence(String(repeating: "x", count: Clipboard.limit), .none) != nil)
        #expect(sequence(String(repeating: "x", count: Clipboard.limit + 1), .none) == nil)
    }
}
