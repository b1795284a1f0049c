internal import Model
internal import Terminal

/// The header's CPUs: a bar each while there is room, else one bar for all and a digit for each.
struct CPUBlock {
    /// The CPUs.
    let meters: [CPUMeter]
    /// All of them together.
    let total: CPUShares?
    /// How they are laid out.
    let layout: Layout

    /// A way of laying them out, and the rows that it takes.
    enum Layout: Equatable {
        case none
        /// One bar for all.
        case total
        /// A bar each, in columns of bars, numbered downwards.
        case bars(columns: Int, rows: Int)
        /// One bar for all, and below it digits, each for a number of neighbours.
        case digits(perRow: Int, perDigit: Int, rows: Int)

        /// The rows that it takes.
        var rows: Int {
            switch self {
            case .none: 0
            case .total: 1
            case .bars(_, let rows): rows
            case .digits(_, _, let rows): rows + 1
            }
        }
    }

    /// The most CPUs with a bar each.
    static let mostBars = 32

    init(meters: [CPUMeter], total: CPUShares?, columns: Int, budget: Int) {
        self.meters = meters
        self.total = total
        layout = Self.layout(count: meters.count, columns: columns, budget: budget)
    }

    /// Chooses: the fewest columns of bars that fit, each at least 15 wide, two where there is width; else digits; else one bar.
    static func layout(count: Int, columns: Int, budget: Int) -> Layout {
        guard budget > 0, columns >= 4, count > 0 else { return .none }
        if count <= mostBars {
            let mostColumns = max(1, columns / 15)
            let fitting = [1, 2, 4, 8, 16].first { wanted in
                wanted <= mostColumns && (count + wanted - 1) / wanted <= max(1, budget)
                    && (wanted > 1 || count == 1 || count == 2 && columns < 40)
            }
            if let fitting { return .bars(columns: fitting, rows: (count + fitting - 1) / fitting) }
        }
        guard budget > 1, columns >= 20 else { return .total }
        return digits(count: count, columns: columns, budget: budget - 1)
    }

    private static func digits(count: Int, columns: Int, budget: Int) -> Layout {
        // A row of digits begins with a number of four columns; a multiple of 8 is easier to count in.
        let perRow = max(8, (columns - 5) / 8 * 8)
        let places = perRow * budget
        let perDigit = (count + places - 1) / places
        let digits = (count + perDigit - 1) / perDigit
        return .digits(
            perRow: perRow, perDigit: perDigit, rows: (digits + perRow - 1) / perRow)
    }

    func draw(in area: Rect, theme: Theme, into screen: inout Screen) {
        switch layout {
        case .none: break
        case .total: drawTotal(in: area, "", theme, into: &screen)
        case .bars(let columns, let rows):
            drawBars(in: area, columns, rows, theme, into: &screen)
        case .digits(let perRow, let perDigit, _):
            let each = perDigit > 1 ? ", a digit the busiest of \(perDigit)" : ""
            drawTotal(in: area, "\(meters.count) CPUs\(each)", theme, into: &screen)
            drawDigits(in: area.droppingTop(1), perRow, perDigit, theme, into: &screen)
        }
    }

    private func drawTotal(
        in area: Rect, _ note: String, _ theme: Theme, into screen: inout Screen
    ) {
        let text = Self.percent(total)
        let bar = Bar(
            label: "CPU", segments: total?.segments ?? [],
            text: note.isEmpty ? text : "\(note) \(text)")
        bar.draw(in: area, theme: theme, into: &screen)
    }

    private func drawBars(
        in area: Rect, _ columns: Int, _ rows: Int, _ theme: Theme, into screen: inout Screen
    ) {
        let width = meters.map { String($0.number).utf8.count }.max() ?? 1
        for (column, strip) in area.splitEvenly(columns: columns).enumerated() {
            let isLast = column == columns - 1
            let cell = isLast ? strip : strip.droppingRight(1)
            for row in 0..<rows where column * rows + row < meters.count {
                let meter = meters[column * rows + row]
                let number = String(meter.number)
                let padding = String(repeating: " ", count: width - number.utf8.count)
                let bar = Bar(
                    label: padding + number, segments: meter.shares?.segments ?? [],
                    text: Self.percent(meter.shares))
                bar.draw(in: cell.droppingTop(row), theme: theme, into: &screen)
            }
        }
    }

    private func drawDigits(
        in area: Rect, _ perRow: Int, _ perDigit: Int, _ theme: Theme, into screen: inout Screen
    ) {
        for (place, start) in stride(from: 0, to: meters.count, by: perDigit).enumerated() {
            let (row, column) = (place / perRow, place % perRow)
            guard row < area.rows else { return }
            let group = meters[start..<min(start + perDigit, meters.count)]
            if column == 0 {
                screen.put(
                    trailing: String(meters[start].number),
                    at: Point(column: area.column, row: area.row + row), columns: 4,
                    theme[.headerLabel])
            }
            let busiest = group.compactMap(\.shares).max { $0.busy < $1.busy }
            let at = Point(column: area.column + 5 + column, row: area.row + row)
            guard at.column < area.endColumn else { continue }
            screen.put(Self.digit(busiest), at: at, theme[Self.role(busiest)])
        }
    }

    /// "." for idle, 1 to 9 for that many tenths, "#" for more than 95 %, "-" for not known.
    static func digit(_ shares: CPUShares?) -> String {
        guard let busy = shares?.busy else { return "-" }
        if busy < 0.05 { return "." }
        return busy > 0.95 ? "#" : String(min(9, max(1, Int((busy * 10).rounded()))))
    }

    /// The colour of what a CPU did most.
    private static func role(_ shares: CPUShares?) -> Role {
        guard let shares, shares.busy >= 0.05 else { return .dim }
        return shares.segments.dropLast().max { $0.share < $1.share }?.role ?? .cpuUser
    }

    private static func percent(_ shares: CPUShares?) -> String {
        shares.map { decimal($0.busy * 100) + "%" } ?? "-"
    }
}
