/// The screen being drawn and the one that the terminal shows.
///
/// Each frame: `beginFrame()`, let the views draw into `screen`, `render(into:)`, write the bytes.
package struct Display: Sendable {
    /// The frame being drawn.
    package var screen: Screen
    private(set) var shown: Screen?
    private var writer: FrameWriter

    /// Creates a display of a size; its first frame clears the terminal.
    package init(size: Size, capabilities: Capabilities) {
        screen = Screen(size: size)
        writer = FrameWriter(capabilities: capabilities)
    }

    /// What the terminal can do.
    package var capabilities: Capabilities { writer.capabilities }

    /// Takes another size, after which the next frame is drawn whole; the same size changes nothing.
    package mutating func resize(to size: Size) {
        let resized = Screen(size: size)
        guard resized.size != screen.size else { return }
        screen = resized
        shown = nil
    }

    /// Forgets what the terminal shows, for when something else has written to it; the next frame is drawn whole.
    package mutating func invalidate() {
        shown = nil
        writer.forget()
    }

    /// Makes `screen` blank, with no cursor.
    package mutating func beginFrame(_ style: Style = .plain) { screen.clear(style) }

    /// Appends the bytes that make the terminal show `screen`; none when it does already.
    ///
    /// Afterwards `screen` holds an older frame: draw from `beginFrame()` on.
    package mutating func render(into bytes: inout [UInt8]) {
        writer.frame(from: shown, to: screen, into: &bytes)
        let next = shown ?? Screen(size: screen.size)
        shown = screen
        screen = next
    }
}
