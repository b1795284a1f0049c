internal import CBpftop
internal import Model

extension State {
    /// Copies something of the row, or of each row of the visual range, a line each.
    mutating func yank(_ what: Command.Yank) -> [Effect] {
        guard let snapshot, let cursorRow, list.rows.indices.contains(cursorRow) else {
            say("there is no process")
            return []
        }
        let rows = visualRange ?? cursorRow...cursorRow
        visualAnchor = nil
        let lines = rows.compactMap { text(of: what, task: list[$0].task, in: snapshot) }
        guard !lines.isEmpty else {
            say("no \(what.name) to copy")
            return []
        }
        say(lines.count == 1 ? "copied \(what.name)" : "copied \(what.name) of \(lines.count) rows")
        return [.copy(lines.joined(separator: "\n"))]
    }

    /// What is copied of one row; nil where there is no such thing.
    private func text(
        of what: Command.Yank, task: Int, in snapshot: borrowing Snapshot
    ) -> String? {
        let record = snapshot[task]
        switch what {
        case .row:
            return rowText(task, in: snapshot)
        case .pid: return String(record.pid)
        case .user: return snapshot.userName(record.euid)
        case .name: return record.name
        case .commandLine: return snapshot.command(task)
        case .container:
            return value("container", task, snapshot) ?? value("cgroup", task, snapshot)
        case .unit: return value("unit", task, snapshot)
        case .gpu: return value("gpu_percent", task, snapshot)
        case .gpuMemory: return value("gpu_memory_bytes", task, snapshot)
        }
    }

    /// The shown columns' values, separated by tabs; blanks stand for tabs and line ends inside them.
    private func rowText(_ task: Int, in snapshot: borrowing Snapshot) -> String {
        var words: [String] = []
        for column in shownColumns {
            let text = column.value(snapshot, task).text
            words.append(String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }))
        }
        return words.joined(separator: "\t")
    }

    private func value(
        _ name: String, _ task: Int, _ snapshot: borrowing Snapshot
    ) -> String? {
        guard let column = Column.named(name) else { return nil }
        let value = column.value(snapshot, task)
        return value == .absent ? nil : value.text
    }
}

extension Command.Yank {
    /// How a message calls it.
    var name: String {
        switch self {
        case .row: "row"
        case .pid: "process id"
        case .user: "user"
        case .container: "container or cgroup"
        case .unit: "unit"
        case .name: "name"
        case .commandLine: "command line"
        case .gpu: "share of the GPU"
        case .gpuMemory: "GPU memory"
        }
    }
}
