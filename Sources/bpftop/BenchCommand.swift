import ArgumentParser
import CBpftop
import Export
import Glibc
import Interface
import Model
import Sampling
import Terminal

/// `bpftop bench`: what a refresh of the screen costs, by stage.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure what a refresh costs here, split by stage.",
        discussion: """
            Does what the full screen does (walk, system-wide files, joining with the last sample, ordering, drawing at 200x60 and \
            working out the difference) but sends the bytes nowhere.
            """)

    @Option(name: [.customShort("i"), .long], help: "How many refreshes to time.")
    var iterations = 50

    @Option(help: "What reads processes: auto, bpf or proc.")
    var backend = Sampler.Choice.auto

    @Flag(name: [.customShort("t"), .long], help: "Time the tree instead of the flat list.")
    var tree = false

    @Flag(help: "Print as JSON.")
    var json = false

    mutating func run() throws {
        guard iterations > 0 else { throw Failure(.usage, "-i \(iterations): at least 1") }
        var bench = try Bench(backend, isTree: tree)
        // The first refreshes read names and warm caches.
        for _ in 0..<5 { _ = try bench.refresh() }
        bench.begin()
        for _ in 0..<iterations { try bench.record() }
        StandardOutput.write(json ? bench.json : bench.table)
    }
}

/// Refreshes that are timed by stage; all times in ns.
struct Bench: ~Copyable {
    private var sampler: Sampler
    private var state: State
    private var display: Display
    private var previous: Sample?
    private var stages: [String: [UInt64]] = [:]
    private var bytes: [UInt8] = []
    private var sent = 0
    private var start = (cpu: UInt64(0), wall: UInt64(0))

    /// The stages in the order in which a refresh passes them.
    private static let names = ["walk", "sample", "join", "order", "draw", "refresh"]

    init(_ backend: Sampler.Choice, isTree: Bool) throws(Failure) {
        let size = Size(columns: 200, rows: 60)
        let environment = ["TERM": "xterm-256color", "LANG": "C.UTF-8"]
        let capabilities = Capabilities(environment: environment, isTTY: true)
        let sampler = try refusing { () throws(BPFRefusal) in try Sampler(backend) }
        var settings = Settings()
        settings.isTree = isTree
        self.init(
            sampler, State(settings: settings, size: size),
            Display(size: size, capabilities: capabilities))
    }

    /// Apart, as Swift 6.2 miscompiles a throw out of an initialiser that sets the properties itself.
    private init(_ sampler: consuming Sampler, _ state: State, _ display: consuming Display) {
        self.sampler = sampler
        self.state = state
        self.display = display
    }

    /// Forgets what was timed so far.
    mutating func begin() {
        stages = [:]
        sent = 0
        start = (Self.clock(CLOCK_PROCESS_CPUTIME_ID), Self.clock(CLOCK_MONOTONIC))
    }

    /// Refreshes once and keeps the times.
    mutating func record() throws(Failure) {
        for (name, time) in zip(Self.names, try refresh()) {
            stages[name, default: []].append(time)
        }
        sent += bytes.count
    }

    /// Refreshes once; the times of the stages in their order.
    mutating func refresh() throws(Failure) -> [UInt64] {
        var marks = [Self.clock(CLOCK_MONOTONIC)]
        func mark() { marks.append(Self.clock(CLOCK_MONOTONIC)) }
        let current: Sample
        do throws(BPFRefusal) {
            current = try sampler.sample()
        } catch {
            throw Failure(error)
        }
        mark()
        let snapshot = Snapshot(current, since: previous)
        mark()
        state.update(snapshot)
        mark()
        display.beginFrame()
        state.render(into: &display.screen)
        bytes.removeAll(keepingCapacity: true)
        display.render(into: &bytes)
        mark()
        previous = current
        let parts = zip(marks, marks.dropFirst()).map { $1 - $0 }
        return [current.walkTime, parts[0] - current.walkTime] + parts.dropFirst()
            + [marks[marks.count - 1] - marks[0]]
    }

    /// One stage a line, in microseconds.
    var table: String {
        var text = "STAGE        MIN   MEDIAN      P95      P99  (microseconds)\n"
        for name in Self.names {
            let figures = Percentiles(stages[name] ?? [])
            let cells = figures.all.map { Value.decimal(Double($0) / 1000, 1) }
            text += name + String(repeating: " ", count: 7 - name.utf8.count)
            text += cells.map { String(repeating: " ", count: max(1, 9 - $0.utf8.count)) + $0 }
                .joined()
            text += "\n"
        }
        return text + facts.map { "\($0): \($1)\n" }.joined()
    }

    /// The same as one JSON object; times in ns.
    var json: String {
        var json = JSONText()
        let facts = facts
        let stages = stages
        json.object { json in
            json.name("schema")
            json.string("bpftop.bench.v1")
            for (key, value) in facts {
                json.name(key)
                json.string(value)
            }
            json.name("stages_ns")
            json.object { json in
                for name in Self.names {
                    let figures = Percentiles(stages[name] ?? [])
                    json.name(name)
                    json.object { json in
                        for (key, value) in zip(["min", "median", "p95", "p99"], figures.all) {
                            json.name(key)
                            json.integer(value)
                        }
                    }
                }
            }
        }
        json.newline()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private var facts: [(String, String)] {
        let tasks = previous?.tasks ?? []
        let count = UInt64(max(1, stages["refresh"]?.count ?? 1))
        let cpu = (Self.clock(CLOCK_PROCESS_CPUTIME_ID) - start.cpu) / count
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return [
            ("source", previous?.source ?? ""),
            ("kernel", previous?.system.machine.release ?? ""),
            ("processes", String(tasks.count)),
            ("threads", String(tasks.reduce(0) { $0 + Int($1.threads) })),
            ("cpu_us_per_refresh", Value.decimal(Double(cpu) / 1000, 1)),
            ("bytes_per_frame", String(sent / Int(count))),
            ("peak_rss_kb", String(usage.ru_maxrss)),
        ]
    }

    private static func clock(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// The figures of a distribution.
struct Percentiles {
    private let sorted: [UInt64]

    init(_ values: [UInt64]) {
        sorted = values.sorted()
    }

    /// The smallest value, the median, and those that 95 and 99 of 100 do not exceed.
    var all: [UInt64] { [at(0), at(0.5), at(0.95), at(0.99)] }

    private func at(_ share: Double) -> UInt64 {
        guard !sorted.isEmpty else { return 0 }
        return sorted[Int((Double(sorted.count - 1) * share).rounded())]
    }
}
