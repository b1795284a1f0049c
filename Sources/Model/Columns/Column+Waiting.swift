internal import CBpftop

extension Column {
    static let waitingColumns: [Column] = [
        share(
            "run_delay_percent", "RUNQ%", 6, .waiting,
            "time spent runnable but waiting for a CPU, in percent, summed over threads",
            from: "sched_info.run_delay"
        ) {
            $0.runDelay
        },
        share(
            "blkio_delay_percent", "BLKW%", 6, .waiting,
            "time spent waiting for block I/O, in percent; needs kernel.task_delayacct=1",
            from: "delays->blkio_delay"
        ) {
            $0.blockDelay
        },
        share(
            "swapin_delay_percent", "SWPW%", 6, .waiting,
            "time spent waiting for swapped-out pages, in percent; needs kernel.task_delayacct=1",
            from: "delays->swapin_delay"
        ) {
            $0.swapinDelay
        },
        time(
            "run_delay_ns", "RUNQ+", 9, .waiting,
            "time spent runnable but waiting for a CPU, by living threads",
            from: "sched_info.run_delay"
        ) {
            $0.runDelay
        },
        rate(
            "voluntary_switches_per_second", "VCSW/s", 8, .waiting,
            "switches per second because it waited", from: "nvcsw"
        ) {
            $0.voluntarySwitches
        },
        rate(
            "involuntary_switches_per_second", "ICSW/s", 8, .waiting,
            "switches per second because another was preferred", from: "nivcsw"
        ) {
            $0.involuntarySwitches
        },
        count(
            "voluntary_switches", "VCSW", 9, .waiting, "switches because it waited", from: "nvcsw"
        ) {
            $0.voluntarySwitches
        },
        count(
            "involuntary_switches", "ICSW", 9, .waiting, "switches because another was preferred",
            from: "nivcsw"
        ) {
            $0.involuntarySwitches
        },
    ]

    /// A column of a counter's growth per second.
    static func rate(
        _ name: String, _ header: String, _ width: Int, _ group: Group, _ meaning: String,
        from source: String, value: @escaping @Sendable (TaskRecord) -> UInt64?
    ) -> Column {
        Column(name, header, width, group, meaning, from: source, kind: .rate, isOfRecord: true) {
            snapshot, row in
            .optional(snapshot.rate(row, of: value), Value.rate)
        }
    }

    /// A column of a counter.
    static func count(
        _ name: String, _ header: String, _ width: Int, _ group: Group, _ meaning: String,
        from source: String, parts: RecordParts = [],
        value: @escaping @Sendable (TaskRecord) -> UInt64?
    ) -> Column {
        number(
            name, header, width, group, meaning, from: source, order: .descending, parts: parts
        ) { record in
            value(record).map { Int64(clamping: $0) }
        }
    }
}
