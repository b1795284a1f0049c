package import Model

/// What the user may choose and save; the configuration file is one rendering of it.
package struct Settings: Equatable, Sendable {
    /// The machine names of the columns, in the order in which they stand; names that no column has are passed over.
    package var columns: [String] = Column.standard.map(\.name)
    /// The machine name of the column by which rows are ordered.
    package var sortColumn = "cpu_percent"
    /// The direction of the order.
    package var sortOrder = Column.Order.descending
    /// Whether rows stand below their parents.
    package var isTree = false
    /// Whether single threads have rows.
    package var showsThreads = false
    /// Whether the kernel's own threads have rows.
    package var showsKernelThreads = false
    /// How much of a systemd unit's path the unit column shows.
    package var unitDisplay = UnitDisplay.service
    /// Whether columns of containers and units come by themselves, as long as a row in view has such and the width allows.
    package var addsGroupColumns = true
    /// The time between two samples, in ns; 100 ms to 1 h.
    package var period: UInt64 = 1_000_000_000
    /// The theme's name.
    package var theme = "default"
    /// What the user changed of the theme's roles.
    package var themeOverrides: [Role: StylePatch] = [:]
    /// The header's meters, in their order.
    package var meters = Meter.allCases

    /// Makes the settings that hold when nobody chose others.
    package init() {}

    /// A part of the header that can be left out.
    package enum Meter: String, CaseIterable, Sendable {
        case cpu, memory, swap, tasks, load, uptime, pressure, disk, network, cost
    }

    /// How much of a systemd unit's path is shown.
    package enum UnitDisplay: String, CaseIterable, Sendable {
        /// The innermost service.
        case service
        /// The innermost unit of any kind.
        case unit
        /// The whole path of slices.
        case slice

        /// The machine name of the column that shows this much.
        package var column: String {
            switch self {
            case .service: "unit"
            case .unit: "any_unit"
            case .slice: "slice"
            }
        }
    }

    /// Puts the unit column of another display in the place of the one that is there, and sorts by it where that one sorted.
    mutating func replaceUnitColumn(of old: UnitDisplay) {
        guard old != unitDisplay else { return }
        columns = columns.map { $0 == old.column ? unitDisplay.column : $0 }
        if sortColumn == old.column { sortColumn = unitDisplay.column }
    }
}
