/// A word looked for anywhere in what names a process, without regard to case.
///
/// It is compared with the command, the user, the process id, and the unit, cgroup and container where there are such
/// columns. Case is folded as Unicode's simple lower case does; a query of ASCII letters finds ASCII letters only.
package struct TextQuery: Sendable, Equatable {
    /// The word as it was written.
    package let text: String
    let needle: Needle

    /// Makes a query; an empty one matches nothing.
    package init(_ text: String) {
        self.text = text
        needle = Needle(text)
    }

    /// The columns that are searched, as far as there are such.
    package static let columns: [Column] = [
        "command", "user", "pid", "unit", "cgroup", "container",
    ].compactMap { Column.named($0) }

    /// Whether the word stands in a process's text.
    package func matches(_ snapshot: borrowing Snapshot, _ row: Int) -> Bool {
        for column in Self.columns {
            switch column.value(snapshot, row) {
            case .absent: continue
            case .text(let text): if needle.occurs(in: text) { return true }
            case let value: if needle.isNumber && needle.occurs(in: value.text) { return true }
            }
        }
        return false
    }
}
