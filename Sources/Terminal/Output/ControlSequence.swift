/// The control sequences that the program sends, but for the styles and moves that `FrameWriter` composes.
enum ControlSequence {
    static let beginSynchronized = "\u{1B}[?2026h"
    static let endSynchronized = "\u{1B}[?2026l"
    static let clearScreen = "\u{1B}[m\u{1B}[H\u{1B}[2J"
    static let clearLine = "\u{1B}[K"
    static let showCursor = "\u{1B}[?25h"
    static let hideCursor = "\u{1B}[?25l"

    /// What turns a shell's terminal into ours: alternate screen, no wrapping at the right edge, reports on.
    ///
    /// Sent again, it must not push the keyboard mode twice, for `leave` pops it once.
    static func enter(_ capabilities: Capabilities, again: Bool = false) -> String {
        var text = "\u{1B}[?1049h\u{1B}[?7l\u{1B}[?25l\u{1B}[?2004h\u{1B}[?1004h"
        if capabilities.mouse { text += "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h" }
        if capabilities.kittyKeyboard { text += (again ? "\u{1B}[<u" : "") + "\u{1B}[>1u" }
        return text
    }

    /// The way back, in reverse order.
    ///
    /// It begins with a string terminator, which ends whatever a frame cut short may have
    /// left open and means nothing otherwise.
    static func leave(_ capabilities: Capabilities) -> String {
        var text = "\u{1B}\\"
        if capabilities.synchronizedOutput { text += endSynchronized }
        if capabilities.kittyKeyboard { text += "\u{1B}[<u" }
        if capabilities.mouse { text += "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l" }
        text += "\u{1B}[?1004l\u{1B}[?2004l\u{1B}[m\u{1B}[?25h\u{1B}[?7h"
        // For terminals without an alternate screen, which would keep our last frame.
        return text + "\u{1B}[H\u{1B}[J\u{1B}[?1049l"
    }
}
