internal import CBpftop
internal import Model

// Who a process is and how it is scheduled: numbers without an order, of which /proc says exactly what the record says. All
// are read at one instant but may change at the next, so either reading will do.

extension CheckField {
    static let identity: [CheckField] = [
        // /proc's start is the record's cut to ticks; a process is found by its number, so a wrong start shows here.
        choice("start_time", { number($0.start_boottime) }) { reading, host in
            reading.stat.startTicks.flatMap { ticks($0, 1, host) }
        },
        choice("ppid", { number($0.ppid) }) { reading, _ in exactly(reading.stat.ppid) },
        choice("pgrp", { number($0.pgrp) }) { reading, _ in group(reading.stat.pgrp) },
        choice("session", { number($0.session) }) { reading, _ in group(reading.stat.session) },
        choice("ns_pid", { number($0.namespacePID) }) { reading, _ in
            exactly(reading.status[.nsPID])
        },
        choice("tty", { $0.terminal == nil ? nil : number($0.tty) }) { reading, _ in
            reading.stat.terminal.map { Int64(TaskRecord.terminal($0)) }.flatMap(exactly)
        },
        choice("uid", { number($0.uid) }) { reading, _ in id(reading.status.userIDs, 0) },
        choice("euid", { number($0.euid) }) { reading, _ in id(reading.status.userIDs, 1) },
        choice("gid", { number($0.gid) }) { reading, _ in id(reading.status.groupIDs, 0) },
        choice("egid", { number($0.egid) }) { reading, _ in id(reading.status.groupIDs, 1) },
        // Never set is (uid_t)-1, which is also the record's word for unknown.
        choice("loginuid", { Int64($0.loginuid) }) { reading, _ in
            exactly(reading.loginUserID)
        },
        name, cgroup,
    ]

    static let scheduling: [CheckField] = [
        state,
        passing("flags", { number($0.flags) }) { reading, _ in exactly(reading.stat.flags) },
        passing("cpu", { number($0.lastCPU) }) { reading, _ in exactly(reading.stat.processor) },
        choice("priority", { Int64($0.priority) }) { reading, _ in exactly(reading.stat.priority) },
        choice("nice", { Int64($0.nice) }) { reading, _ in exactly(reading.stat.nice) },
        choice("rt_priority", { number($0.rt_priority) }) { reading, _ in
            exactly(reading.stat.realTimePriority)
        },
        choice("policy", { number($0.policy) }) { reading, _ in exactly(reading.stat.policy) },
        choice("oom_score_adj", { Int64($0.oom_score_adj) }) { reading, _ in
            exactly(reading.oomScoreAdjustment)
        },
        gauge("threads", .count, { number($0.threads) }) { reading, _ in
            exactly(reading.stat.threads)
        },
    ]

    /// A process group or session; one without any, or outside of the reader's namespace, is 0 to us and 0 or -1 to /proc.
    private static func group(_ value: UInt64?) -> ClosedRange<Int64>? {
        exactly(value.map { Int64(bitPattern: $0) < 0 ? 0 : $0 })
    }

    private static func id(_ ids: [4 of UInt32]?, _ index: Int) -> ClosedRange<Int64>? {
        exactly((ids?[index]).map { UInt64($0) })
    }

    /// The name of at most 15 bytes; /proc shows more of a kernel thread's, and of a worker what it works on.
    private static let name = CheckField("comm", .none) { look in
        let ours = look.record.nameBytes
        let names = [look.before, look.after].map(\.stat.bytesOfName)
        let isKernel = look.record.isKernelThread
        if names.contains(where: { $0 == ours || isKernel && $0.starts(with: ours) }) {
            return .agrees
        }
        return .differs(
            by: 1, ours: look.record.name,
            theirs: either(look.before.stat.name, look.after.stat.name))
    }

    /// The cgroup's id against the inode of the directory at the path that /proc gives.
    private static let cgroup = CheckField("cgroup", .none) { look in
        guard let ours = look.record.cgroupID else { return .skipped(.unknown) }
        let paths = [look.before, look.after].compactMap(\.cgroup)
        let theirs = paths.compactMap(look.host.cgroupID)
        if theirs.contains(ours) { return .agrees }
        guard theirs.count == 2, paths.count == 2 else { return .skipped(.unknown) }
        return .differs(
            by: 1, ours: "\(ours)",
            theirs: either("\(theirs[0]) (\(paths[0]))", "\(theirs[1]) (\(paths[1]))"))
    }

    /// The letter of either reading.
    ///
    /// `Q` is /proc's `R`; a task that ran in between was runnable, asleep or waiting meanwhile.
    static let state = CheckField("state", .none) { look in
        let ours = look.record.processState
        let letter = ours == .queued ? "R" : ours.rawValue
        let seen = [look.before, look.after].map { String(UnicodeScalar($0.stat.state)) }
        if seen.contains(letter) { return .agrees }
        let isPassing = [.running, .queued, .sleeping, .uninterruptible, .idle].contains(ours)
        if isPassing, look.before.hasRun(by: look.after) { return .agrees }
        return .differs(by: 1, ours: letter, theirs: either(seen[0], seen[1]))
    }
}

/// A number of ticks as the ns that it stands for: /proc cuts each of `parts` summands down to a tick.
func ticks(_ ticks: UInt64, _ parts: UInt64, _ host: CheckHost) -> ClosedRange<Int64>? {
    let tick = host.machine.tick
    let (low, isTooLarge) = ticks.multipliedReportingOverflow(by: tick)
    let (high, isTooHigh) = low.addingReportingOverflow(parts &* (tick &- 1))
    guard !isTooLarge, !isTooHigh, let low = Int64(exactly: low), let high = Int64(exactly: high)
    else { return nil }
    return low...max(low, high)
}

extension TaskRecord {
    /// The name's bytes before its NUL.
    var nameBytes: [UInt8] {
        unsafe withUnsafeBytes(of: comm) { bytes in unsafe Array(bytes.prefix { $0 != 0 }) }
    }
}

extension ProcStat {
    /// The name's bytes.
    var bytesOfName: [UInt8] { (0..<nameLength).map { nameBytes[$0] } }
}
