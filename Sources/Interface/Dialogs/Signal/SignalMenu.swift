package import Terminal

/// The menu of all signals, for one process or many.
///
/// Typing a number or a name moves to it.
package struct SignalMenu: Dialog {
    private var panes: ListPanes
    private var name = TypedName()

    /// Makes a menu upon SIGTERM.
    package init(targets: [Target]) {
        panes = ListPanes(targets: targets, listColumns: 18, selected: Self.terminate)
    }

    /// Where SIGTERM stands, which is chosen until another is named or moved to.
    private static let terminate = Signal.all.firstIndex { $0.name == "SIGTERM" } ?? 0

    package var title: String { "Signal \(targets.phrase)" }
    package var targets: [Target] { panes.targets }

    package var keys: [KeyHint] {
        [.confirm("send"), .cancel, KeyHint("/", "search", .character("/"))]
            + (targets.count > 1 ? [KeyHint("Tab", "targets", .key(.tab))] : [])
    }

    /// The chosen signal.
    var selected: Signal { Signal.all[panes.list.selected] }

    private var isMatched: Bool { name.text.isEmpty || Signal.index(matching: name.text) != nil }

    package mutating func handle(_ event: Event, in context: DialogContext) -> DialogResult {
        if name.take(event, except: "", begins: { Signal.index(startingWith: $0) != nil }) {
            if name.text.isEmpty {
                // Who takes back a name must not be left upon what it had found on the way, as 9 of 99.
                panes.list.select(Self.terminate, count: Signal.all.count)
            } else if let index = Signal.index(matching: name.text) {
                panes.list.select(index, count: Signal.all.count)
            }
            return .stay
        }
        switch event {
        case .key(.escape, _): return .close([])
        case .key(.enter, _):
            // What was typed last means no signal, so none is meant.
            guard isMatched else { return .stay }
            return .acting(.signal(targets, number: selected.number), in: context)
        default: return move(event, in: context)
        }
    }

    private mutating func move(_ event: Event, in context: DialogContext) -> DialogResult {
        switch panes.handle(event, count: Signal.all.count, in: context.area) {
        case .outside: return .close([])
        case .ignored: return .stay
        case .moved, .clicked:
            // A `k` may still turn out to begin a name.
            if event != .character("k", []) { name = TypedName() }
            return .stay
        }
    }

    package func render(in area: Rect, theme: Theme, into screen: inout Screen) {
        panes.render(
            title: title, header: header, in: area, count: Signal.all.count, theme: theme,
            into: &screen
        ) { index, columns in
            let signal = Signal.all[index]
            let number = signal.number < 10 ? " \(signal.number)" : "\(signal.number)"
            let short = "\(number) \(signal.name)"
            return columns < 40 ? short : "\(short.padding(to: 16)) \(signal.meaning)"
        }
    }

    private var header: (String, Role) {
        if !isMatched { return ("no signal like \(name.text)", .messageError) }
        if name.isActive { return ("search: \(name.text)_", .matchHighlight) }
        return ("type a name or a number", .dialogHint)
    }
}
