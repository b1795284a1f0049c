/// A value of a configuration file.
enum ConfigValue: Equatable {
    case bool(Bool)
    case integer(Int)
    case string(String)
    case array([ConfigValue])
    case table([String: ConfigValue])
    /// A kind that no key takes: numbers with a point, dates, times.
    case other(String)

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
