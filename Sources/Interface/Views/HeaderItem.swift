internal import Model
internal import Terminal

/// One fact of the header's lines: a label and what it says.
struct HeaderItem: Equatable {
    var label: String
    var text: String
    var role = Role.text

    private var width: Int {
        TextWidth.columns(of: label) + (label.isEmpty ? 0 : 1) + TextWidth.columns(of: text)
    }

    /// Puts items next to each other, two blanks between, as many to a line as fit; each counts as wide as it has ever been, by its
    /// label, so that nothing jumps to and fro.
    static func flow(
        _ items: [HeaderItem], columns: Int, widths: inout [String: Int]
    ) -> [[HeaderItem]] {
        var lines: [[HeaderItem]] = []
        var used = 0
        for item in items {
            let width = max(item.width, widths[item.label] ?? 0)
            widths[item.label] = width
            if let last = lines.indices.last, used + 2 + width <= columns {
                lines[last].append(item)
                used += 2 + width
            } else {
                lines.append([item])
                used = width
            }
        }
        return lines
    }

    static func draw(
        _ line: [HeaderItem], in row: Rect, _ theme: Theme, into screen: inout Screen
    ) {
        var rest = row
        for item in line {
            if !item.label.isEmpty {
                let width = screen.put(
                    item.label, at: rest.origin, theme[.headerLabel], maxColumns: rest.columns)
                rest = rest.droppingLeft(width + 1)
            }
            let width = screen.put(
                item.text, at: rest.origin, theme[item.role], maxColumns: rest.columns,
                overflow: .ellipsis)
            rest = rest.droppingLeft(width + 2)
        }
    }
}

// MARK: - The items

extension HeaderItem {
    /// Every item that the settings want and of which something is known, the dearest first.
    static func all(_ state: borrowing State, _ snapshot: borrowing Snapshot) -> [HeaderItem] {
        let meters = state.settings.meters
        let system = snapshot.current.system
        var items: [HeaderItem] = []
        if meters.contains(.tasks) { items.append(tasks(state.counts, snapshot)) }
        if meters.contains(.load), let load = system.load { items.append(self.load(load)) }
        if meters.contains(.uptime), let uptime = system.uptime {
            items.append(HeaderItem(label: "Up", text: Value.uptimeText(uptime)))
        }
        if meters.contains(.cost) { items.append(cost(state, snapshot)) }
        if meters.contains(.pressure), let pressure = system.pressure {
            items.append(self.pressure(pressure))
        }
        let before = snapshot.previousSystem
        if meters.contains(.disk),
            let rates = rates(system.disk, before?.disk, over: snapshot.elapsed)
        {
            items.append(HeaderItem(label: "Disk", text: "r \(rates.received) w \(rates.sent)"))
        }
        if meters.contains(.network),
            let rates = rates(system.network, before?.network, over: snapshot.elapsed)
        {
            items.append(HeaderItem(label: "Net", text: "rx \(rates.received) tx \(rates.sent)"))
        }
        return items
    }

    private static func tasks(
        _ counts: TaskCounts, _ snapshot: borrowing Snapshot
    ) -> HeaderItem {
        let forks = snapshot.forkRate.map { ", \(decimal($0, 0)) forks/s" } ?? ""
        return HeaderItem(
            label: "Tasks",
            text: "\(counts.processes), \(counts.threads) thr, \(counts.kernelThreads) kthr; "
                + "\(counts.running) running\(forks)")
    }

    private static func load(_ load: SystemSample.Load) -> HeaderItem {
        let words = [load.one, load.five, load.fifteen].map { decimal($0, 2) }
        return HeaderItem(label: "Load", text: words.joined(separator: " "))
    }

    /// The source of the numbers and what reading them takes.
    private static func cost(
        _ state: borrowing State, _ snapshot: borrowing Snapshot
    ) -> HeaderItem {
        var text = snapshot.current.source
        if let cost = state.cost {
            text += " \(decimal(cost.cpuPercent))% of a CPU,"
            text += " \(decimal(Double(cost.refreshTime) / 1e6)) ms"
        }
        return HeaderItem(label: "Own", text: text, role: .ownCost)
    }

    private static func pressure(_ pressure: SystemSample.Pressure) -> HeaderItem {
        func word(_ share: Double?) -> String { share.map { decimal($0) } ?? "-" }
        return HeaderItem(
            label: "PSI",
            text: "cpu \(word(pressure.cpuSome))%"
                + " mem \(word(pressure.memorySome))/\(word(pressure.memoryFull))%"
                + " io \(word(pressure.ioSome))/\(word(pressure.ioFull))%",
            role: .pressureSome)
    }

    /// Bytes per second in and out; nil in the first sample.
    private static func rates(
        _ now: SystemSample.Transfer?, _ before: SystemSample.Transfer?, over elapsed: UInt64
    ) -> (received: String, sent: String)? {
        guard let now, let before, elapsed > 0 else { return nil }
        func rate(_ new: UInt64, _ old: UInt64) -> String {
            Value.bytesText(new > old ? Double(new - old) * 1e9 / Double(elapsed) : 0) + "/s"
        }
        return (rate(now.received, before.received), rate(now.sent, before.sent))
    }
}

extension Value {
    /// A time since boot in words of at most a dozen characters: "12d03:45", "3:12:09".
    static func uptimeText(_ nanoseconds: UInt64) -> String {
        let seconds = nanoseconds / 1_000_000_000
        let (days, hours) = (seconds / 86_400, seconds / 3600 % 24)
        let (minutes, rest) = (seconds / 60 % 60, seconds % 60)
        func two(_ number: UInt64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let clock = "\(two(hours)):\(two(minutes)):\(two(rest))"
        return days > 0 ? "\(days)d \(clock)" : clock
    }
}
