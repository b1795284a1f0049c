internal import CBpftop
internal import Model

// Memory: numbers that go up and down.

extension CheckField {
    static let memory: [CheckField] = [
        gauge("virtual", .pages, { number($0.virtualPages) }) { reading, host in
            exactly(reading.stat.virtualBytes.map { $0 / host.machine.pageSize })
        },
        // The sum of all three: `stat` has it too, but without the CPUs' parts since 6.2.
        gauge("rss", .pages, slack: { memorySlack($0, 3) }, { number($0.residentPages) }) {
            reading, _ in exactly(reading.statm?.resident)
        },
        pages("rss_anon", .rssAnon) { $0.anonymousPages },
        pages("rss_file", .rssFile) { $0.rss_file == .max ? nil : $0.rss_file },
        pages("rss_shmem", .rssShmem) { $0.rss_shmem == .max ? nil : $0.rss_shmem },
        pages("swap", .vmSwap) { $0.swapPages },
        gauge("page_tables", .bytes, { number($0.pageTableBytes) }) { reading, _ in
            // Cut to KiB.
            kibibytes(.vmPTE, reading).flatMap { exactly($0)?.lowerBound }.map { $0...$0 + 1023 }
        },
    ]

    /// A counter of pages out of `status`, which says KiB.
    private static func pages(
        _ name: String, _ key: ProcStatus.Key, _ ours: @escaping @Sendable (TaskRecord) -> UInt64?
    ) -> CheckField {
        gauge(name, .pages, slack: { memorySlack($0, 1) }, { number(ours($0)) }) { reading, host in
            exactly(kibibytes(key, reading).map { $0 / host.machine.pageSize })
        }
    }

    /// A line of `status` in bytes; 0 for a process without memory, nil where the kernel has no such line.
    private static func kibibytes(_ key: ProcStatus.Key, _ reading: ProcReading) -> UInt64? {
        if let value = reading.status[key] { return value &* 1024 }
        return reading.status[.vmSize] == nil ? 0 : nil
    }

    private static func memorySlack(_ host: CheckHost, _ counters: UInt64) -> Int64 {
        Int64(clamping: host.memorySlack.multipliedReportingOverflow(by: counters).partialValue)
    }
}

/// How exactly this kernel's own /proc knows resident memory.
///
/// From 6.2 on each CPU keeps a part of each counter to itself. /proc left these parts out of `statm` and `status` until
/// commit 82241a83cd15 (6.16, 6.12.117 or thereabouts), and leaves them out of `stat` still; bpftop adds them up. No version
/// tells which, as the commit was carried back: on a kernel that adds them up `stat` and `statm` differ.
struct MemoryPrecision {
    /// Whether the kernel has been seen to add the parts up.
    private(set) var isExact: Bool
    private let bound: UInt64

    /// Until it is seen to be exact, a kernel with per-CPU counters may be off by a batch for every CPU.
    ///
    /// The batch is max(32, 2 × CPUs) pages (compute_batch_value of lib/percpu_counter.c).
    init(hasPerCPUCounters: Bool, cpus: Int) {
        isExact = !hasPerCPUCounters
        let cpus = UInt64(max(1, cpus))
        bound = max(32, 2 * cpus) * cpus
    }

    /// How far one of /proc's counters may be off, in pages.
    var slack: UInt64 { isExact ? 0 : bound }

    /// Looks at a process that showed the same numbers twice.
    mutating func learn(_ before: ProcReading, _ after: ProcReading) {
        guard !isExact, let resident = before.statm?.resident,
            resident == after.statm?.resident, let rough = before.stat.residentPages,
            rough == after.stat.residentPages
        else { return }
        isExact = rough != resident
    }
}
