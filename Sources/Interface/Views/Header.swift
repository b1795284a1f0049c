internal import Model
internal import Terminal

/// The meters above the table, laid out for a width and a greatest height.
struct Header {
    private var cpus = CPUBlock(meters: [], total: nil, columns: 0, budget: 0)
    private var bars: [Bar] = []
    private var barsPerRow = 1
    private var lines: [[HeaderItem]] = []
    private var isStarted = false

    /// How wide each item has been, by its label.
    private(set) var itemWidths: [String: Int]

    /// The rows that it takes, never more than its budget.
    private(set) var rows = 0

    /// Lays the meters out.
    ///
    /// CPUs get what the others leave; where even the others have no room, the lower lines go.
    init(_ state: borrowing State, columns: Int, budget: Int) {
        itemWidths = state.itemWidths
        guard budget > 0, let snapshot = state.snapshot else {
            rows = budget > 0 ? 1 : 0
            return
        }
        let meters = state.settings.meters
        bars = Self.bars(snapshot, meters)
        barsPerRow = columns >= 56 ? 2 : 1
        let barRows = (bars.count + barsPerRow - 1) / barsPerRow
        let items = HeaderItem.all(state, snapshot)
        var flowed = HeaderItem.flow(items, columns: columns, widths: &itemWidths)
        let wantsCPU = meters.contains(.cpu)
        let room = max(wantsCPU ? 1 : 0, budget - barRows - flowed.count)
        cpus = CPUBlock(
            meters: wantsCPU ? state.cpus.each : [], total: state.cpus.all,
            columns: columns, budget: room)
        flowed.removeLast(
            max(0, min(flowed.count, cpus.layout.rows + barRows + flowed.count - budget)))
        lines = flowed
        rows = min(budget, cpus.layout.rows + barRows + lines.count)
        isStarted = true
    }

    private static func bars(
        _ snapshot: borrowing Snapshot, _ meters: [Settings.Meter]
    ) -> [Bar] {
        let system = snapshot.current.system
        var bars: [Bar] = []
        if meters.contains(.memory) { bars.append(system.memory.bar) }
        if meters.contains(.swap) { bars.append(system.memory.swapBar(zram: system.zram)) }
        return bars
    }

    func draw(in area: Rect, theme: Theme, into screen: inout Screen) {
        guard isStarted else {
            screen.put(
                "waiting for the first sample", at: area.origin, theme[.dim],
                maxColumns: area.columns)
            return
        }
        cpus.draw(in: area, theme: theme, into: &screen)
        var rest = area.droppingTop(cpus.layout.rows)
        drawBars(in: rest, theme, into: &screen)
        rest = rest.droppingTop((bars.count + barsPerRow - 1) / barsPerRow)
        for (row, line) in lines.enumerated() where row < rest.rows {
            HeaderItem.draw(line, in: rest.droppingTop(row).top(1), theme, into: &screen)
        }
    }

    private func drawBars(in area: Rect, _ theme: Theme, into screen: inout Screen) {
        for (index, bar) in bars.enumerated() {
            let row = area.droppingTop(index / barsPerRow).top(1)
            let isWhole = barsPerRow == 1
            let parts = row.splitEvenly(columns: barsPerRow)
            let part = parts[index % barsPerRow]
            let isLast = index % barsPerRow == barsPerRow - 1
            bar.draw(
                in: isWhole || isLast ? part : part.droppingRight(1), theme: theme, into: &screen)
        }
    }
}
