package import Terminal

/// The question whether to freeze, or to thaw, some cgroups; it lists every process that this meets.
package struct FreezeDialog: Dialog {
    private let direction: FreezePlan.Direction
    private let plan: FreezePlan
    private let lines: [Line]
    private var scroll = ScrolledView()

    /// A line of the list, with the role in which it is drawn.
    private struct Line: Sendable {
        let text: String
        let role: Role
    }

    /// Makes the question about a plan.
    package init(_ direction: FreezePlan.Direction, plan: FreezePlan) {
        self.direction = direction
        self.plan = plan
        lines =
            plan.refused.flatMap {
                [
                    Line(text: "left out: \($0.what)", role: .messageWarning),
                    Line(text: "  \($0.reason)", role: .dialogText),
                ]
            }
            + plan.cgroups.flatMap { cgroup in
                [Line(text: Self.heading(cgroup), role: .dialogTitle)]
                    + cgroup.affected.map { Line(text: $0.line, role: .dialogText) }
            }
    }

    private static func heading(_ cgroup: CgroupTarget) -> String {
        let count = cgroup.affected.count
        let processes = count == 1 ? "1 process" : "\(count) processes"
        return "\(cgroup.path): \(processes)\(cgroup.isNew ? ", a cgroup made for it" : "")"
    }

    private var verb: String { direction == .freeze ? "Freeze" : "Thaw" }

    package var title: String {
        let count = plan.cgroups.count
        let what = count == 1 ? plan.cgroups[0].path : "\(count) cgroups"
        return "\(verb) \(what)?"
    }

    package var targets: [Target] { plan.cgroups.flatMap(\.affected) }
    package var keys: [KeyHint] { [.confirm(verb.lowercased()), .cancel] }

    package mutating func handle(_ event: Event, in context: DialogContext) -> DialogResult {
        let frame = frame(in: context.area)
        switch event {
        case .key(.escape, _), .character("q", []), .character("n", []): return .close([])
        case .key(.enter, _), .character("y", []):
            return .acting(
                direction == .freeze ? .freeze(plan.cgroups) : .thaw(plan.cgroups), in: context)
        case .mouse(let mouse) where mouse.action == .press(.left):
            return frame.outer.contains(mouse.position) ? .stay : .close([])
        default:
            if let motion = Motion(event) {
                let count = wrapped(columns: frame.content.columns).count
                scroll.move(motion, count: count, rows: frame.content.rows)
            }
            return .stay
        }
    }

    private func frame(in area: Rect) -> DialogFrame {
        let columns = max(1, min(60, area.columns - 4))
        return DialogFrame(in: area, columns: columns, rows: wrapped(columns: columns).count)
    }

    /// The lines, cut where they are longer than the frame: a path is to be read whole.
    private func wrapped(columns: Int) -> [Line] {
        lines.flatMap { line in
            line.text.cut(columns: columns).map { Line(text: $0, role: line.role) }
        }
    }

    package func render(in area: Rect, theme: Theme, into screen: inout Screen) {
        let frame = frame(in: area)
        let rows = frame.content.rows
        let lines = wrapped(columns: frame.content.columns)
        let position = scroll.position(count: lines.count, rows: rows)
        frame.draw(title: title, note: position, theme: theme, into: &screen)
        let first = scroll.firstVisible(count: lines.count, rows: rows)
        for (row, line) in lines.dropFirst(first).prefix(rows).enumerated() {
            screen.put(
                line.text, at: frame.content.droppingTop(row).origin,
                theme.style(line.role, on: .dialogText), maxColumns: frame.content.columns,
                overflow: .ellipsis)
        }
    }
}
