internal import Model

/// What a process took in the past samples, as long as its screen was open.
struct ProcessHistory: Sendable {
    /// One number over time, the newest last; nil where there was none.
    struct Series: Sendable {
        let label: String
        /// The columns whose sum it is.
        let columns: [Column]
        /// What the whole height means at least, so that small noise does not look like a storm.
        let leastScale: Double
        fileprivate(set) var values: [Double?] = []
    }

    private(set) var series: [Series]
    private var lastTime: UInt64?

    /// How many samples are kept.
    static let capacity = 600

    /// Makes a history that has seen nothing.
    init() {
        series = [
            Self.series("CPU %", 10, "cpu_percent"),
            Self.series("memory", 1_048_576, "rss_bytes"),
            Self.series(
                "disk I/O /s", 65536, "read_bytes_per_second", "write_bytes_per_second"),
            Self.series("run queue %", 10, "run_delay_percent"),
        ]
    }

    private static func series(_ label: String, _ least: Double, _ names: String...) -> Series {
        Series(label: label, columns: names.compactMap(Column.named), leastScale: least)
    }

    /// Takes note of a row, nil for a process that has none; a sample that was seen already is passed over.
    mutating func record(_ row: Int?, of snapshot: borrowing Snapshot) {
        let time = snapshot.current.time.monotonic
        guard lastTime != time else { return }
        lastTime = time
        for index in series.indices {
            var sum: Double?
            if let row {
                for column in series[index].columns {
                    if let number = column.value(snapshot, row).number { sum = (sum ?? 0) + number }
                }
            }
            series[index].values.append(sum)
            if series[index].values.count > Self.capacity { series[index].values.removeFirst() }
        }
    }
}

// MARK: - Drawing

extension ProcessHistory.Series {
    private static let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The newest values as a line of bars, one column each; a gap is a blank.
    func bars(columns: Int) -> String {
        let shown = values.suffix(max(0, columns))
        let top = scale
        let text = shown.map { value -> Character in
            guard let value, value.isFinite else { return " " }
            let level = Int((max(0, min(1, value / top)) * 7).rounded())
            return Self.levels[level]
        }
        return String(repeating: " ", count: max(0, columns - shown.count)) + String(text)
    }

    /// What a full bar means.
    var scale: Double {
        values.reduce(leastScale) { max($0, $1.flatMap { $0.isFinite ? $0 : nil } ?? 0) }
    }

    /// A value as its column would show it.
    func text(_ value: Double?) -> String {
        guard let value else { return "-" }
        return leastScale >= 1024 ? Value.bytesText(value) : Value.decimal(value, 1)
    }
}
