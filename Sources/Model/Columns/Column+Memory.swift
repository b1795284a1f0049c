internal import CBpftop

extension Column {
    static let memoryColumns: [Column] = [
        pages("virt_bytes", "VIRT", 6, "address space", from: "mm->total_vm") { $0.virtualPages },
        pages(
            "rss_bytes", "RES", 6, "resident memory: anonymous, file and shared",
            from: "mm->rss_stat, per-CPU parts included"
        ) {
            $0.residentPages
        },
        pages(
            "shr_bytes", "SHR", 6, "resident memory that others may share: file and shared",
            from: "mm->rss_stat"
        ) {
            $0.sharedPages
        },
        pages(
            "anon_bytes", "ANON", 6, "resident anonymous memory", from: "mm->rss_stat[MM_ANONPAGES]"
        ) {
            $0.anonymousPages
        },
        pages(
            "swap_bytes", "SWAP", 6, "memory that is swapped out", from: "mm->rss_stat[MM_SWAPENTS]"
        ) {
            $0.swapPages
        },
        bytes(
            "pgtables_bytes", "PTBL", 6, .memory, "page tables", from: "mm->pgtables_bytes",
            parts: .memory
        ) {
            $0.pageTableBytes
        },
        Column(
            "mem_percent", "MEM%", 5, .memory, "resident memory in percent of the machine's",
            from: "rss_bytes, MemTotal", kind: .percent, parts: .memory
        ) { snapshot, row in
            .optional(snapshot.memoryShare(row), Value.percent)
        },
        rate(
            "minor_faults_per_second", "MINF/s", 8, .memory,
            "page faults per second served without I/O", from: "min_flt"
        ) {
            $0.minorFaults
        },
        rate(
            "major_faults_per_second", "MAJF/s", 8, .memory,
            "page faults per second that waited for I/O", from: "maj_flt"
        ) {
            $0.majorFaults
        },
        count(
            "minor_faults", "MINFLT", 9, .memory, "page faults served without I/O", from: "min_flt"
        ) {
            $0.minorFaults
        },
        count(
            "major_faults", "MAJFLT", 9, .memory, "page faults that waited for I/O", from: "maj_flt"
        ) {
            $0.majorFaults
        },
        number(
            "oom_score_adj", "OOM", 5, .memory,
            "out-of-memory adjustment, -1000 never to 1000 first", from: "signal->oom_score_adj",
            order: .descending, parts: .session
        ) {
            Int64($0.oom_score_adj)
        },
    ]

    /// A column of memory counted in pages.
    private static func pages(
        _ name: String, _ header: String, _ width: Int, _ meaning: String, from source: String,
        value: @escaping @Sendable (TaskRecord) -> UInt64?
    ) -> Column {
        Column(
            name, header, width, .memory, meaning, from: source, kind: .bytes, parts: .memory,
            isOfRecord: true
        ) { snapshot, row in
            .optional(value(snapshot[row])) {
                .bytes($0 &* snapshot.current.system.machine.pageSize)
            }
        }
    }

    /// A column of bytes.
    static func bytes(
        _ name: String, _ header: String, _ width: Int, _ group: Group, _ meaning: String,
        from source: String, parts: RecordParts = [],
        value: @escaping @Sendable (TaskRecord) -> UInt64?
    ) -> Column {
        Column(
            name, header, width, group, meaning, from: source, kind: .bytes, parts: parts,
            isOfRecord: true
        ) { snapshot, row in
            .optional(value(snapshot[row]), Value.bytes)
        }
    }
}

extension Snapshot {
    /// A process's resident memory in percent of the machine's; nil while either is unknown.
    package func memoryShare(_ row: Int) -> Double? {
        let system = current.system
        guard let pages = current.tasks[row].residentPages, system.memory.total > 0 else {
            return nil
        }
        return Double(pages &* system.machine.pageSize) * 100 / Double(system.memory.total)
    }
}
