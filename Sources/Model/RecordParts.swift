internal import CBpftop

/// Parts of a record that others can change while its process does not run, as `bpf/include/bpftop.h` lists them.
///
/// The rest of a record is changed by the process itself alone, so that a walk keeps it up to date at no cost.
package struct RecordParts: OptionSet, Sendable, Hashable {
    /// One bit a part.
    package let rawValue: UInt32

    /// Makes a set of its bits.
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    private init(_ part: bpftop_part) { self.init(rawValue: part.rawValue) }

    /// State, priorities, policy and the CPU.
    package static let scheduling = RecordParts(BPFTOP_PART_SCHEDULING)
    /// The parent.
    package static let parent = RecordParts(BPFTOP_PART_PARENT)
    /// Process group, terminal and out-of-memory adjustment.
    package static let session = RecordParts(BPFTOP_PART_SESSION)
    /// The cgroup.
    package static let cgroup = RecordParts(BPFTOP_PART_CGROUP)
    /// The address space's size and pages.
    package static let memory = RecordParts(BPFTOP_PART_MEMORY)
    /// Everything.
    package static let all = RecordParts(BPFTOP_PART_ALL)
}

/// What the next sample must have up to date of processes that have not run since the last one.
///
/// What is not needed is brought up to date in turn, within 64 samples.
package struct SampleNeeds: Equatable, Sendable {
    /// The parts that are needed of every process.
    package var parts: RecordParts
    /// Rows of the last sample of which everything is needed.
    package var rows: [Int32]

    /// Makes needs of their parts.
    package init(parts: RecordParts, rows: [Int32] = []) {
        self.parts = parts
        self.rows = rows
    }

    /// Everything of every process.
    package static let everything = SampleNeeds(parts: .all)
}

/// Which records of a sample are not, byte for byte, those of the sample before.
///
/// Rows that are not named are the same processes at the same places.
package struct RecordChanges: Equatable, Sendable {
    /// When the sample before was taken: its `Instant.monotonic`.
    package var since: UInt64
    /// The rows that may differ, ascending; those beyond the end of the sample before are among them.
    package var rows: [Int32]

    /// Makes changes of their parts.
    package init(since: UInt64, rows: [Int32]) {
        self.since = since
        self.rows = rows
    }
}
