package import Model
package import Terminal

/// The choice of a nice value, by steps or typed.
package struct NiceDialog: Dialog {
    package let targets: [Target]
    /// Each target's nice value at opening; nil for a process that had gone by then.
    private let present: [Int?]
    private var value: Int
    private var typed = ""
    private var scroll = ScrolledView()

    static let range = -20...19

    /// Makes the choice upon the first target's present value.
    package init(targets: [Target], present: [Int?]) {
        self.targets = targets
        self.present = present
        value = present.lazy.compactMap(\.self).first ?? 0
    }

    /// Makes the choice with the values that the processes have in a snapshot.
    package init(targets: [Target], in snapshot: Snapshot?) {
        let rows = snapshot.map { RowIndex($0) }
        self.init(
            targets: targets,
            present: targets.map { target in
                guard let snapshot, let row = rows?.row(of: target) else { return nil }
                return Int(snapshot[row].nice)
            })
    }

    package var title: String { "Nice \(targets.phrase)" }
    package var keys: [KeyHint] {
        [
            .confirm("set"), .cancel, KeyHint("F7", "-1", .key(.function(7))),
            KeyHint("F8", "+1", .key(.function(8))),
        ]
    }

    /// The chosen value; nil while what is typed is none.
    var selected: Int? {
        if typed.isEmpty { return value }
        guard let number = Int(typed), Self.range.contains(number) else { return nil }
        return number
    }

    package mutating func handle(_ event: Event, in context: DialogContext) -> DialogResult {
        switch event {
        case .key(.escape, _):
            guard !typed.isEmpty else { return .close([]) }
            typed = ""
        case .character("q", []): return .close([])
        case .key(.enter, _):
            guard let selected else { return .stay }
            return .acting(.setNice(targets, selected), in: context)
        case .key(.backspace, _): _ = typed.popLast()
        case .character(let letter, []) where letter.isNumber && letter.isASCII: type(letter)
        case .character("-", []) where typed.isEmpty, .character("+", []) where typed.isEmpty:
            type(event == .character("-") ? "-" : "+")
        case .mouse(let mouse) where mouse.action == .press(.left):
            return click(mouse.position, in: context)
        default: step(event, in: context)
        }
        return .stay
    }

    private mutating func type(_ letter: Character) {
        if typed.utf8.count < 3 { typed.append(letter) }
    }

    private mutating func step(_ event: Event, in context: DialogContext) {
        switch event {
        case .key(.function(7), _), .key(.left, _), .key(.up, _), .character("h", []),
            .character("k", []):
            move(by: -1)
        case .key(.function(8), _), .key(.right, _), .key(.down, _), .character("l", []),
            .character("j", []):
            move(by: 1)
        case .key(.home, _): set(Self.range.lowerBound)
        case .key(.end, _): set(Self.range.upperBound)
        default:
            guard let motion = Motion(event) else { return }
            scroll.move(motion, count: targets.count, rows: layout(in: context.area).list.rows)
        }
    }

    private mutating func move(by step: Int) { set((selected ?? value) + step) }

    private mutating func set(_ wanted: Int) {
        value = min(max(wanted, Self.range.lowerBound), Self.range.upperBound)
        typed = ""
    }

    /// A click on the scale chooses the value below it.
    private mutating func click(_ point: Point, in context: DialogContext) -> DialogResult {
        let layout = layout(in: context.area)
        guard layout.frame.outer.contains(point) else { return .close([]) }
        if layout.scale.contains(point), point.column - layout.scale.column < Self.range.count {
            set(Self.range.lowerBound + point.column - layout.scale.column)
        }
        return .stay
    }
}

// MARK: - Drawing

extension NiceDialog {
    private struct Layout {
        let frame: DialogFrame
        let value: Rect
        let scale: Rect
        let list: Rect
    }

    private func layout(in area: Rect) -> Layout {
        let frame = DialogFrame(in: area, columns: 56, rows: targets.count + 3)
        let (value, rest) = frame.content.splitTop(1)
        let hasScale = rest.rows > 2 && rest.columns >= Self.range.count
        let (scale, list) = rest.splitTop(hasScale ? 2 : 0)
        return Layout(frame: frame, value: value, scale: scale.top(1), list: list)
    }

    package func render(in area: Rect, theme: Theme, into screen: inout Screen) {
        let layout = layout(in: area)
        layout.frame.draw(
            title: title, note: scroll.position(count: targets.count, rows: layout.list.rows),
            theme: theme, into: &screen)
        let (text, role) = headline
        screen.put(
            text, at: layout.value.origin, theme.style(role, on: .dialogText),
            maxColumns: layout.value.columns, overflow: .ellipsis)
        renderScale(layout.scale, theme: theme, into: &screen)
        let first = scroll.firstVisible(count: targets.count, rows: layout.list.rows)
        for (row, index) in targets.indices.dropFirst(first).prefix(layout.list.rows).enumerated() {
            screen.put(
                line(index), at: layout.list.droppingTop(row).origin, theme[.dialogText],
                maxColumns: layout.list.columns, overflow: .ellipsis)
        }
    }

    private var headline: (String, Role) {
        guard let selected else { return ("\(typed): -20 to 19", .messageError) }
        let meaning = selected < 0 ? " (before others)" : selected > 0 ? " (after others)" : ""
        return ("nice \(typed.isEmpty ? String(selected) : typed + "_")\(meaning)", .dialogTitle)
    }

    private func renderScale(_ area: Rect, theme: Theme, into screen: inout Screen) {
        guard !area.isEmpty else { return }
        let scale = area.left(Self.range.count)
        screen.fill(scale, with: "─", theme.style(.dialogFrame, on: .dialogText))
        screen.put(
            "┼", at: scale.shifted(columns: -Self.range.lowerBound).origin,
            theme.style(.dialogFrame, on: .dialogText))
        guard let selected else { return }
        screen.put(
            "█", at: scale.shifted(columns: selected - Self.range.lowerBound).origin,
            theme.style(.dialogTitle, on: .dialogText))
    }

    private func line(_ index: Int) -> String {
        let before = present[index].map(String.init) ?? "-"
        let after = selected.map { " → \($0)" } ?? ""
        return "\((before + after).padding(to: 9)) \(targets[index].line)"
    }
}
