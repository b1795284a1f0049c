internal import TOMLKit

/// A value of a configuration file, apart from the library that read it.
enum ConfigValue: Equatable {
    case bool(Bool)
    case integer(Int)
    case string(String)
    case array([ConfigValue])
    case table([String: ConfigValue])
    /// A kind that no key takes: numbers with a point, dates, times.
    case other(String)

    /// Copies a table of the library's, which values nest in no deeper than its parser allows.
    static func table(_ table: TOMLTable) -> ConfigValue {
        var entries: [String: ConfigValue] = [:]
        for key in table.keys { entries[key] = table[key].map { value($0) } }
        return .table(entries)
    }

    private static func value(_ value: any TOMLValueConvertible) -> ConfigValue {
        switch value.type {
        case .bool: .bool(value.bool ?? false)
        case .int: .integer(value.int ?? 0)
        case .string: .string(value.string ?? "")
        case .array: .array((value.array.map { Array($0) } ?? []).map { self.value($0) })
        case .table: value.table.map { table($0) } ?? .table([:])
        case .double: .other("a number with a point")
        case .date, .time, .dateTime: .other("a date or time")
        }
    }

    /// What kind it is, in words.
    var kind: String {
        switch self {
        case .bool: "true or false"
        case .integer: "a whole number"
        case .string: "a text"
        case .array: "a list"
        case .table: "a table"
        case .other(let name): name
        }
    }

    /// The texts of a list of texts; nil for anything else.
    var strings: [String]? {
        guard case .array(let values) = self else { return nil }
        let strings = values.compactMap { value -> String? in
            if case .string(let text) = value { text } else { nil }
        }
        return strings.count == values.count ? strings : nil
    }
}
