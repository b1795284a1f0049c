internal import Terminal

/// The last line: what the keys do now.
struct KeyBar {
    let hints: [KeyHint]

    /// The hints of the dialog or the prompt in front, else of the table.
    init(_ state: borrowing State) {
        if let dialog = state.dialog {
            hints = dialog.keys
        } else if state.prompt != nil {
            hints = Self.promptHints
        } else if let prefix = state.prefix {
            hints = Self.hints(after: prefix)
        } else {
            hints = Self.tableHints
        }
    }

    private static let promptHints = [
        KeyHint("Enter", "Keep", .key(.enter)), KeyHint("Esc", "Cancel", .key(.escape)),
        KeyHint("Up", "History", .key(.up)), KeyHint("Ctrl-U", "Clear", .character("u", .control)),
    ]

    /// What the second key of a sequence can be.
    private static func hints(after prefix: Stroke) -> [KeyHint] {
        KeyBinding.all.compactMap { binding in
            guard let label = binding.label, let key = binding.key(after: prefix) else {
                return nil
            }
            return KeyHint(key.name, label, key.event)
        }
    }

    private static let tableHints: [KeyHint] = KeyBinding.all.compactMap { binding in
        guard let label = binding.label, let key = binding.functionKey else { return nil }
        return KeyHint(key.name, label, key.event)
    }.sorted { functionNumber($0) < functionNumber($1) }

    private static func functionNumber(_ hint: KeyHint) -> Int {
        if case .key(.function(let number), _) = hint.event { return number }
        return .max
    }

    /// The hints with the cells that they take; the last that fits partly is left out.
    private func places(in area: Rect) -> [(KeyHint, Range<Int>)] {
        var start = area.column
        var result: [(KeyHint, Range<Int>)] = []
        for hint in hints {
            let width = TextWidth.columns(of: Self.words(hint).joined())
            guard start + width <= area.endColumn else { break }
            result.append((hint, start..<start + width))
            start += width + 1
        }
        return result
    }

    /// The key and its label, apart unless the key is called by a number, where no blank is needed to tell them apart.
    private static func words(_ hint: KeyHint) -> [String] {
        let isNumbered = hint.key.last?.isNumber ?? false
        return [hint.key, isNumbered ? hint.label : " " + hint.label]
    }

    /// What a click on a cell stands for.
    func event(at point: Point, in area: Rect) -> Event? {
        guard area.contains(point) else { return nil }
        return places(in: area).first { $0.1.contains(point.column) }?.0.event
    }

    func draw(in area: Rect, theme: Theme, into screen: inout Screen) {
        screen.fill(area, theme[.keyBarLabel])
        for (hint, cells) in places(in: area) {
            let at = Point(column: cells.lowerBound, row: area.row)
            let words = Self.words(hint)
            let width = screen.put(words[0], at: at, theme[.keyBarKey])
            let rest = Point(column: at.column + width, row: at.row)
            screen.put(words[1], at: rest, theme[.keyBarLabel])
        }
    }
}
