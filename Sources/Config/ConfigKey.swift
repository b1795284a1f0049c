internal import Interface
internal import Model

/// One key of the configuration file: what it means, how it is written and what it changes.
///
/// `ConfigKey.all` is the only list of them; reading, writing and the default file are made of it.
struct ConfigKey: Sendable {
    /// The table it stands in and its own name.
    let path: [String]
    /// What it means, for the default file, in lines without their `#`.
    let comment: [String]
    /// The value in settings, as TOML.
    let text: @Sendable (Settings) -> String
    /// Takes a value over into settings; says what is wrong with one that cannot be taken.
    let apply: @Sendable (ConfigValue, inout Settings) -> String?

    /// Every key, in the order of the default file.
    static let all: [ConfigKey] = [
        period, flag("general", "tree_view", \.isTree, "Rows stand below their parents."),
        flag("general", "show_threads", \.showsThreads, "Single threads have rows."),
        flag(
            "general", "show_kernel_threads", \.showsKernelThreads,
            "The kernel's own threads have rows."),
        columns, sortColumn, sortOrder, unitDisplay,
        flag(
            "table", "auto_group_columns", \.addsGroupColumns,
            "Columns of containers and units come by themselves where a row in view has such."),
        meters, theme,
    ]

    /// The TOML of a text.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{0}"..<" ", "\u{7F}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func list(_ texts: [String]) -> String {
        "[" + texts.map(quoted).joined(separator: ", ") + "]"
    }

    private static func flag(
        _ table: String, _ name: String,
        _ member: any WritableKeyPath<Settings, Bool> & Sendable, _ comment: String
    ) -> ConfigKey {
        ConfigKey(path: [table, name], comment: [comment]) {
            String($0[keyPath: member])
        } apply: { value, settings in
            guard case .bool(let isOn) = value else { return "has to be true or false" }
            settings[keyPath: member] = isOn
            return nil
        }
    }
}

// MARK: - The keys

extension ConfigKey {
    /// The periods that can be asked for, in ns: 100 ms to 1 h.
    private static let periods: ClosedRange<UInt64> = 100_000_000...3_600_000_000_000

    private static let period = ConfigKey(
        path: ["general", "refresh_rate_ms"],
        comment: ["Milliseconds between two samples, 100 to 3600000."]
    ) {
        String($0.period / 1_000_000)
    } apply: { value, settings in
        guard case .integer(let number) = value, let wanted = UInt64(exactly: number),
            case (let period, false) = wanted.multipliedReportingOverflow(by: 1_000_000),
            periods.contains(period)
        else { return "has to be a whole number from 100 to 3600000" }
        settings.period = period
        return nil
    }

    private static let columns = ConfigKey(
        path: ["table", "columns"],
        comment: ["The columns, from left to right; every name there is:"] + names
    ) {
        list($0.columns)
    } apply: { value, settings in
        guard let names = value.strings else { return "has to be a list of texts" }
        var seen: Set<String> = []
        let known = names.filter { Column.named($0)?.name == $0 && seen.insert($0).inserted }
        let unknown = names.filter { Column.named($0)?.name != $0 }
        if !known.isEmpty { settings.columns = known }
        if let first = unknown.first {
            let nearest =
                Column.suggestions(for: first).first.map { "; \($0) is the nearest" } ?? ""
            return "names no column: \(quoted(first))\(nearest)"
        }
        return known.isEmpty ? "has to name a column" : nil
    }

    /// The names of all columns, a few in a line.
    private static let names: [String] = {
        var lines: [String] = []
        var line = " "
        for name in Column.all.map(\.name) {
            if line.utf8.count + name.utf8.count > 90 {
                lines.append(line)
                line = " "
            }
            line += " " + name
        }
        return lines + [line]
    }()

    private static let sortColumn = ConfigKey(
        path: ["table", "sort_column"], comment: ["The column by which rows are ordered."]
    ) {
        quoted($0.sortColumn)
    } apply: { value, settings in
        guard case .string(let name) = value, Column.named(name)?.name == name else {
            return "has to name a column"
        }
        settings.sortColumn = name
        return nil
    }

    private static let sortOrder = ConfigKey(
        path: ["table", "sort_order"], comment: ["\"ascending\" or \"descending\"."]
    ) {
        $0.sortOrder == .ascending ? "\"ascending\"" : "\"descending\""
    } apply: { value, settings in
        switch value {
        case .string("ascending"): settings.sortOrder = .ascending
        case .string("descending"): settings.sortOrder = .descending
        default: return "has to be \"ascending\" or \"descending\""
        }
        return nil
    }

    private static let unitDisplay = ConfigKey(
        path: ["table", "unit_display"],
        comment: ["How much of a systemd unit's path is shown: \"service\", \"unit\" or \"slice\"."]
    ) {
        quoted($0.unitDisplay.rawValue)
    } apply: { value, settings in
        guard case .string(let name) = value, let display = Settings.UnitDisplay(rawValue: name)
        else { return "has to be \"service\", \"unit\" or \"slice\"" }
        settings.unitDisplay = display
        return nil
    }

    private static let meters = ConfigKey(
        path: ["header", "meters"],
        comment: [
            "The header's meters, in their order; all there are: "
                + Settings.Meter.allCases.map(\.rawValue).joined(separator: ", ")
        ]
    ) {
        list($0.meters.map(\.rawValue))
    } apply: { value, settings in
        guard let names = value.strings else { return "has to be a list of texts" }
        var seen: Set<String> = []
        let fresh = names.filter { seen.insert($0).inserted }
        settings.meters = fresh.compactMap(Settings.Meter.init)
        let unknown = fresh.first { Settings.Meter(rawValue: $0) == nil }
        return unknown.map { "names no meter: \(quoted($0))" }
    }

    private static let theme = ConfigKey(
        path: ["theme", "preset"],
        comment: ["One of: " + Theme.presets.map { quoted($0.name) }.joined(separator: ", ")]
    ) {
        quoted($0.theme)
    } apply: { value, settings in
        guard case .string(let name) = value, Theme.named(name) != nil else {
            return "names no theme"
        }
        settings.theme = name
        return nil
    }
}
