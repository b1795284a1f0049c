internal import CBpftop
internal import Model

// A thread's own record against /proc/PID/task/TID: no sums, so every counter is bounded from both sides, and what a group's
// record only adds up is told apart here.

extension CheckField {
    static let ofThread: [CheckField] = [
        counter("thread_runtime", .nanoseconds, { number($0.runtime) }) { reading, _ in
            exactly(reading.schedule?.runtime)
        },
        counter("thread_run_delay", .nanoseconds, { number($0.runDelay) }) { reading, _ in
            exactly(reading.schedule?.runDelay)
        },
        counter("thread_min_flt", .count, { number($0.minorFaults) }) { reading, _ in
            exactly(reading.stat.minorFaults)
        },
        counter("thread_maj_flt", .count, { number($0.majorFaults) }) { reading, _ in
            exactly(reading.stat.majorFaults)
        },
        counter("thread_nvcsw", .count, { number($0.voluntarySwitches) }) { reading, _ in
            exactly(reading.status[.voluntarySwitches])
        },
        counter("thread_nivcsw", .count, { number($0.involuntarySwitches) }) { reading, _ in
            exactly(reading.status[.involuntarySwitches])
        },
        transfer("thread_rchar", \.rchar, \.readCharacters),
        transfer("thread_wchar", \.wchar, \.writtenCharacters),
        // The group's number, in the thread's record and in the thread's file.
        choice("thread_tgid", { number($0.tgid) }) { reading, _ in exactly(reading.status[.tgid]) },
        choice("thread_start_time", { number($0.start_boottime) }) { reading, host in
            reading.stat.startTicks.flatMap { ticks($0, 1, host) }
        },
        CheckField("thread_state", .none, compare: state.compare),
    ]
}
