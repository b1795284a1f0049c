package import Terminal

/// The menu of all signals, for one process or many.
///
/// Typing a number or a name moves to it; vi's letters move while nothing is typed, and `/` begins a name that starts with
/// one of them.
package struct SignalMenu: Dialog {
    private var panes: ListPanes
    private var typed = ""
    private var isSearching = false

    /// Makes a menu upon SIGTERM.
    package init(targets: [Target]) {
        let term = Signal.all.firstIndex { $0.name == "SIGTERM" } ?? 0
        panes = ListPanes(targets: targets, listColumns: 18, selected: term)
    }

    package var title: String { "Signal \(targets.phrase)" }
    package var targets: [Target] { panes.targets }

    package var keys: [KeyHint] {
        [.confirm("send"), .cancel, KeyHint("/", "search", .character("/"))]
            + (targets.count > 1 ? [KeyHint("Tab", "targets", .key(.tab))] : [])
    }

    /// The chosen signal.
    var selected: Signal { Signal.all[panes.list.selected] }

    private var isTyping: Bool { isSearching || !typed.isEmpty }
    private var isMatched: Bool { typed.isEmpty || Signal.index(matching: typed) != nil }

    package mutating func handle(_ event: Event, in context: DialogContext) -> DialogResult {
        switch event {
        case .key(.escape, _):
            guard isTyping else { return .close([]) }
            forgetTyped()
        case .key(.enter, _):
            // What was typed last means no signal, so none is meant.
            guard isMatched else { return .stay }
            return .acting(.signal(targets, number: selected.number), in: context)
        case .key(.backspace, _):
            if typed.isEmpty { isSearching = false } else { typed.removeLast() }
            selectTyped()
        case .character("/", []) where !isTyping:
            isSearching = true
        case .character(let letter, []) where isTyping || isFirst(letter):
            typed.append(letter)
            selectTyped()
        case .paste(let text):
            typed += text.prefix(16).filter { $0.isASCII && !$0.isWhitespace }
            selectTyped()
        default:
            return move(event, in: context)
        }
        return .stay
    }

    private mutating func move(_ event: Event, in context: DialogContext) -> DialogResult {
        switch panes.handle(event, count: Signal.all.count, in: context.area) {
        case .outside: return .close([])
        case .ignored: return .stay
        case .moved, .clicked:
            forgetTyped()
            return .stay
        }
    }

    /// Whether a letter begins a name or a number rather than moving.
    private func isFirst(_ letter: Character) -> Bool {
        guard letter.isASCII, letter.isLetter || letter.isNumber else { return false }
        return !"jkhlgG".contains(letter)
    }

    private mutating func selectTyped() {
        guard !typed.isEmpty, let index = Signal.index(matching: typed) else { return }
        panes.list.select(index, count: Signal.all.count)
    }

    private mutating func forgetTyped() {
        typed = ""
        isSearching = false
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
        if !isMatched { return ("no signal like \(typed)", .messageError) }
        if isTyping { return ("search: \(typed)_", .matchHighlight) }
        return ("type a name or a number", .dialogHint)
    }
}
