/// One process, or one thread, as its files of /proc show it at one instant.
///
/// Everything is read anew and in full, unlike in `ProcTaskReader`, which leaves out what cannot have changed.
package struct ProcReading: Sendable {
    package var stat: ProcStat
    package var status: ProcStatus
    /// Nil where `statm` could not be read.
    package var statm: ProcStatm?
    /// Nil where `io` could not be read; `isIODenied` says whether that was for lack of privilege.
    package var io: ProcIO?
    package var isIODenied = false
    /// The leader's schedule; nil where the kernel keeps none.
    package var schedule: ProcSchedstat?
    /// The path in the cgroup v2 hierarchy.
    package var cgroup: String?
    package var oomScoreAdjustment: Int64?
    package var loginUserID: Int64?
    /// Sums over the living threads; nil where they were not added up.
    package var threads: ThreadSums?
    /// The group's switches, dead threads included, where something tells them: of our own process alone.
    package var switches: (voluntary: UInt64, involuntary: UInt64)?

    /// Makes a reading of its files; tests make them up.
    package init(stat: ProcStat, status: ProcStatus) {
        self.stat = stat
        self.status = status
    }

    /// Reads a process's or thread's files; nil when it is gone or may not be seen.
    ///
    /// Two threads cannot be told apart by their files, so `isThread` says which files there are to read.
    init?(_ process: ProcProcess, isThread: Bool = false) {
        guard let stat = try? process.stat(), let status = try? process.status() else { return nil }
        self.init(stat: stat, status: status)
        schedule = (try? process.schedstat()).flatMap { $0.isKept ? $0 : nil }
        do throws(ProcError) {
            io = try process.io()
        } catch {
            isIODenied = error.isDenial
        }
        if isThread { return }
        statm = try? process.statm()
        cgroup =
            (try? process.cgroups())?.first { $0.hierarchy == 0 && $0.controllers.isEmpty }?.path
        oomScoreAdjustment = try? process.number(.oomScoreAdj)
        loginUserID = try? process.number(.loginuid)
    }

    /// Whether the task, going by a later reading, has run in between.
    ///
    /// A task that was not put on a CPU and has used no time cannot have changed its own state.
    func hasRun(by later: ProcReading) -> Bool {
        guard let schedule, let then = later.schedule else { return true }
        return schedule != then || stat.userTicks != later.stat.userTicks
            || stat.systemTicks != later.stat.systemTicks
    }
}

/// What the living threads of a process add up to, each read from its own files.
package struct ThreadSums: Equatable, Sendable {
    /// Their numbers, ascending.
    package var threads: [UInt32] = []
    /// ns on a CPU.
    package var runtime: UInt64 = 0
    /// ns runnable but waiting for a CPU.
    package var runDelay: UInt64 = 0
    package var voluntarySwitches: UInt64 = 0
    package var involuntarySwitches: UInt64 = 0

    /// Makes an empty sum.
    package init() {}

    /// Adds up a process's threads; nil where one of them cannot be read or the kernel keeps no schedules.
    init?(_ process: ProcProcess) {
        guard let living = try? process.threads() else { return nil }
        threads = living
        for thread in living.lazy.map(process.thread) {
            guard let schedule = try? thread.schedstat(), schedule.isKept,
                let status = try? thread.status()
            else { return nil }
            runtime &+= schedule.runtime
            runDelay &+= schedule.runDelay
            voluntarySwitches &+= status[.voluntarySwitches] ?? 0
            involuntarySwitches &+= status[.involuntarySwitches] ?? 0
        }
    }
}
