package import Terminal

/// The choice of an I/O priority: a class and, where the class has them, a level.
package struct IOPriorityDialog: Dialog {
    private var panes: ListPanes
    private var hasMoved = false

    /// Every priority that can be chosen, the most urgent one last but one of its class's name.
    static let choices: [(priority: IOPriority, text: String)] =
        [(.none, "none           by the nice value")]
        + (0...7).map { (.realTime(level: $0), "real time \($0)    \(note($0, "before all"))") }
        + (0...7).map { (.bestEffort(level: $0), "best effort \($0)  \(note($0, "usual"))") }
        + [(.idle, "idle           when no other wants the disk")]

    private static func note(_ level: Int, _ meaning: String) -> String {
        switch level {
        case 0: "\(meaning), first"
        case 7: "\(meaning), last"
        default: ""
        }
    }

    /// Makes the choice; it stands upon the present priority once that is read.
    package init(targets: [Target]) {
        panes = ListPanes(targets: targets, listColumns: 18)
    }

    package var title: String { "I/O priority of \(targets.phrase)" }
    package var targets: [Target] { panes.targets }
    package var keys: [KeyHint] {
        [.confirm("set"), .cancel]
            + (targets.count > 1 ? [KeyHint("Tab", "targets", .key(.tab))] : [])
    }

    /// The chosen priority.
    var selected: IOPriority { Self.choices[panes.list.selected].priority }

    package mutating func receive(_ details: ProcessDetails) {
        guard !hasMoved, details.identity == targets.first?.identity,
            let index = Self.choices.firstIndex(where: { $0.priority == details.ioPriority })
        else { return }
        panes.list.select(index, count: Self.choices.count)
    }

    package mutating func handle(_ event: Event, in context: DialogContext) -> DialogResult {
        switch event {
        case .key(.escape, _), .character("q", []): return .close([])
        case .key(.enter, _):
            return .acting(.setIOPriority(targets, selected), in: context)
        default:
            let answer = panes.handle(event, count: Self.choices.count, in: context.area)
            if answer == .outside { return .close([]) }
            hasMoved = hasMoved || answer != .ignored
            return .stay
        }
    }

    package func render(in area: Rect, theme: Theme, into screen: inout Screen) {
        panes.render(
            title: title, header: ("class and level", .dialogHint), in: area,
            count: Self.choices.count, theme: theme, into: &screen
        ) { index, _ in Self.choices[index].text }
    }
}
