internal import CBpftop

extension Column {
    static let cpuColumns: [Column] = [
        share(
            "cpu_percent", "CPU%", 6, .cpu, "CPU time used, in percent of one CPU",
            from: "se.sum_exec_runtime, signal->sum_sched_runtime"
        ) {
            $0.runtime
        },
        Column(
            "cpu_machine_percent", "MCPU%", 6, .cpu, "CPU time used, in percent of all CPUs",
            from: "cpu_percent", kind: .percent
        ) { snapshot, row in
            .optional(snapshot.share(row) { $0.runtime }) {
                .percent($0 / Double(max(1, snapshot.current.system.machine.cpuCount)))
            }
        },
        share(
            "user_percent", "USR%", 6, .cpu,
            "CPU time used outside the kernel, in percent of one CPU",
            from: "utime scaled to the runtime"
        ) {
            $0.userTime
        },
        share(
            "system_percent", "SYS%", 6, .cpu,
            "CPU time used inside the kernel, in percent of one CPU",
            from: "stime scaled to the runtime"
        ) {
            $0.systemTime
        },
        time(
            "cpu_time_ns", "TIME+", 9, .cpu,
            "CPU time used since the start by all threads, living and dead",
            from: "se.sum_exec_runtime, signal->sum_sched_runtime"
        ) {
            $0.runtime
        },
        time(
            "user_time_ns", "UTIME+", 9, .cpu, "the part of TIME+ outside the kernel",
            from: "utime scaled to the runtime"
        ) {
            $0.userTime
        },
        time(
            "system_time_ns", "STIME+", 9, .cpu, "the part of TIME+ inside the kernel",
            from: "stime scaled to the runtime"
        ) {
            $0.systemTime
        },
        words(
            "state", "S", 1, .cpu,
            "R running, Q queued for a CPU, S sleeping, D uninterruptible, T stopped, t traced, Z zombie, X dead, I idle, P parked",
            from: "task_struct.__state, exit_state, on_cpu", parts: .scheduling,
            vocabulary: .closed(ProcessState.allCases.map(\.term))
        ) { snapshot, row in
            snapshot[row].processState.rawValue
        },
        number(
            "last_cpu", "CPU", 4, .cpu, "the CPU on which it runs or last ran",
            from: "thread_info.cpu", parts: .scheduling
        ) {
            $0.lastCPU.map(Int64.init)
        },
        number(
            "priority", "PRI", 4, .cpu, "the kernel's priority, lower runs first",
            from: "task_struct.prio - 100", parts: .scheduling
        ) {
            Int64($0.priority)
        },
        number(
            "nice", "NI", 4, .cpu, "nice value, -20 to 19", from: "task_struct.static_prio - 120",
            parts: .scheduling
        ) {
            Int64($0.nice)
        },
        number(
            "rt_priority", "RTPRI", 5, .cpu, "real-time priority, 0 for none",
            from: "task_struct.rt_priority", order: .descending, parts: .scheduling
        ) {
            Int64($0.rt_priority)
        },
        words(
            "policy", "POL", 5, .cpu, "scheduling policy", from: "task_struct.policy",
            parts: .scheduling, vocabulary: .closed(policies)
        ) {
            snapshot, row in
            policyName(snapshot[row].policy)
        },
        number(
            "threads", "THR", 5, .cpu, "threads in the process", from: "signal->nr_threads",
            order: .descending
        ) {
            Int64($0.threads)
        },
    ]

    /// A column of a time's growth in percent of the time that passed.
    static func share(
        _ name: String, _ header: String, _ width: Int, _ group: Group, _ meaning: String,
        from source: String, value: @escaping @Sendable (TaskRecord) -> UInt64?
    ) -> Column {
        Column(name, header, width, group, meaning, from: source, kind: .percent, isOfRecord: true)
        {
            snapshot, row in
            .optional(snapshot.share(row, of: value), Value.percent)
        }
    }

    /// A column of a length of time in ns.
    static func time(
        _ name: String, _ header: String, _ width: Int, _ group: Group, _ meaning: String,
        from source: String, value: @escaping @Sendable (TaskRecord) -> UInt64?
    ) -> Column {
        Column(name, header, width, group, meaning, from: source, kind: .duration, isOfRecord: true)
        {
            snapshot, row in
            .optional(value(snapshot[row]), Value.duration)
        }
    }

    /// A scheduling policy's short name (include/uapi/linux/sched.h).
    static func policyName(_ policy: UInt32) -> String {
        policy < policies.count ? policies[Int(policy)].word : String(policy)
    }

    /// The policies by their numbers.
    private static let policies = [
        Vocabulary.Term("OTHER", "SCHED_OTHER", "NORMAL", "SCHED_NORMAL"),
        Vocabulary.Term("FIFO", "SCHED_FIFO"), Vocabulary.Term("RR", "SCHED_RR"),
        Vocabulary.Term("BATCH", "SCHED_BATCH"), Vocabulary.Term("ISO", "SCHED_ISO"),
        Vocabulary.Term("IDLE", "SCHED_IDLE"),
        Vocabulary.Term("DL", "DEADLINE", "SCHED_DEADLINE"), Vocabulary.Term("EXT", "SCHED_EXT"),
    ]
}
