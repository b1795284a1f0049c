internal import CBpftop
package import Model

/// One task by BPF, between two readings of its files in /proc.
package struct CheckLook: Sendable {
    package let record: TaskRecord
    package let before: ProcReading
    package let after: ProcReading
    package let host: CheckHost

    /// Puts together what is compared.
    package init(
        record: TaskRecord, before: ProcReading, after: ProcReading, host: CheckHost
    ) {
        self.record = record
        self.before = before
        self.after = after
        self.host = host
    }
}

/// What comparing needs to know of the machine.
package struct CheckHost: Sendable {
    package let machine: Machine
    /// How far /proc's own memory counters may be off, in pages; see `MemoryPrecision`.
    package var memorySlack: UInt64 = 0
    /// The inode of a cgroup's directory by its path, nil where it is not to be seen.
    package let cgroupID: @Sendable (String) -> UInt64?

    /// Makes it of the machine's constants.
    package init(
        _ machine: Machine, cgroupID: @escaping @Sendable (String) -> UInt64? = { _ in nil }
    ) {
        self.machine = machine
        self.cgroupID = cgroupID
    }
}
