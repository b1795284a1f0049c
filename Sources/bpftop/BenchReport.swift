import Export
import Model
import Sampling

/// What refreshes cost.
struct BenchReport {
    /// The parts of a refresh in their order, and two sums; times in ns.
    enum Stage: String, CaseIterable {
        case walk, sample, join, order, draw, write
        /// All of them, by the clock on the wall.
        case refresh
        /// CPU time of all threads.
        case cpu
    }

    let source: String
    /// How the kernel walks; nil where /proc is read.
    let mechanism: String?
    let kernel: String
    let refreshes: Int
    /// Before each, in ns.
    let pause: UInt64
    let processes: Int
    let threads: Int
    let bytesPerFrame: Int
    /// nil where they cannot be counted.
    let syscallsPerRefresh: UInt64?
    let memory: OwnMemory
    let stages: [Stage: Percentiles]

    /// One stage a line, in microseconds, then the rest.
    var table: String {
        var text = "STAGE        MIN   MEDIAN      P95      P99  (microseconds)\n"
        for stage in Stage.allCases {
            let cells = (stages[stage]?.all ?? []).map { Value.decimal(Double($0.value) / 1000, 1) }
            text += stage.rawValue + String(repeating: " ", count: 7 - stage.rawValue.utf8.count)
            text += cells.map { String(repeating: " ", count: max(1, 9 - $0.utf8.count)) + $0 }
                .joined()
            text += "\n"
        }
        return text + facts.map { "\($0.name): \($0.text)\n" }.joined()
    }

    /// The same as one JSON object; times in ns.
    var json: String {
        var json = JSONText()
        json.object { json in
            json.string("schema", "bpftop.bench.v1")
            for fact in facts {
                json.name(fact.name)
                fact.write(&json)
            }
            json.name("stages_ns")
            json.object { json in
                for stage in Stage.allCases {
                    json.name(stage.rawValue)
                    json.percentiles(stages[stage] ?? Percentiles([]))
                }
            }
        }
        json.newline()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private var facts: [Fact] {
        [
            Fact("source", source), Fact("walk", mechanism), Fact("kernel", kernel),
            Fact("processes", processes), Fact("threads", threads), Fact("refreshes", refreshes),
            Fact("pause_ms", pause / 1_000_000),
            Fact("bytes_per_frame", bytesPerFrame),
            Fact("syscalls_per_refresh", syscallsPerRefresh),
            Fact("rss_kb", memory.resident), Fact("peak_rss_kb", memory.peak),
        ]
    }

    /// One line of the report.
    private struct Fact {
        let name: String
        let text: String
        let write: (inout JSONText) -> Void

        init(_ name: String, _ value: String?) {
            self.name = name
            text = value ?? "-"
            write = { $0.string(value) }
        }

        init(_ name: String, _ value: (some BinaryInteger & Sendable)?) {
            self.name = name
            text = value.map { "\($0)" } ?? "-"
            write = { $0.integer(value) }
        }
    }
}

extension JSONText {
    fileprivate mutating func percentiles(_ figures: Percentiles) {
        object { json in
            for (name, value) in figures.all {
                json.integer(name, value)
            }
        }
    }
}

/// What this process holds in memory, in KiB; nil where /proc does not say.
struct OwnMemory {
    let resident: UInt64?
    /// The most since it was executed. (`ru_maxrss` would begin with what the program before it held.)
    let peak: UInt64?

    /// As it is now.
    static func own() -> OwnMemory {
        let lines = (textFile("/proc/self/status") ?? "").split(separator: "\n")
        func kilobytes(_ key: String) -> UInt64? {
            let line = lines.first { $0.hasPrefix(key + ":") }
            return line?.split(whereSeparator: \.isWhitespace).dropFirst().first
                .flatMap { UInt64($0) }
        }
        return OwnMemory(resident: kilobytes("VmRSS"), peak: kilobytes("VmHWM"))
    }
}

/// The figures of a distribution.
struct Percentiles {
    private let sorted: [UInt64]

    init(_ values: [UInt64]) {
        sorted = values.sorted()
    }

    /// The smallest value, the median, and those that 95 and 99 of 100 do not exceed, with their names.
    var all: [(name: String, value: UInt64)] {
        [("min", at(0)), ("median", median), ("p95", at(0.95)), ("p99", at(0.99))]
    }

    var median: UInt64 { at(0.5) }

    private func at(_ share: Double) -> UInt64 {
        guard !sorted.isEmpty else { return 0 }
        return sorted[Int((Double(sorted.count - 1) * share).rounded())]
    }
}
