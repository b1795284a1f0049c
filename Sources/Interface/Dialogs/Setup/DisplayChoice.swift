internal import Model

/// A choice of the setup's last page: how it reads and how it changes.
enum DisplayChoice: String, CaseIterable, Sendable {
    case theme = "theme"
    case tree = "tree"
    case threads = "threads"
    case kernelThreads = "kernel threads"
    case unit = "unit column shows"
    case groupColumns = "automatic columns"
    case sort = "sorted by"
    case order = "order"
    case period = "period"

    /// What is chosen, as text.
    func value(_ settings: Settings) -> String {
        switch self {
        case .theme: settings.theme
        case .tree: Self.text(settings.isTree)
        case .threads: Self.text(settings.showsThreads)
        case .kernelThreads: Self.text(settings.showsKernelThreads)
        case .unit: settings.unitDisplay.rawValue
        case .groupColumns: Self.text(settings.addsGroupColumns)
        case .sort: settings.sortColumn
        case .order: settings.sortOrder == .ascending ? "ascending" : "descending"
        case .period: Self.text(period: settings.period)
        }
    }

    private static func text(_ isOn: Bool) -> String { isOn ? "on" : "off" }

    private static func text(period: UInt64) -> String {
        let milliseconds = period / 1_000_000
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
    }

    /// Takes the next value, or the one before.
    func change(_ settings: inout Settings, forward: Bool) {
        let step = forward ? 1 : -1
        switch self {
        case .theme:
            settings.theme = Self.next(settings.theme, in: Theme.presets.map(\.name), by: step)
        case .tree: settings.isTree.toggle()
        case .threads: settings.showsThreads.toggle()
        case .kernelThreads: settings.showsKernelThreads.toggle()
        case .unit:
            settings.unitDisplay = Self.next(
                settings.unitDisplay, in: Settings.UnitDisplay.allCases, by: step)
        case .groupColumns: settings.addsGroupColumns.toggle()
        case .sort:
            let names = Column.all.map(\.name)
            settings.sortColumn = Self.next(settings.sortColumn, in: names, by: step)
            settings.sortOrder = Column.named(settings.sortColumn)?.naturalOrder ?? .descending
        case .order: settings.sortOrder = settings.sortOrder.reversed
        case .period: settings.period = Self.step(settings.period, forward: forward)
        }
    }

    private static func next<Value: Equatable>(
        _ value: Value, in values: [Value], by step: Int
    ) -> Value {
        guard !values.isEmpty else { return value }
        guard let index = values.firstIndex(of: value) else { return values[0] }
        return values[(index + step + values.count) % values.count]
    }

    /// The periods that the setup offers, in ns; others come from the command line or the file.
    private static let periods: [UInt64] = [
        100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000,
    ]
    .map { $0 * 1_000_000 }

    private static func step(_ period: UInt64, forward: Bool) -> UInt64 {
        forward
            ? periods.first { $0 > period } ?? period : periods.last { $0 < period } ?? period
    }
}
