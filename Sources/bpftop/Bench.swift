import CBpftop
import Glibc
import Interface
import LibBPF
import Model
import Sampling
import Terminal

/// Refreshes of the screen, timed stage by stage.
struct Bench: ~Copyable {
    private var sampler: Sampler
    private var state: State
    private var display: Display
    private var terminal: BenchTerminal
    private var previous: Sample?
    private var times: [BenchReport.Stage: [UInt64]] = [:]
    private var sent = 0

    init(
        _ backend: Sampler.Choice, walk: WalkMechanism? = nil, isTree: Bool, filter: String? = nil
    ) throws(Failure) {
        let size = Size(columns: 200, rows: 60)
        let environment = ["TERM": "xterm-256color", "LANG": "C.UTF-8"]
        let capabilities = Capabilities(environment: environment, isTTY: true)
        let terminal = try BenchTerminal(capabilities)
        let sampler = try refusing { () throws(BPFRefusal) in try Sampler(backend, walk: walk) }
        var settings = Settings()
        settings.isTree = isTree
        var fixed = State.Options()
        fixed.zone = .local()
        var state = State(settings: settings, options: fixed, size: size)
        if let filter { try state.filter(byOption: filter) }
        self.init(
            sampler, state, Display(size: size, capabilities: capabilities), terminal)
    }

    /// Apart, as Swift 6.2 miscompiles a throw out of an initialiser that sets the properties itself.
    private init(
        _ sampler: consuming Sampler, _ state: State, _ display: consuming Display,
        _ terminal: consuming BenchTerminal
    ) {
        self.sampler = sampler
        self.state = state
        self.display = display
        self.terminal = terminal
    }

    /// Times that many refreshes with a pause in ns before each, then counts the system calls of some more.
    mutating func run(_ iterations: Int, pause: UInt64) throws(Failure) -> BenchReport {
        // The first refreshes ask for names and command lines, which come beside them for a while, and warm caches.
        for _ in 0..<5 {
            try refresh()
            let patience: UInt64 = 2_000_000_000
            sampler.awaitTexts(
                of: previous?.tasks ?? [], until: Self.clock(CLOCK_MONOTONIC) + patience)
        }
        times = [:]
        sent = 0
        let second: UInt64 = 1_000_000_000
        for _ in 0..<iterations {
            var time = timespec(tv_sec: Int(pause / second), tv_nsec: Int(pause % second))
            if pause > 0 { nanosleep(&time, nil) }
            try refresh()
        }
        let bytes = sent / iterations
        let timed = times
        let syscalls = try countSyscalls()
        let tasks = previous?.tasks ?? []
        return BenchReport(
            source: previous?.source ?? "", mechanism: sampler.mechanism?.rawValue,
            kernel: previous?.system.machine.release ?? "", refreshes: iterations, pause: pause,
            processes: tasks.count, threads: tasks.reduce(0) { $0 + Int($1.threads) },
            bytesPerFrame: bytes, syscallsPerRefresh: syscalls, memory: .own(),
            stages: timed.mapValues { Percentiles($0) })
    }

    /// The median of the system calls of a few refreshes, by all threads; nil where they cannot be counted.
    private mutating func countSyscalls() throws(Failure) -> UInt64? {
        guard let counter = try? SyscallCounter() else { return nil }
        var counts: [UInt64] = []
        for _ in 0..<9 {
            // Two are ours: the CPU clock at either end.
            let before = counter.count + 2
            try refresh()
            counts.append(counter.count - before - UInt64(terminal.lastReads))
        }
        return Percentiles(counts).median
    }

    /// Refreshes once and keeps the times.
    private mutating func refresh() throws(Failure) {
        let cpu = Self.clock(CLOCK_PROCESS_CPUTIME_ID)
        var marks = [Self.clock(CLOCK_MONOTONIC)]
        func mark() { marks.append(Self.clock(CLOCK_MONOTONIC)) }
        let needs = state.needs
        sampler.recycle(state.expectUpdate())
        let current: Sample
        do throws(BPFRefusal) {
            current = try sampler.sample(needs: needs)
        } catch {
            throw Failure(error)
        }
        mark()
        let snapshot = Snapshot(current, since: previous)
        mark()
        state.update(snapshot)
        if let texts = sampler.newTexts() { state.receive(texts) }
        mark()
        state.render(into: &display.screen)
        var bytes: [UInt8] = []
        display.render(into: &bytes)
        mark()
        try terminal.show(bytes)
        mark()
        keep(marks, walk: current.walkTime)
        times[.cpu, default: []].append(Self.clock(CLOCK_PROCESS_CPUTIME_ID) - cpu)
        previous = current
        sent += bytes.count
        terminal.drain()
    }

    /// Keeps the times between marks; the first stage is split by the walk's own time.
    private mutating func keep(_ marks: [UInt64], walk: UInt64) {
        let parts = zip(marks, marks.dropFirst()).map { $1 - $0 }
        let stages: [BenchReport.Stage] = [.walk, .sample, .join, .order, .draw, .write]
        for (stage, time) in zip(stages, [walk, parts[0] - walk] + parts.dropFirst()) {
            times[stage, default: []].append(time)
        }
        times[.refresh, default: []].append(parts.reduce(0, +))
    }

    private static func clock(_ clock: clockid_t) -> UInt64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
