/// What /proc/PID/maps adds up to: address space by what it maps, the largest first.
struct MapSummary: Equatable {
    /// What one kind of mapping takes.
    struct Entry: Equatable {
        var name: String
        var bytes: UInt64
        var count: Int
    }

    private(set) var entries: [Entry] = []
    private(set) var total: UInt64 = 0
    private(set) var count = 0

    /// Adds up the lines; one that is not understood is passed over.
    init(_ text: String) {
        var found: [String: Entry] = [:]
        for line in text.lines {
            let fields = line.split(separator: " ", maxSplits: 5)
            let bounds = fields.first?.split(separator: "-") ?? []
            guard fields.count >= 5, bounds.count == 2, let start = UInt64(bounds[0], radix: 16),
                let end = UInt64(bounds[1], radix: 16), end > start
            else { continue }
            let path = fields.count > 5 ? fields[5].drop { $0 == " " } : ""
            let name = path.isEmpty ? "[anonymous]" : String(path)
            found[name, default: Entry(name: name, bytes: 0, count: 0)].bytes &+= end - start
            found[name]?.count += 1
            total &+= end - start
            count += 1
        }
        entries = found.values.sorted { ($1.bytes, $0.name) < ($0.bytes, $1.name) }
    }

    /// The sum and the largest entries, one line each.
    var text: String {
        guard count > 0 else { return "" }
        let lines = entries.prefix(40).map { Self.line($0.bytes, $0.count, $0.name) }
        return ([Self.line(total, count, "in all")] + lines).joined(separator: "\n")
    }

    private static func line(_ bytes: UInt64, _ count: Int, _ name: String) -> String {
        "\(bytes / 1024) KiB in \(count)  \(name)"
    }
}
