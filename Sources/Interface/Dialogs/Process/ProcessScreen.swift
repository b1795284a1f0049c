package import Model
package import Terminal

/// All that is known of one process, on a screen of its own.
///
/// The numbers go on with every sample. What needs a file that may be slow is read on demand and shown when it comes; a process
/// that ended keeps its last numbers.
package struct ProcessScreen: Dialog {
    private let target: Target
    private var facts: [(column: Column, value: String)] = []
    private var threads: [String] = []
    private var history = ProcessHistory()
    private var details: ProcessDetails?
    private var hasEnded = false
    private var scroll = ScrolledView()
    /// How many columns of long lines are scrolled out at the left.
    private var shift = 0
    /// The section to show as soon as it has been read.
    private var awaited: String?

    /// Makes the screen of a process as a snapshot shows it; `section` is the title of what to show first.
    package init(target: Target, in snapshot: Snapshot?, section: String? = nil) {
        self.target = target
        awaited = section
        if let snapshot { take(snapshot) }
    }

    package var title: String { "\([target].phrase)\(hasEnded ? ", which has ended" : "")" }
    package var isFullScreen: Bool { true }
    package var targets: [Target] { [target] }

    package var keys: [KeyHint] {
        [
            KeyHint("Esc", "back", .key(.escape)), KeyHint("Tab", "section", .key(.tab)),
            KeyHint("r", "read again", .character("r")), KeyHint("x", "signal", .character("x")),
            KeyHint("i", "I/O", .character("i")), KeyHint("a", "CPUs", .character("a")),
        ]
    }

    private var document: ProcessDocument {
        ProcessDocument(
            facts: facts, threads: threads, seriesCount: history.series.count,
            sections: details?.sections)
    }

    // MARK: Events

    package mutating func refresh(in context: DialogContext) {
        if let snapshot = context.snapshot { take(snapshot) }
    }

    private mutating func take(_ snapshot: Snapshot) {
        let row = RowIndex(snapshot).row(of: target)
        hasEnded = row == nil
        history.record(row, of: snapshot)
        guard let row else { return }
        facts = ProcessDocument.facts(row: row, of: snapshot)
        threads = ProcessDocument.threads(of: target.identity.pid, in: snapshot)
    }

    package mutating func receive(_ details: ProcessDetails) {
        guard details.identity == target.identity else { return }
        self.details = details
        if let awaited, let line = document.lines.firstIndex(of: .heading(awaited)) {
            scroll.show(line)
        }
        awaited = nil
    }

    package mutating func handle(_ event: Event, in context: DialogContext) -> DialogResult {
        let rows = DialogFrame(covering: context.area).content.rows
        switch event {
        case .key(.escape, _), .character("q", []): return .close([])
        case .character("r", []):
            details = nil
            return .run([.loadDetails(target.identity)])
        case .character("x", []), .key(.function(9), _): return open(.signal([target]), context)
        case .character("i", []): return open(.ioPriority([target]), context)
        case .character("a", []): return open(.affinity([target]), context)
        case .key(.right, _), .character("l", []): shift = min(shift + 10, 4096)
        case .key(.left, _), .character("h", []): shift = max(shift - 10, 0)
        case .key(.tab, let held): jump(forward: !held.contains(.shift), rows: rows)
        default:
            if let motion = Motion(event) {
                scroll.move(motion, count: document.lines.count, rows: rows)
            }
        }
        return .stay
    }

    /// Opens another dialog in place of this one, with what has been read for it.
    private func open(_ request: DialogRequest, _ context: DialogContext) -> DialogResult {
        switch request.opening(in: context) {
        case .dialog(var dialog, _):
            if let details { dialog.receive(details) }
            return .replace(dialog)
        case .effects(let effects): return .close(effects)
        case .refusal(let reason): return .closeWith(ActionResult(reason, isFailure: true))
        }
    }

    private mutating func jump(forward: Bool, rows: Int) {
        let document = document
        let count = document.lines.count
        let place = scroll.firstVisible(count: count, rows: rows)
        guard let line = document.heading(after: place, forward: forward) else { return }
        // At the text's end the top cannot reach the last headings; going on leads to the beginning.
        let isStuck = forward && place >= max(0, count - rows)
        scroll.show(isStuck ? 0 : min(line, max(0, count - rows)))
    }
}

// MARK: - Drawing

extension ProcessScreen {
    package func render(in area: Rect, theme: Theme, into screen: inout Screen) {
        let frame = DialogFrame(covering: area)
        let lines = document.lines
        let rows = frame.content.rows
        let position = scroll.position(count: lines.count, rows: rows)
        frame.draw(title: title, note: position, theme: theme, into: &screen)
        let first = scroll.firstVisible(count: lines.count, rows: rows)
        for (row, line) in lines.dropFirst(first).prefix(rows).enumerated() {
            draw(line, in: frame.content.droppingTop(row).top(1), theme: theme, into: &screen)
        }
    }

    private func draw(
        _ line: ProcessDocument.Line, in area: Rect, theme: Theme, into screen: inout Screen
    ) {
        switch line {
        case .heading(let text): put(text, .dialogTitle, area, theme, &screen)
        case .text(let text):
            screen.put(
                text, at: area.origin, theme[.dialogText], maxColumns: area.columns,
                skipping: shift, overflow: .ellipsis)
        case .problem(let text): put(text, .messageWarning, area, theme, &screen)
        case .blank: break
        case .graph(let index):
            drawGraph(history.series[index], in: area, theme: theme, into: &screen)
        case .fact(let label, let value, let meaning):
            put(label, .headerLabel, area.left(9), theme, &screen)
            let rest = area.droppingLeft(10)
            let columns = max(10, TextWidth.columns(of: value) + 1)
            put(value, .dialogText, rest, theme, &screen)
            let remaining = rest.droppingLeft(columns)
            guard remaining.columns >= 12 else { return }
            put(meaning, .dialogHint, remaining, theme, &screen)
        }
    }

    private func put(
        _ text: String, _ role: Role, _ area: Rect, _ theme: Theme, _ screen: inout Screen
    ) {
        screen.put(
            text, at: area.origin, theme.style(role, on: .dialogText), maxColumns: area.columns,
            overflow: .ellipsis)
    }

    private func drawGraph(
        _ series: ProcessHistory.Series, in area: Rect, theme: Theme, into screen: inout Screen
    ) {
        let now = series.values.last.flatMap(\.self)
        let (label, rest) = area.splitLeft(12)
        put(series.label, .headerLabel, label, theme, &screen)
        let (value, bars) = rest.splitLeft(8)
        screen.put(
            trailing: series.text(now), at: value.origin, columns: 7, theme[.dialogText])
        let scale = " of \(series.text(series.scale))"
        let scaleColumns = TextWidth.columns(of: scale)
        put(
            series.bars(columns: bars.columns - scaleColumns), .graph,
            bars.droppingRight(scaleColumns), theme, &screen)
        put(scale, .dialogHint, bars.right(scaleColumns), theme, &screen)
    }
}
