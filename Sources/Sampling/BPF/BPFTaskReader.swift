internal import BPFObject
internal import BTF
internal import CBpftop
internal import Glibc
package import KernelOffsets
package import LibBPF
package import Model

/// Reads every process by a BPF walk over the kernel's task list.
///
/// Loading needs CAP_BPF and CAP_PERFMON; a walk makes one system call, or three by `iter/task`, and opens no file.
package struct BPFTaskReader: ~Copyable {
    /// The layout that the programs were loaded with.
    package let offsets: KernelOffsets
    private var walk: Walk
    private var settings: bpftop_settings
    private var loadsThreads = false

    /// Loads a walk: the cheapest that the kernel's type information allows, or the one that is asked for.
    ///
    /// `capacity` is how many records there is room for at first; nil makes room for twice the threads that exist.
    package init(
        offsets: KernelOffsets, mechanism: WalkMechanism? = nil, capacity: UInt32? = nil
    ) throws(BPFError) {
        // Everything is made before any of it is assigned: the optimiser of Swift 6.3.1 destroys the walk of a value that is
        // half initialised where an access to another member comes first.
        var settings = Self.plainSettings(offsets)
        settings.capacity = capacity ?? settings.capacity
        if offsets.member(named: "mm_rss_file_percpu")?.isUsable == true {
            try Self.findCPUs(offsets, &settings)
        }
        let isOpenCoded = offsets.features.hasTaskIterator
        let walk = try Self.loadWalk(
            mechanism ?? (isOpenCoded ? .openCoded : .iterator), offsets, &settings,
            threads: false)
        self.offsets = offsets
        self.settings = settings
        self.walk = walk
    }

    /// Loads a walk; where that is refused once more without bpf_probe_read_kernel, which the kernel keeps from programs under
    /// lockdown=confidentiality, and which only costs a few numbers.
    ///
    /// Throws what the first attempt said where both fail.
    static func loadWalk(
        _ mechanism: WalkMechanism, _ offsets: KernelOffsets, _ settings: inout bpftop_settings,
        threads: Bool
    ) throws(BPFError) -> Walk {
        let first: BPFError
        do throws(BPFError) {
            return try Walk(mechanism, offsets: offsets, settings: settings, threads: threads)
        } catch {
            first = error
        }
        var without = settings
        without.probe_read = 0
        do throws(BPFError) {
            let walk = try Walk(
                mechanism, offsets: offsets, settings: without, threads: threads)
            settings = without
            return walk
        } catch {
            throw first
        }
    }

    /// What a walk is loaded with, as far as it is known without running a program.
    static func plainSettings(_ offsets: KernelOffsets) -> bpftop_settings {
        var settings = bpftop_settings()
        settings.capacity = roomForAllTasks()
        settings.pid_namespaced = viewsInitialPIDNamespace ? 0 : 1
        settings.counters_type = offsets.features.timespec64ID
        settings.task_type = offsets.features.taskStructID
        settings.probe_read = 1
        return settings
    }

    /// How many records there is room for now.
    package var capacity: Int { walk.capacity }

    /// How the walk is made.
    package var mechanism: WalkMechanism { walk.mechanism }

    /// Whether the records' numbers are those of the machine's first PID namespace.
    package var isInInitialPIDNamespace: Bool { settings.pid_namespaced == 0 }

    /// Walks once and returns the records: all thread groups, then, when asked for, all threads.
    ///
    /// Where the array proves too small it is replaced by a larger one and the walk repeated, so that no task is lost.
    package mutating func read(threads: Bool) throws(BPFError) -> [TaskRecord] {
        if threads && !loadsThreads {
            loadsThreads = true
            try reload()
        }
        var count = try walk.walk(threads: threads)
        while count > walk.capacity {
            settings.capacity = UInt32(clamping: count + count / 4 + 1024)
            try reload()
            count = try walk.walk(threads: threads)
        }
        return arranged(unsafe walk.withRecords(count) { unsafe Array($0) })
    }

    private mutating func reload() throws(BPFError) {
        walk = try Walk(
            walk.mechanism, offsets: offsets, settings: settings, threads: loadsThreads)
    }

    /// Puts threads behind groups, and drops the second record of a group whose second thread was born during the walk;
    /// both happen by `iter/task` only.
    private func arranged(_ records: [TaskRecord]) -> [TaskRecord] {
        guard walk.mechanism == .iterator else { return records }
        var seen = Set<UInt32>(minimumCapacity: records.count)
        return records.filter { !$0.isThread && seen.insert($0.pid).inserted }
            + records.filter(\.isThread)
    }

    /// Twice the threads that exist now, and some.
    private static func roomForAllTasks() -> UInt32 {
        UInt32(clamping: 2 * (threadCount() ?? 8192) + 1024)
    }

    /// How many threads there are now (the fourth field of /proc/loadavg), nil where it cannot be read.
    private static func threadCount() -> Int? {
        guard let text = textFile("/proc/loadavg"),
            let field = text.split(separator: " ").dropFirst(3).first,
            let total = field.split(separator: "/").last
        else { return nil }
        return Int(total)
    }

    /// Whether our PID namespace is the machine's first, by its fixed inode (PROC_PID_INIT_INO of include/linux/proc_ns.h).
    static var viewsInitialPIDNamespace: Bool {
        var status = stat()
        guard unsafe stat("/proc/self/ns/pid", &status) == 0 else { return true }
        return status.st_ino == 0xeffffffc
    }

    /// Runs the program that learns where each CPU keeps its part of the counters.
    static func findCPUs(
        _ offsets: KernelOffsets, _ settings: inout bpftop_settings
    ) throws(BPFError) {
        settings.cpus = UInt32(clamping: min(try possibleCPUCount(), Int(BPFTOP_CPUS)))
        let open = try OpenObject(BPFObject.cpus.bytes, name: "bpftop_cpus")
        try open.bindFunctions(offsets.features.functions)
        try open.setInitialValue(of: "bpftop_offsets", to: offsets.raw)
        try open.setInitialValue(of: "bpftop_settings", to: settings)
        let object = try open.load()
        try object.run(try object.program(named: "bpftop_find_cpus"))
        let places = try object.variable("bpftop_cpu_offset", as: CPUOffsets.self).value
        unsafe withUnsafeMutableBytes(of: &settings.cpu_offset) { bytes in
            unsafe bytes.storeBytes(of: places, as: CPUOffsets.self)
        }
    }

    private typealias CPUOffsets = InlineArray<1024, UInt64>
}
