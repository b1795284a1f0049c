internal import CBpftop
package import Model
internal import Terminal

/// A table for a person to read on paper or in a log, like `top -b`.
package struct TableText {
    private let columns: [Column]
    private let width: Int?
    private let isUTF8: Bool

    /// Makes a writer of these columns, in this order; lines are cut at a width in cells where there is one, and are ASCII where they
    /// may not be UTF-8.
    package init(_ columns: [Column], width: Int? = nil, isUTF8: Bool = true) {
        self.columns = columns
        self.width = width
        self.isUTF8 = isUTF8
    }

    /// The summary, the headings and one line for each row; it ends with a newline.
    package func page(_ snapshot: Snapshot, _ list: ProcessList) -> String {
        let cells = list.rows.map { row in columns.map { cell($0, snapshot, row) } }
        let widths = columns.indices.map { index in
            cells.reduce(max(columns[index].width, columns[index].header.utf8.count)) {
                max($0, columns[index].width == 0 ? 0 : TextWidth.columns(of: $1[index]))
            }
        }
        var lines = summary(snapshot)
        lines.append("")
        lines.append(line(columns.map(\.header), widths))
        lines += cells.map { line($0, widths) }
        if let width { lines = lines.map { TextWidth.prefix(of: $0, columns: width) } }
        if !isUTF8 { lines = lines.map { TextWidth.ascii($0) } }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A row's cell; the command is indented as deep as the row hangs in the tree.
    private func cell(_ column: Column, _ snapshot: Snapshot, _ row: ProcessList.Row) -> String {
        let text = TextWidth.visible(column.value(snapshot, Int(row.index)).text)
        guard column.name == "command", row.depth > 0 else { return text }
        let branch = row.isLastSibling ? "`- " : "|- "
        return String(repeating: "   ", count: min(Int(row.depth) - 1, 40)) + branch + text
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (index, cell) in cells.enumerated() {
            if index > 0 { text += " " }
            let gap = String(
                repeating: " ", count: max(0, widths[index] - TextWidth.columns(of: cell)))
            switch columns[index].alignment {
            case .right: text += gap + cell
            case .left: text += index == cells.count - 1 ? cell : cell + gap
            }
        }
        return text
    }

    private func summary(_ snapshot: Snapshot) -> [String] {
        let system = snapshot.current.system
        return [
            hostLine(snapshot, system), tasksLine(snapshot), cpuLine(snapshot),
            memoryLine(system.memory),
        ].compactMap { $0 }
    }

    private func hostLine(_ snapshot: Snapshot, _ system: SystemSample) -> String {
        let uptime = system.uptime.map { ", up " + Value.duration($0).text } ?? ""
        let load = system.load.map { load in
            ", load "
                + [load.one, load.five, load.fifteen].map { Value.decimal($0, 2) }
                .joined(separator: " ")
        }
        let now = snapshot.current.time.realtime
        let clock = Value.moment(snapshot.current.zone.moment(now, readAt: now)).text
        return TextWidth.visible(
            "bpftop \(clock) on \(system.machine.hostName), Linux \(system.machine.release)\(uptime)\(load ?? "")"
        ) + ", source " + snapshot.current.source
    }

    private func tasksLine(_ snapshot: Snapshot) -> String {
        var counts: [ProcessState: Int] = [:]
        var processes = 0
        var kernel = 0
        var threads = 0
        for task in snapshot.current.tasks where !task.isThread {
            processes += 1
            kernel += task.isKernelThread ? 1 : 0
            threads += Int(task.threads)
            counts[task.processState, default: 0] += 1
        }
        let states = ProcessState.allCases.compactMap { state in
            counts[state].map { "\($0) \(state.rawValue)" }
        }
        return "Tasks: \(processes) (\(kernel) kernel threads), \(threads) threads; "
            + states.joined(separator: ", ")
            + (snapshot.forkRate.map { "; \(Value.decimal($0, 0)) forks/s" } ?? "")
    }

    private func cpuLine(_ snapshot: Snapshot) -> String? {
        guard let shares = CPUShares(snapshot) else { return nil }
        let parts = [
            ("us", shares.user), ("ni", shares.nice), ("sy", shares.system), ("id", shares.idle),
            ("wa", shares.iowait), ("hi", shares.irq), ("si", shares.softirq),
            ("st", shares.steal), ("gu", shares.guest),
        ]
        return "CPU%: "
            + parts.map { "\(Value.decimal($1 * 100, 1)) \($0)" }.joined(separator: ", ")
    }

    private func memoryLine(_ memory: SystemSample.Memory) -> String? {
        guard memory.total > 0 else { return nil }
        func bytes(_ value: UInt64) -> String { Value.bytes(value).text }
        let available = memory.available.map { ", \(bytes($0)) available" } ?? ""
        return "Mem: \(bytes(memory.total)) total, \(bytes(memory.used)) used, "
            + "\(bytes(memory.buffers &+ memory.cached &+ memory.reclaimable)) buff/cache\(available); "
            + "Swap: \(bytes(memory.swapTotal)) total, \(bytes(memory.swapFree)) free"
    }
}
