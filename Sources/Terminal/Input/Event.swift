/// Something that the user, or the terminal, told the program.
package enum Event: Equatable, Sendable {
    /// A key without a character of its own.
    case key(Key, Modifiers = [])
    /// A character; Shift is part of the character (`A`, not Shift-`a`) and never among the modifiers. Control with a letter
    /// arrives as the small letter with `.control`; Control-Space is a space with `.control`.
    case character(Character, Modifiers = [])
    /// Pasted text, as it came: it may hold any character, line feeds and escapes included. At most `KeyDecoder.pasteLimit`
    /// bytes of it, the rest is dropped.
    case paste(String)
    /// The mouse.
    case mouse(MouseEvent)
    /// The terminal window got (`true`) or lost the keyboard focus.
    case focus(Bool)
    /// The screen has another size. Never made by the decoder: the poll loop sends it after SIGWINCH.
    case resize(Size)
    /// Bytes that mean nothing here (an answer to a question nobody asked, a key without a name, broken UTF-8).
    case unknown([UInt8])
}
