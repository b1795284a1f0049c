/// A key that is not a character.
package enum Key: Hashable, Sendable {
    case up, down, left, right
    case home, end, pageUp, pageDown
    case insert, delete, backspace
    case tab, enter, escape
    /// The middle of the keypad without Num Lock.
    case begin
    /// Print Screen, Pause and Menu, which only the kitty protocol tells apart.
    case printScreen, pause, menu
    /// A function key, 1...35.
    case function(Int)
}
