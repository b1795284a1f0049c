internal import Model
package import Terminal

/// The question whether to write the settings to the user's configuration file.
package struct SaveDialog: Dialog {
    private let settings: Settings
    private let lines: [String]
    private var scroll = ScrolledView()

    /// Makes the question, listing what would be written.
    package init(settings: Settings) {
        self.settings = settings
        lines =
            ["columns  " + settings.columns.joined(separator: ", ")]
            + ["meters  " + settings.meters.map(\.rawValue).joined(separator: ", ")]
            + DisplayChoice.allCases.map { "\($0.rawValue)  \($0.value(settings))" }
            + settings.themeOverrides.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                "theme: \($0.key.name)  \($0.value.text)"
            }
    }

    package var title: String { "Save these settings?" }
    package var keys: [KeyHint] { [.confirm("save"), .cancel] }

    package mutating func handle(_ event: Event, in context: DialogContext) -> DialogResult {
        let frame = frame(in: context.area)
        switch event {
        case .key(.escape, _), .character("q", []), .character("n", []): return .close([])
        case .key(.enter, _), .character("y", []): return .close([.saveSettings(settings)])
        case .mouse(let mouse) where mouse.action == .press(.left):
            return frame.outer.contains(mouse.position) ? .stay : .close([])
        default:
            if let motion = Motion(event) {
                let wrapped = wrapped(columns: frame.content.columns)
                scroll.move(motion, count: wrapped.count, rows: frame.content.rows)
            }
            return .stay
        }
    }

    private func frame(in area: Rect) -> DialogFrame {
        let columns = min(70, area.columns - 4)
        return DialogFrame(in: area, columns: columns, rows: wrapped(columns: columns).count)
    }

    /// The lines, cut at blanks where they are longer than the frame; what goes on is indented.
    private func wrapped(columns: Int) -> [String] {
        lines.flatMap { $0.wrapped(columns: columns, indent: "  ") }
    }

    package func render(in area: Rect, theme: Theme, into screen: inout Screen) {
        let frame = frame(in: area)
        let wrapped = wrapped(columns: frame.content.columns)
        let rows = frame.content.rows
        let position = scroll.position(count: wrapped.count, rows: rows)
        frame.draw(title: title, note: position, theme: theme, into: &screen)
        let first = scroll.firstVisible(count: wrapped.count, rows: rows)
        for (row, line) in wrapped.dropFirst(first).prefix(rows).enumerated() {
            screen.put(
                line, at: frame.content.droppingTop(row).origin, theme[.dialogText],
                maxColumns: frame.content.columns, overflow: .ellipsis)
        }
    }
}
