internal import Model
internal import Terminal

/// A row's command: the tree's guides, then path, file name and arguments told apart.
struct CommandView {
    private var pieces: [(Substring, Role)] = []
    private let skipping: Int

    init(
        _ entry: ProcessList.Row, isTree: Bool, snapshot: borrowing Snapshot, skipping: Int
    ) {
        self.skipping = skipping

        if isTree { pieces.append((entry.treeLines[...], .treeGuide)) }
        if snapshot.isFrozen(entry.task) == true { pieces.append(("[frozen] ", .frozen)) }
        let record = snapshot[entry.task]
        let text = snapshot.command(entry.task)
        if record.isThread {
            pieces.append((text[...], .thread))
        } else if record.isKernelThread || text.hasPrefix("[") {
            pieces.append((text[...], .kernelThread))
        } else {
            appendCommand(text)
        }
    }

    /// Cuts at the first blank, and before it behind the last slash.
    private mutating func appendCommand(_ text: String) {
        let bytes = text.utf8
        let end = bytes.firstIndex(of: 0x20) ?? bytes.endIndex
        let program = text[..<end]
        let slash = program.utf8.lastIndex(of: 0x2F).map { bytes.index(after: $0) }
        let start = slash ?? text.startIndex
        if start > text.startIndex { pieces.append((text[..<start], .commandPath)) }
        pieces.append((text[start..<end], .commandBasename))
        if end < text.endIndex { pieces.append((text[end...], .commandArguments)) }
    }

    func draw(in place: Rect, theme: Theme, into screen: inout Screen) {
        var (rest, hidden) = (place, skipping)
        // Where there is hardly room for a name, the name is worth more.
        let shown = place.columns >= 20 ? pieces : pieces.filter { $0.1 != .frozen }
        for (text, role) in shown {
            if rest.isEmpty {
                // What was drawn fills the place to its end, and there is more.
                let last = Point(column: place.endColumn - 1, row: place.row)
                screen.put("…", at: last, theme[role])
                return
            }
            let used = screen.put(
                text, at: rest.origin, theme[role], maxColumns: rest.columns, skipping: hidden,
                overflow: .ellipsis)
            if hidden > 0 { hidden = max(0, hidden - TextWidth.columns(of: text)) }
            rest = rest.droppingLeft(used)
        }
    }
}
