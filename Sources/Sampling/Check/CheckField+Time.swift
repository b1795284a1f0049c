internal import CBpftop
internal import Model

// CPU time, faults, switches and I/O: numbers that only grow, so they lie between two readings.
//
// /proc reads the same se.sum_exec_runtime and the same tick samples that the walk reads, without bringing a running task's up
// to date (thread_group_cputime does that for the reader's own group alone), so neither is ahead of the other.

extension CheckField {
    static let time: [CheckField] = [
        cpuTime,
        part("user_time", \.userTime, \.userTicks),
        part("system_time", \.systemTime, \.systemTicks),
        runDelay,
        blockDelay,
    ]

    /// The runtime: utime + stime of `stat` is the same sum, each cut to ticks (cputime_adjust splits it and loses nothing).
    ///
    /// Living threads' schedules, in ns, bound it from below: the dead are in it too.
    private static let cpuTime = counter("cpu_time", .nanoseconds, { number($0.runtime) }) {
        reading, host in
        guard let user = reading.stat.userTicks, let system = reading.stat.systemTicks,
            let rounded = ticks(user &+ system, 2, host)
        else { return nil }
        let living = number(reading.threads?.runtime ?? reading.schedule?.runtime) ?? 0
        // The schedule is read a little later than `stat`, so it may be beyond what `stat` allows.
        let low = max(rounded.lowerBound, min(living, rounded.upperBound))
        return low...max(rounded.upperBound, living)
    }

    /// The user or system part of the runtime.
    ///
    /// Both sides split it by the ratio of tick samples, but /proc never lets a part fall below what it once printed, and that
    /// depends on who read when: a kernel thread whose first sample comes late was all user time until then, and stays so. So
    /// the less is sampled, the more is allowed: three standard deviations of the ratio, an eighth for what samples and runtime
    /// are apart now, and a sixteenth.
    private static func part(
        _ name: String, _ ours: @escaping @Sendable (TaskRecord) -> UInt64,
        _ theirs: @escaping @Sendable (ProcStat) -> UInt64?
    ) -> CheckField {
        ranged(name, .nanoseconds, { number(ours($0)) }) { reading, host in
            theirs(reading.stat).flatMap { ticks($0, 1, host) }
        } _: { before, after, look in
            let slack = splitSlack(look.record, tick: look.host.machine.tick)
            let low = min(before.lowerBound, after.lowerBound).clampedSubtracting(slack)
            return low...max(before.upperBound, after.upperBound).clampedAdding(slack)
        }
    }

    static func splitSlack(_ record: TaskRecord, tick: UInt64) -> Int64 {
        let runtime = Double(record.runtime)
        let sampled = Double(record.utime) + Double(record.stime)
        let samples = sampled / Double(max(1, tick))
        let deviation = runtime / max(0.01, samples).squareRoot()
        let apart = min((runtime - sampled).magnitude, runtime / 8)
        let slack = 2 * Double(tick) + 3 * deviation + apart + runtime / 16
        return Int64(exactly: slack.rounded()) ?? .max
    }

    /// The wait for a CPU, which the kernel forgets with a thread: exact where the living ones were added up, or there is one.
    private static let runDelay = CheckField("run_delay", .nanoseconds) { look in
        guard let value = number(look.record.runDelay) else { return .skipped(.unknown) }
        func sum(_ reading: ProcReading) -> UInt64? {
            if let threads = reading.threads { return threads.runDelay }
            return reading.stat.threads == 1 ? reading.schedule?.runDelay : nil
        }
        guard let low = number(sum(look.before)), let high = number(sum(look.after)),
            look.before.threads?.threads == look.after.threads?.threads
        else { return .skipped(.unknown) }
        if low <= high && (low...high).contains(value) { return .agrees }
        let distance = value < low ? low.distance(above: value) : value.distance(above: high)
        return .differs(by: distance, ours: "\(value)", theirs: "\(low)..\(high)")
    }

    /// The wait for block I/O; `stat` has it in ticks, of the leader alone, and before 5.16 with the wait for swap.
    private static let blockDelay = CheckField("block_delay", .nanoseconds) { look in
        guard look.record.threads == 1, let block = number(look.record.blockDelay),
            let swap = number(look.record.swapinDelay),
            let low = look.before.stat.blockDelayTicks.flatMap({ ticks($0, 1, look.host) }),
            let high = look.after.stat.blockDelayTicks.flatMap({ ticks($0, 1, look.host) })
        else { return .skipped(.unknown) }
        let most = block.clampedAdding(swap)
        if most >= low.lowerBound && block <= high.upperBound { return .agrees }
        let distance =
            block > high.upperBound
            ? block.distance(above: high.upperBound) : low.lowerBound.distance(above: most)
        return .differs(
            by: distance, ours: "\(block)", theirs: "\(low.lowerBound)..\(high.upperBound)")
    }

    static let events: [CheckField] = [
        counter("min_flt", .count, { number($0.minorFaults) }) { reading, _ in
            exactly(reading.stat.minorFaults)
        },
        counter("maj_flt", .count, { number($0.majorFaults) }) { reading, _ in
            exactly(reading.stat.majorFaults)
        },
        switches("nvcsw", { $0.voluntarySwitches }) { reading in
            Switches(
                own: reading.switches?.voluntary, living: reading.threads?.voluntarySwitches,
                leader: reading.status[.voluntarySwitches])
        },
        switches("nivcsw", { $0.involuntarySwitches }) { reading in
            Switches(
                own: reading.switches?.involuntary, living: reading.threads?.involuntarySwitches,
                leader: reading.status[.involuntarySwitches])
        },
    ]

    /// What tells a group's switches: all of them, those of its living threads, or the leader's.
    struct Switches {
        let own: UInt64?
        let living: UInt64?
        let leader: UInt64?
    }

    /// A group's switches.
    ///
    /// /proc tells those of living threads, which bound the sum from below; of our own process getrusage
    /// tells the sum itself.
    private static func switches(
        _ name: String, _ ours: @escaping @Sendable (TaskRecord) -> UInt64?,
        _ theirs: @escaping @Sendable (ProcReading) -> Switches
    ) -> CheckField {
        counter(name, .count, { number(ours($0)) }) { reading, _ in
            let told = theirs(reading)
            if let own = number(told.own) { return own...own }
            return number(told.living ?? told.leader).map { $0...Int64.max }
        }
    }

    static let transfer: [CheckField] = [
        transfer("rchar", \.rchar, \.readCharacters),
        transfer("wchar", \.wchar, \.writtenCharacters),
        transfer("syscr", \.syscr, \.readCalls), transfer("syscw", \.syscw, \.writeCalls),
        transfer("read_bytes", \.read_bytes, \.readBytes),
        transfer("write_bytes", \.write_bytes, \.writeBytes),
        transfer("cancelled_write_bytes", \.cancelled_write_bytes, \.cancelledWriteBytes),
    ]

    static func transfer(
        _ name: String, _ ours: @escaping @Sendable (TaskRecord) -> UInt64,
        _ theirs: @escaping @Sendable (ProcIO) -> UInt64
    ) -> CheckField {
        let field = counter(
            name, name.hasPrefix("sysc") ? .count : .bytes,
            { ours($0) == .max ? nil : number(ours($0)) }
        ) { reading, _ in exactly(reading.io.map(theirs)) }
        return CheckField(field.name, field.unit) { look in
            look.before.isIODenied || look.after.isIODenied
                ? .skipped(.denied) : field.compare(look)
        }
    }
}
