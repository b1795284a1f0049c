package import Model
package import Terminal

/// Something in front of the table that takes all keys until it closes.
///
/// A dialog freezes its targets when it is made and never looks rows up again.
package protocol Dialog: Sendable {
    /// What the frame is headed with; short, without hostile characters made harmless (drawing does that).
    var title: String { get }
    /// The keys that do something now, for the key bar, in its order.
    var keys: [KeyHint] { get }
    /// Whether it covers all but the key bar rather than a part of the screen.
    var isFullScreen: Bool { get }
    /// The processes that it would act on; constant from its making on.
    var targets: [Target] { get }

    /// Takes an event; Ctrl-C, Ctrl-Z and Ctrl-L never come here.
    mutating func handle(_ event: Event, in context: DialogContext) -> DialogResult
    /// Takes note of a newer snapshot.
    mutating func refresh(in context: DialogContext)
    /// Takes what `Effect.loadDetails` asked for.
    mutating func receive(_ details: ProcessDetails)
    /// Draws all of it, frame included, somewhere in the area, which is the screen less the key bar.
    func render(in area: Rect, theme: Theme, into screen: inout Screen)
}

extension Dialog {
    /// False: most dialogs leave the table around them visible.
    package var isFullScreen: Bool { false }
    /// None, for dialogs that act on no process.
    package var targets: [Target] { [] }
    /// Does nothing.
    package mutating func refresh(in context: DialogContext) {}
    /// Does nothing.
    package mutating func receive(_ details: ProcessDetails) {}
}

/// What a dialog may know of the world behind it.
package struct DialogContext: Sendable {
    /// The newest snapshot; nil before the first sample.
    package var snapshot: Snapshot?
    /// The settings in force.
    package var settings: Settings
    /// Whether nothing may be done to processes (`--readonly`).
    package var isReadOnly: Bool
    /// The monitor's own process, which is never frozen.
    package var ownPID: UInt32
    /// The area that the dialog is drawn in, for mouse positions and page sizes.
    package var area: Rect

    /// Makes a context of its parts.
    package init(
        snapshot: Snapshot?, settings: Settings, isReadOnly: Bool, ownPID: UInt32, area: Rect
    ) {
        self.snapshot = snapshot
        self.settings = settings
        self.isReadOnly = isReadOnly
        self.ownPID = ownPID
        self.area = area
    }
}

/// What becomes of a dialog after an event.
package enum DialogResult: Sendable {
    /// It stays as it now is.
    case stay
    /// It stays, and these are done.
    case run([Effect])
    /// It stays, and these settings hold from now on, unsaved.
    case change(Settings)
    /// It closes, and these are done.
    case close([Effect])
    /// It closes, and these settings hold from now on, unsaved.
    case closeChanging(Settings)
    /// It closes, and a sentence is shown.
    case closeWith(ActionResult)
    /// Another takes its place.
    case replace(any Dialog)
}

/// A key and what it does, for the key bar.
package struct KeyHint: Equatable, Sendable {
    /// How the key is called: "Enter", "F9", "j".
    package var key: String
    /// What it does, in one word or two.
    package var label: String
    /// What a click on it stands for.
    package var event: Event

    /// Makes a hint.
    package init(_ key: String, _ label: String, _ event: Event) {
        self.key = key
        self.label = label
        self.event = event
    }
}
