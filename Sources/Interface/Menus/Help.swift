internal import Model
internal import Terminal

/// Every key and every column, made of the tables that define them; `/` searches.
struct Help: Dialog {
    private var scroll = ScrolledView()
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
            scroll = ScrolledView()
            return .stay
        }
        switch event {
        case .character("/", []), .key(.function(3), _): search = LineEditor(words)
        case .key(.escape, _) where !words.isEmpty: words = ""
        case .key(.escape, _), .character("q", []), .character("?", []), .key(.function(1), _),
            .key(.function(10), _):
            return .close([])
        default:
            guard let motion = Self.motion(event) else { return .stay }
            scroll.move(motion, count: visible.count, rows: Self.list(in: context.area).rows)
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

    /// A pager turns pages at Space too.
    private static func motion(_ event: Event) -> Motion? {
        event == .character(" ", []) ? .pages(1) : Motion(event)
    }

    private static func list(in area: Rect) -> Rect {
        DialogFrame(covering: area).content
    }

    func render(in area: Rect, theme: Theme, into screen: inout Screen) {
        let frame = DialogFrame(covering: area)
        let list = Self.list(in: area)
        let lines = visible
        let position = scroll.position(count: lines.count, rows: list.rows)
        let isSearched = search != nil || !words.isEmpty
        frame.draw(
            title: isSearched ? "\(title): /\(words)" : title, note: position, theme: theme,
            into: &screen)
        let first = scroll.firstVisible(count: lines.count, rows: list.rows)
        for (row, line) in lines.dropFirst(first).prefix(list.rows).enumerated() {
            draw(line, in: list.droppingTop(row).top(1), theme, into: &screen)
        }
        if lines.isEmpty {
            screen.put(
                "nothing says so", at: list.origin, theme.style(.dialogHint, on: .dialogText),
                maxColumns: list.columns)
        }
        if let search { placeCursor(search, frame.outer, into: &screen) }
    }

    /// Puts the terminal's cursor behind what is written in the title.
    private func placeCursor(_ search: LineEditor, _ area: Rect, into screen: inout Screen) {
        let inset = Self.list(in: area).column > area.column ? 3 : 0
        let before = TextWidth.columns(of: "\(title): /\(search.textBeforeCursor)")
        screen.cursor = Point(
            column: min(area.endColumn - 1, area.column + inset + before), row: area.row)
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
}

// MARK: - What it says

extension Help {
    /// Keys by group, the filter language, signs of the bars, columns by group, states.
    static let allLines: [Line] = keyLines + filterLines + signLines + columnLines + stateLines

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

    private static let filterLines = [
        Line(term: nil, text: "Filters (\\ and -F; all about them: bpftop man)"),
        Line(term: "word", text: "in command, name, user, pid, unit, cgroup, container"),
        Line(term: "= != < <= > >=", text: "a column by name, and a value: 100M 5% 30s 2025-01-31"),
        Line(term: "~ !~", text: "a regular expression occurs, or does not"),
        Line(
            term: "and or not ( )", text: "also && || !; side by side is and; quotes keep spaces"),
        Line(term: "for example", text: "cpu > 5% and user = root"),
        Line(term: "for example", text: "rss > 100M or age < 30s"),
        Line(term: "for example", text: "state = zombie or cmd ~ ^/usr/bin"),
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
