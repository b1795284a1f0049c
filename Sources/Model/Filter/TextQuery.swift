internal import CBpftop

/// A word looked for anywhere in what names a process, without regard to case.
///
/// It is compared with the command line, the task's name, the user, the process id, and the unit, cgroup and container where there are such
/// columns. Case is folded as Unicode's simple lower case does; a query of ASCII letters finds ASCII letters only.
package struct TextQuery: Sendable {
    /// The word as it was written.
    package let text: String
    private let needle: Needle

    /// Makes a query; an empty one matches nothing.
    package init(_ text: String) {
        self.text = text
        needle = Needle(text)
    }

    /// What it looks at of what others can change while a process does not run.
    var parts: RecordParts { Self.columns.reduce([]) { $0.union($1.parts) } }

    /// The columns that are searched, as far as there are such.
    package static let columns: [Column] = [
        "command", "comm", "user", "pid", "unit", "cgroup", "container",
    ].compactMap { Column.named($0) }

    /// Whether the word stands in a process's text.
    package func matches(_ snapshot: borrowing Snapshot, _ row: Int) -> Bool {
        var memo = TextMemo()
        return matches(snapshot, row, &memo)
    }

    /// The same for one row of many, whose memo knows what was found out about the others' users and cgroups.
    package func matches(
        _ snapshot: borrowing Snapshot, _ row: Int, _ memo: inout TextMemo
    ) -> Bool {
        if isInCommand(snapshot, row) { return true }
        let user = snapshot[row].euid
        if memo.users.holds(user, or: { needle.occurs(in: snapshot.userName(user)) }) {
            return true
        }
        if needle.isNumber, needle.occurs(in: String(snapshot[row].pid)) { return true }
        guard let cgroup = snapshot[row].cgroupID else { return false }
        return memo.cgroups.holds(
            cgroup,
            or: {
                guard let path = snapshot.current.texts.cgroups[cgroup] else { return false }
                // The unit's name is a part of the path.
                return needle.occurs(in: path.path)
                    || path.container.map { needle.occurs(in: $0) } ?? false
            })
    }

    /// Whether the word stands in the command line or in the task's name.
    private func isInCommand(_ snapshot: borrowing Snapshot, _ row: Int) -> Bool {
        if !snapshot[row].isThread,
            let line = snapshot.current.texts.commands[snapshot[row].identity], !line.isEmpty
        {
            return needle.occurs(in: line) || needle.occurs(inNameOf: snapshot[row])
        }
        // In brackets, if it is no thread, and so the name itself.
        return needle.occurs(in: snapshot.command(row))
    }
}

/// What is known in the middle of a pass over rows, of which many share a user and a cgroup.
package struct TextMemo: Sendable {
    var users = Answers<UInt32>()
    var cgroups = Answers<UInt64>()

    /// Makes a memo that knows nothing.
    package init() {}

    /// Answers by key; neighbours mostly have the same.
    struct Answers<Key: Hashable & Sendable>: Sendable {
        private var last: (key: Key, holds: Bool)?
        private var all: [Key: Bool] = [:]

        /// The answer for a key, found out when it is asked for the first time.
        mutating func holds(_ key: Key, or find: () -> Bool) -> Bool {
            if let last, last.key == key { return last.holds }
            let holds = all[key] ?? find()
            all[key] = holds
            last = (key, holds)
            return holds
        }
    }
}
