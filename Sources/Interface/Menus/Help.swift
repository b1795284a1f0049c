internal import Model
internal import Terminal

/// Every key and every column, made of the tables that define them; `/` searches.
struct Help: Dialog {
    private var offset = 0
    private var search: LineEditor?
    private var words = ""
    private let lines = Help.allLines

    let title = "Help"
    let isFullScreen = true

    var keys: [KeyHint] {
        if search != nil {
            return [
                KeyHint("Enter", "Keep", .key(.enter)), KeyHint("Esc", "Drop", .key(.escape)),
            ]
        }
        return [
            KeyHint("/", "Search", .character("/")), KeyHint("j", "Down", .character("j")),
            KeyHint("k", "Up", .character("k")), KeyHint("Esc", "Close", .key(.escape)),
        ]
    }

    /// A line of help.
    struct Line: Equatable, Sendable {
        /// The key, or the column's heading; nil on a heading of a section.
        var term: String?
        /// What it does or means.
        var text: String

        /// Whether it holds a word, in any case of letters.
        func contains(_ word: String) -> Bool {
            "\(term ?? "") \(text)".lowercased().contains(word)
        }
    }

    /// The lines that hold every word searched for, and the headings above them.
    var visible: [Line] {
        let wanted = words.lowercased().split(separator: " ").map(String.init)
        guard !wanted.isEmpty else { return lines }
        var result: [Line] = []
        var heading: Line?
        for line in lines {
            if line.term == nil {
                heading = line
            } else if wanted.allSatisfy({ line.contains($0) }) {
                if let title = heading { result.append(title) }
                heading = nil
                result.append(line)
            }
        }
        return result
    }

    mutating func handle(_ event: Event, in context: DialogContext) -> DialogResult {
        if search != nil {
            write(event)
            offset = 0
            return .stay
        }
        switch event {
        case .character("/", []), .key(.function(3), _): search = LineEditor(words)
        case .key(.escape, _) where !words.isEmpty: words = ""
        case .key(.escape, _), .character("q", []), .character("?", []), .key(.function(1), _),
            .key(.function(10), _):
            return .close([])
        default: scroll(event, height: max(1, context.area.rows - 3))
        }
        return .stay
    }

    private mutating func write(_ event: Event) {
        switch event {
        case .key(.enter, _): search = nil
        case .key(.escape, _):
            search = nil
            words = ""
        default:
            _ = search?.handle(event)
            words = search?.text ?? ""
        }
    }

    private mutating func scroll(_ event: Event, height: Int) {
        let last = max(0, visible.count - height)
        // A window of one line moves the offset itself.
        var window = ListWindow(selection: offset)
        let page = max(1, height - 1)
        switch Stroke(event).flatMap({ KeyBinding.commands[[$0]] }) {
        case .move(.pageDown): offset += page
        case .move(.pageUp): offset -= page
        case .move(.halfPageDown): offset += page / 2
        case .move(.halfPageUp): offset -= page / 2
        default:
            if window.handle(event, count: last + 1, height: 1) { offset = window.selection }
        }
        offset = min(max(0, offset), last)
    }

    func render(in area: Rect, theme: Theme, into screen: inout Screen) {
        let inner = DialogBox.draw(
            title: title, columns: area.columns, rows: area.rows, in: area, theme: theme,
            into: &screen)
        let (list, foot) = inner.splitBottom(1)
        let lines = visible
        for row in 0..<list.rows where offset + row < lines.count {
            draw(lines[offset + row], in: list.droppingTop(row).top(1), theme, into: &screen)
        }
        drawFoot(in: foot, theme, shown: list.rows, of: lines.count, into: &screen)
    }

    private func draw(_ line: Line, in row: Rect, _ theme: Theme, into screen: inout Screen) {
        guard let term = line.term else {
            screen.put(line.text, at: row.origin, theme[.dialogTitle], maxColumns: row.columns)
            return
        }
        let width = min(18, row.columns / 2)
        screen.put(
            term, at: row.origin, theme[.keyBarKey], maxColumns: width - 1, overflow: .ellipsis)
        let rest = row.droppingLeft(width)
        screen.put(
            line.text, at: rest.origin, theme[.dialogText], maxColumns: rest.columns,
            overflow: .ellipsis)
    }

    private func drawFoot(
        in row: Rect, _ theme: Theme, shown: Int, of count: Int, into screen: inout Screen
    ) {
        let end = min(count, offset + shown)
        screen.put(
            trailing: "\(count == 0 ? 0 : offset + 1)-\(end) of \(count)", at: row.origin,
            columns: row.columns, theme[.dialogHint])
        guard search != nil || !words.isEmpty else { return }
        screen.put("/" + words, at: row.origin, theme[.dialogText], maxColumns: row.columns)
        if let search {
            let before = TextWidth.columns(of: search.textBeforeCursor)
            screen.cursor = Point(
                column: min(row.endColumn - 1, row.column + 1 + before), row: row.row)
        }
    }
}

// MARK: - What it says

extension Help {
    /// Keys by group, signs of the bars, columns by group, states.
    static let allLines: [Line] = keyLines + signLines + columnLines + stateLines

    private static var keyLines: [Line] {
        KeyBinding.Group.allCases.flatMap { group in
            [Line(term: nil, text: "Keys: \(group.rawValue)")]
                + KeyBinding.all.filter { $0.group == group }.map {
                    Line(term: $0.keys, text: $0.meaning)
                }
        } + mouseLines
    }

    private static let mouseLines = [
        Line(term: nil, text: "Mouse"),
        Line(term: "click", text: "select a row; press a key of the key bar"),
        Line(term: "double click", text: "process screen"),
        Line(term: "click a heading", text: "sort by the column; once more: the other way"),
        Line(term: "wheel", text: "scroll, the cursor stays with its process"),
    ]

    private static var signLines: [Line] {
        let roles: [(Role, String)] = [
            (.cpuUser, "CPU: user"), (.cpuNice, "CPU: user, at a raised nice value"),
            (.cpuSystem, "CPU: kernel"), (.cpuIRQ, "CPU: hardware interrupts"),
            (.cpuSoftIRQ, "CPU: software interrupts"),
            (.cpuSteal, "CPU: taken by the hypervisor"), (.cpuGuest, "CPU: guests"),
            (.cpuIOWait, "CPU: idle while a task waits for I/O; not in the percentage"),
            (.memoryUsed, "memory: used, neither shared nor reclaimable"),
            (.memoryShared, "memory: shared and tmpfs"), (.memoryBuffers, "memory: buffers"),
            (.memoryCache, "memory: cache, less what is shared; reclaimable slabs too"),
        ]
        return [Line(term: nil, text: "Signs of the bars")]
            + roles.map { Line(term: $0.0.glyph.map { String(Character($0)) } ?? "", text: $0.1) }
            + [
                Line(
                    term: ". 1-9 # -",
                    text:
                        "a CPU among many: idle, tenths, over 95%, not known; colour: what it did most"
                ),
                Line(
                    term: "> * | .",
                    text: "before a row: cursor, tagged, in the visual range, parent of a match"),
            ]
    }

    private static var columnLines: [Line] {
        Column.Group.allCases.flatMap { group in
            [Line(term: nil, text: "Columns: \(group.rawValue)")]
                + Column.all.filter { $0.group == group }.map {
                    Line(term: $0.header, text: "\($0.meaning) (\($0.name); \($0.source))")
                }
        }
    }

    private static var stateLines: [Line] {
        [Line(term: nil, text: "States")]
            + ProcessState.allCases.map { Line(term: $0.rawValue, text: $0.meaning) }
    }
}
