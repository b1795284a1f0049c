import Testing

@testable import Terminal

struct CapabilitiesTests {
    private func depth(_ environment: [String: String], isTTY: Bool = true) -> ColorDepth {
        Capabilities(environment: environment, isTTY: isTTY).colorDepth
    }

    @Test(
        arguments: [
            (["TERM": "xterm"], .ansi16),
            (["TERM": "xterm-256color"], .indexed256),
            (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .truecolor),
            (["TERM": "xterm", "COLORTERM": "24bit"], .truecolor),
            (["TERM": "xterm-kitty"], .truecolor),
            (["TERM": "xterm-direct"], .truecolor),
            (["TERM": "tmux-256color", "COLORTERM": "truecolor"], .truecolor),
            (["TERM": "screen-256color", "TMUX": "/tmp/x", "COLORTERM": "truecolor"], .truecolor),
            (["TERM": "screen.xterm-256color", "COLORTERM": "truecolor"], .indexed256),
            (["TERM": "linux", "COLORTERM": "truecolor"], .ansi16),
            (["TERM": "vt220"], .monochrome),
            (["TERM": "xterm-mono"], .monochrome),
            (["TERM": "dumb", "COLORTERM": "truecolor"], .monochrome),
            ([:], .monochrome),
            (["TERM": "xterm", "NO_COLOR": "1"], .monochrome),
            (["TERM": "xterm", "NO_COLOR": ""], .ansi16),
            (["TERM": "xterm", "CLICOLOR": "0"], .monochrome),
            (["TERM": "xterm", "CLICOLOR": "0", "CLICOLOR_FORCE": "1"], .ansi16),
            (["TERM": "xterm", "NO_COLOR": "1", "CLICOLOR_FORCE": "1"], .monochrome),
        ] as [([String: String], ColorDepth)])
    func `the environment decides the colours`(environment: [String: String], wanted: ColorDepth) {
        #expect(depth(environment) == wanted)
    }

    @Test func `a pipe has no colours unless forced`() {
        #expect(depth(["TERM": "xterm-256color"], isTTY: false) == .monochrome)
        #expect(
            depth(["TERM": "xterm-256color", "CLICOLOR_FORCE": "1"], isTTY: false) == .indexed256)
        #expect(depth(["CLICOLOR_FORCE": "1"], isTTY: false) == .ansi16)
        #expect(depth(["TERM": "xterm", "CLICOLOR_FORCE": "0"], isTTY: false) == .monochrome)
    }

    @Test(
        arguments: [
            (["LANG": "de_DE.UTF-8"], true), (["LANG": "C.utf8"], true), (["LANG": "C"], false),
            ([:], false), (["LC_ALL": "C", "LANG": "C.UTF-8"], false),
            (["LC_ALL": "", "LC_CTYPE": "en_US.UTF-8", "LANG": "C"], true),
            (["LC_CTYPE": "POSIX", "LANG": "C.UTF-8"], false),
            (["LANG": "de_DE.ISO-8859-1"], false),
        ] as [([String: String], Bool)])
    func `the locale decides the character set`(environment: [String: String], isUTF8: Bool) {
        #expect(Capabilities(environment: environment, isTTY: true).isUTF8 == isUTF8)
    }

    @Test func `a dumb terminal gets no sequences`() {
        let dumb = Capabilities(environment: ["TERM": "dumb"], isTTY: true)
        #expect(!dumb.canMoveCursor && !dumb.mouse && !dumb.kittyKeyboard)
        #expect(!dumb.synchronizedOutput)
        #expect(!Capabilities(environment: ["TERM": "xterm"], isTTY: false).canMoveCursor)
    }

    @Test func `multiplexers and consoles are recognised`() {
        let tmux = Capabilities(
            environment: ["TERM": "screen", "TMUX": "x", "TERM_PROGRAM": "ghostty"], isTTY: true)
        #expect(tmux.multiplexer == .tmux && !tmux.kittyKeyboard && tmux.backgroundColorErase)
        let screen = Capabilities(environment: ["TERM": "screen", "STY": "x"], isTTY: true)
        #expect(screen.multiplexer == .screen && !screen.backgroundColorErase && !screen.italic)
        let linux = Capabilities(environment: ["TERM": "linux"], isTTY: true)
        #expect(!linux.mouse && !linux.synchronizedOutput && linux.canMoveCursor)
        #expect(Capabilities(environment: ["TERM": "xterm-kitty"], isTTY: true).kittyKeyboard)
    }
}
