/// Facts read at one instant; it says nothing of rates or shares.
package struct Sample: Sendable {
    /// When the walk began.
    package var time: Instant
    /// Where the processes' numbers came from: "bpf:btf", "bpf:baked NAME", "proc".
    package var source: String
    /// Thread groups and, when asked for, threads, each thread after all groups; in the kernel's order, no number twice.
    package var tasks: [TaskRecord]
    /// The system-wide numbers.
    package var system: SystemSample
    /// The strings that belong to the numbers in `tasks`.
    package var texts: Texts
    /// What of `tasks` differs from the sample before; nil where that is not known, as by /proc.
    package var changes: RecordChanges?
    /// What local time was and is, since the machine was started.
    package var zone: TimeZone
    /// How long the walk took, in ns of the monotonic clock.
    package var walkTime: UInt64

    /// Makes a sample of its parts.
    package init(
        time: Instant, source: String, tasks: [TaskRecord], system: SystemSample, texts: Texts,
        changes: RecordChanges? = nil, zone: TimeZone = .utc, walkTime: UInt64 = 0
    ) {
        self.time = time
        self.source = source
        self.tasks = tasks
        self.system = system
        self.texts = texts
        self.changes = changes
        self.zone = zone
        self.walkTime = walkTime
    }
}

/// One instant on the three clocks, each in ns.
package struct Instant: Equatable, Sendable {
    /// CLOCK_MONOTONIC: what differences are taken on; it does not run while the machine sleeps.
    package var monotonic: UInt64
    /// CLOCK_BOOTTIME: what start times are counted on.
    package var boottime: UInt64
    /// CLOCK_REALTIME, since the epoch.
    package var realtime: UInt64

    /// Makes an instant of its readings.
    package init(monotonic: UInt64, boottime: UInt64, realtime: UInt64) {
        self.monotonic = monotonic
        self.boottime = boottime
        self.realtime = realtime
    }
}

/// Strings that the kernel's numbers stand for, looked up off the sampling path and kept between samples.
///
/// Every one of them is hostile: whoever draws them makes control and bidirectional characters visible.
package struct Texts: Sendable {
    /// User names by user id.
    package var users: [UInt32: String] = [:]
    /// Command lines by process: arguments joined by spaces.
    package var commands = CommandTexts()
    /// Paths in the cgroup v2 hierarchy by cgroup id, each beginning with `/`.
    package var cgroups: [UInt64: CgroupPath] = [:]
    /// Whether a cgroup is frozen, by cgroup id; those of which it is not known are not in it.
    package var frozen: [UInt64: Bool] = [:]

    /// Makes an empty set.
    package init() {}
}
