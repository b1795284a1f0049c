internal import CBpftop
internal import Model

/// A process as the last refresh left it, and what tells whether it has run since.
struct KnownProcess {
    var record: TaskRecord
    /// The leader's `schedstat` numbers at the last refresh; nil while there were more threads, or the kernel keeps none.
    var schedule: ProcSchedstat?
    /// Whether nothing but `stat` has been read yet.
    var isNew = true
    /// Whether these privileges do not suffice for its `io`.
    var isIODenied = false

    init(pid: UInt32, startTime: UInt64) {
        record = TaskRecord()
        record.pid = pid
        record.tgid = pid
        record.start_boottime = startTime
        record.swapin_delay = .max
        record.cgroup_id = .max
        record.loginuid = .max
        record.on_cpu = .max
        record.on_rq = .max
        record.setStatusUnknown()
        record.setIOUnknown()
    }

    /// Takes over the leader's schedule and says whether the process may have run since the one before.
    ///
    /// A process of one thread that was not put on a CPU and used no time cannot have changed its memory, ids or I/O itself.
    mutating func hasRun(_ now: ProcSchedstat?) -> Bool {
        let before = schedule
        schedule = now.flatMap { $0.isKept ? $0 : nil }
        guard let before, let schedule else { return true }
        return schedule.slices != before.slices || schedule.runtime != before.runtime
    }
}
