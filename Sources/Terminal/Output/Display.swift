/// The screen being drawn and the one that the terminal shows.
///
/// Each frame: let the views draw all of `screen`, `render(into:)`, write the bytes.
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

    /// Appends the bytes that make the terminal show `screen`; none when it does already.
    ///
    /// Afterwards `screen` holds an older frame, to be cleared or drawn over whole.
    package mutating func render(into bytes: inout [UInt8]) {
        writer.frame(from: shown, to: screen, into: &bytes)
        let next = shown ?? Screen(size: screen.size)
        shown = screen
        screen = next
    }
}
