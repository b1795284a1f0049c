import Export
import Glibc
import Model
import Sampling
import Terminal

/// Samples on standard output, as tables or in a form for programs.
struct BatchRun {
    private let options: MonitorOptions
    private let columns: [Column]
    private let period: Period
    private let settings: ListSettings
    /// How many samples to print; nil for no end.
    private let count: Int?

    /// Checks the options; throws a failure of usage that names what is wrong.
    init(_ options: MonitorOptions) throws(Failure) {
        self.options = options
        try options.refuseScreenOnly()
        period = try options.checkedPeriod()
        settings = try options.listSettings()
        columns = try options.checkedColumns(
            standard: options.form == nil ? Column.standard : Column.all)
        count = try options.sampleCount()
    }

    /// Prints samples until the number asked for is reached or nobody reads any more.
    func run() throws(Failure) {
        var sampler = try refusing { () throws(BPFRefusal) in
            try Sampler(options.backend, btf: options.layoutFile)
        }
        var notice = sampler.refusal.map { "reading /proc, as BPF is not available: \($0.cause)" }
        if let notice { StandardError.write("bpftop: \(notice)\n") }
        let settings = try options.resolvingUsers(settings, by: &sampler)
        var writer = BatchWriter(options.form, columns, isUTF8: options.capabilities.isUTF8)
        // Rates need two samples; the first pair is taken close together so that the first table comes soon.
        let needs = SampleNeeds(parts: columns.reduce(settings.parts) { $0.union($1.parts) })
        var previous = try sample(&sampler, needs)
        let regular = Duration.nanoseconds(Int64(clamping: period.nanoseconds))
        var timer = PeriodicTimer(every: min(regular, .milliseconds(300)), from: .now)
        // A table that is printed once has no other chance to be told the arguments of thousands.
        sampler.awaitTexts(
            of: previous.tasks, until: Instant.now().monotonic + 2_300_000_000)
        var printed = 0
        var list = ProcessList()
        while printed < count ?? .max {
            sleep(untilTickOf: &timer)
            if printed == 0 { timer.setPeriod(regular, from: .now) }
            let current = try sample(&sampler, needs)
            if notice == nil, let shortage = sampler.notice {
                StandardError.write("bpftop: \(shortage)\n")
                notice = shortage
            }
            if printed == 0 { warnOfUsers(in: current.texts) }
            var snapshot = Snapshot(current, since: previous)
            list.update(snapshot, settings)
            StandardOutput.write(writer.text(snapshot, list))
            previous = current
            sampler.recycle(snapshot.releasePrevious())
            printed += 1
        }
    }

    /// Says so where the filter names a user who is not known, once all that can be are.
    private func warnOfUsers(in texts: Texts) {
        guard let name = settings.filter?.unknownUser(in: texts) else { return }
        StandardError.write("bpftop: -F: no user '\(TextWidth.visible(name))' is known here\n")
    }

    private func sample(
        _ sampler: inout Sampler, _ needs: SampleNeeds
    ) throws(Failure) -> Sample {
        do throws(BPFRefusal) {
            var sample = try sampler.sample(threads: options.threads, needs: needs)
            if let texts = sampler.newTexts() { sample.texts = texts }
            return sample
        } catch {
            throw Failure(error)
        }
    }

    /// Waits for the next tick; those that were missed, by a stopped process say, are not made up for.
    private func sleep(untilTickOf timer: inout PeriodicTimer) {
        while timer.take(at: .now) == 0 {
            // Without descriptors only a signal can end it early.
            _ = try? Poll.wait([], timeoutMilliseconds: timer.timeoutMilliseconds(at: .now))
        }
    }
}

/// One form of output, sample after sample.
struct BatchWriter {
    private let form: MonitorOptions.Form?
    private let columns: [Column]
    private let isUTF8: Bool
    private var isFirst = true

    init(_ form: MonitorOptions.Form?, _ columns: [Column], isUTF8: Bool) {
        self.form = form
        self.columns = columns
        self.isUTF8 = isUTF8
    }

    /// What one sample adds to the output.
    mutating func text(_ snapshot: Snapshot, _ list: ProcessList) -> [UInt8] {
        defer { isFirst = false }
        switch form {
        case nil:
            let table = TableText(columns, width: StandardOutput.columns, isUTF8: isUTF8)
            return Array(((isFirst ? "" : "\n") + table.page(snapshot, list)).utf8)
        case .csv:
            let csv = CSVText(columns, isForTerminal: StandardOutput.isTerminal)
            return Array(((isFirst ? csv.header : "") + csv.lines(snapshot, list)).utf8)
        case .json, .ndjson:
            var json = JSONText()
            json.sample(snapshot, list, columns: columns)
            json.newline()
            return json.bytes
        }
    }
}
