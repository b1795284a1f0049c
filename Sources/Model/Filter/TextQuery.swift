/// A word looked for anywhere in what names a process, without regard to case.
///
/// It is compared with the command line, the task's name, the user, the process id, and the unit, cgroup and container where there are such
/// columns. Case is folded as Unicode's simple lower case does; a query of ASCII letters finds ASCII letters only.
package struct TextQuery: Sendable {
    /// The word as it was written.
    package let text: String
    private let needle: Needle
    /// The values that can contain the word: numbers have no letters.
    private let values: [RowValue]

    /// Makes a query; an empty one matches nothing.
    package init(_ text: String) {
        self.text = text
        let needle = Needle(text)
        self.needle = needle
        values = Self.columns.filter { $0.kind == .text || needle.isNumber }
            .map(RowValue.init)
    }

    /// What it looks at of what others can change while a process does not run.
    var parts: RecordParts { values.reduce([]) { $0.union($1.parts) } }

    /// The columns that are searched, as far as there are such.
    package static let columns: [Column] = [
        "command", "comm", "user", "pid", "unit", "cgroup", "container",
    ].compactMap { Column.named($0) }

    /// Whether the word stands in a process's text.
    package func matches(_ snapshot: borrowing Snapshot, _ row: Int) -> Bool {
        for value in values {
            switch value(snapshot, row) {
            case .absent: continue
            case .text(let text): if needle.occurs(in: text) { return true }
            case let number: if needle.occurs(in: number.text) { return true }
            }
        }
        return false
    }
}
