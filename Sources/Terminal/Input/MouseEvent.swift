/// What the mouse did, and over which cell.
package struct MouseEvent: Hashable, Sendable {
    /// A mouse button.
    package enum Button: Hashable, Sendable {
        case left, middle, right
        /// Buttons 8...11 (back, forward, …), by that number.
        case other(Int)
    }

    /// The kind of thing that happened.
    package enum Action: Hashable, Sendable {
        case press(Button)
        /// A button went up; `nil` when the terminal does not say which.
        case release(Button?)
        case drag(Button)
        case move
        case wheelUp, wheelDown, wheelLeft, wheelRight
    }

    /// What happened.
    package var action: Action
    /// The cell, counted from 0; may lie outside the screen for a drag that left it.
    package var position: Point
    /// Shift, Alt and Control as the terminal reports them (most terminals keep Shift for themselves).
    package var modifiers: Modifiers

    /// Creates an event.
    package init(_ action: Action, at position: Point, modifiers: Modifiers = []) {
        self.action = action
        self.position = position
        self.modifiers = modifiers
    }
}
