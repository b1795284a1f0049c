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
    private let settings: BoxedSettings
    private var loadsThreads = false
    private var copies = RecordCopies()
    /// Whether the last walk found counters that do not lie side by side.
    private var foundScattered = false
    /// Why a walk with more room, or with threads, was refused last, and when to ask again, in ns of the monotonic clock.
    private var refused: (reason: BPFError, retry: UInt64)?

    /// What the last read had no room for; nil where it had for everything.
    package private(set) var shortage: Shortage?

    /// Loads a walk: the cheapest that the kernel's type information allows, or the one that is asked for.
    ///
    /// `capacity` is how many records there is room for at first; nil makes room for a quarter more than the processes that exist.
    package init(
        offsets: KernelOffsets, mechanism: WalkMechanism? = nil, capacity: UInt32? = nil
    ) throws(BPFError) {
        var settings = Self.plainSettings(offsets)
        settings.capacity = capacity ?? settings.capacity
        let isOpenCoded = offsets.features.hasTaskIterator
        let mechanism = mechanism ?? (isOpenCoded ? .openCoded : .iterator)
        if offsets.member(named: "mm_rss_file_percpu")?.isUsable == true {
            try Self.findCPUs(offsets, &settings, mechanism)
        }
        let walk = try Self.loadWalk(mechanism, offsets, &settings, threads: false)
        self.init(offsets, settings, walk)
    }

    /// Apart, as Swift 6.2 miscompiles a throw out of an initialiser that has set some of a noncopyable value's properties.
    private init(_ offsets: KernelOffsets, _ settings: bpftop_settings, _ walk: consuming Walk) {
        self.offsets = offsets
        self.settings = BoxedSettings(settings)
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
        do throws(BPFError) {
            return try Walk(mechanism, offsets: offsets, settings: settings, threads: threads)
        } catch {
            var without = settings
            without.probe_read = 0
            guard
                let walk = try? Walk(
                    mechanism, offsets: offsets, settings: without, threads: threads)
            else { throw error }
            settings = without
            return walk
        }
    }

    /// What a walk is loaded with, as far as it is known without running a program.
    static func plainSettings(_ offsets: KernelOffsets) -> bpftop_settings {
        var settings = bpftop_settings()
        settings.capacity = roomFor(processCount() ?? threadCount() ?? 16384)
        // Where /proc does not tell, the numbers that hold in any namespace.
        settings.pid_namespaced = isInitialPIDNamespace(root: "/") == true ? 0 : 1
        settings.counters_type = offsets.features.timespec64ID
        settings.task_type = offsets.features.taskStructID
        settings.boottime_offset = boottimeOffset()
        settings.probe_read = 1
        settings.packed_counters = 1
        #if !arch(x86_64)
            settings.weakly_ordered = 1
        #endif
        return settings
    }

    /// How many records there is room for now.
    package var capacity: Int { walk.capacity }

    /// How the walk is made.
    package var mechanism: WalkMechanism { walk.mechanism }

    /// Whether the records' numbers are those of the machine's first PID namespace.
    package var isInInitialPIDNamespace: Bool { settings.value.pid_namespaced == 0 }

    /// Walks once and returns the records: all thread groups, then, when asked for, all threads.
    ///
    /// Where the array proves too small it is replaced by a larger one and the walk repeated, so that no task is lost.
    package mutating func read(threads: Bool) throws(BPFError) -> [TaskRecord] {
        try read(threads: threads, needs: .everything).tasks
    }

    /// The same with what is needed of processes that have not run, and which rows differ from the last time, nil where any may.
    package mutating func read(
        threads: Bool, needs: SampleNeeds
    ) throws(BPFError) -> (tasks: [TaskRecord], changed: [Int32]?) {
        let asksForThreads = threads
        let threads = asksForThreads && prepareThreads()
        var count = try walk.walk(threads: threads, needs: needs, budget: budget)
        while try makeRoom(for: count) {
            count = try walk.walk(threads: threads, needs: needs, budget: budget)
        }
        let kept = min(count, walk.capacity)
        let isShort = kept < count || threads != asksForThreads
        shortage =
            isShort ? refused.map { Shortage(omitted: count - kept, reason: $0.reason) } : nil
        if keepsRecords(threads: threads) { return copies.copy(walk, count: kept) }
        return (arranged(unsafe walk.withRecords(kept) { unsafe Array($0) }), nil)
    }

    /// Whether the walk is to be repeated, with a larger array or by another way to add up counters.
    ///
    /// Where the kernel gives no memory for a larger array, the walk goes on with the one that it has.
    private mutating func makeRoom(for count: Int) throws(BPFError) -> Bool {
        if walk.foundScatteredCounters {
            // Once it may be an address space that went away while it was looked at, and the records are wrong all the same.
            if foundScattered {
                settings.value.packed_counters = 0
                try reload()
            }
            foundScattered.toggle()
            return true
        }
        foundScattered = false
        guard count > walk.capacity else { return false }
        let former = settings.value.capacity
        settings.value.capacity = Self.roomFor(count)
        if tryReload() { return true }
        settings.value.capacity = former
        return false
    }

    /// Loads what walks threads, with room for them; false where the kernel refuses it.
    private mutating func prepareThreads() -> Bool {
        if loadsThreads { return true }
        let former = settings.value.capacity
        if let threads = Self.threadCount() {
            settings.value.capacity = max(former, Self.roomFor(Int(former) + threads))
        }
        loadsThreads = true
        loadsThreads = tryReload()
        if !loadsThreads { settings.value.capacity = former }
        return loadsThreads
    }

    /// How long a walk goes on as it is once another was refused, in ns: loading takes some 30 ms.
    private static let retryInterval: UInt64 = 10_000_000_000

    /// Loads the walk anew unless that was refused a short while ago; false where it is refused.
    private mutating func tryReload() -> Bool {
        let now = clockTime(CLOCK_MONOTONIC)
        if let refused, now < refused.retry { return false }
        do throws(BPFError) {
            try reload()
            refused = nil
            return true
        } catch {
            refused = (error, now + Self.retryInterval)
            return false
        }
    }

    /// Whether the records are in order as they lie in the array, so that those that have not changed need not be looked at.
    private func keepsRecords(threads: Bool) -> Bool {
        switch walk.mechanism {
        case .openCoded: true
        case .iterator: !threads
        case .list: false
        }
    }

    /// Takes back the records of the last read but one, whose memory the next read can use.
    package mutating func recycle(_ records: consuming [TaskRecord]) {
        copies.recycle(records)
    }

    /// Reads the record of our own process alone, by the walk along the list; for a layout that is not yet believed.
    package mutating func readSelf() throws(BPFError) -> TaskRecord? {
        let count = try walk.walk(threads: false, budget: 1)
        return unsafe walk.withRecords(min(count, 1)) { unsafe $0.first }
    }

    /// How many tasks the walk along the list may visit: a list that does not close with these is no list of tasks.
    private var budget: UInt32 {
        walk.mechanism == .list ? UInt32(clamping: 4 * (Self.threadCount() ?? 65536) + 4096) : .max
    }

    private mutating func reload() throws(BPFError) {
        walk = try Walk(
            walk.mechanism, offsets: offsets, settings: settings.value, threads: loadsThreads)
        copies.forget()
    }

    /// Puts threads behind groups, and drops a group's second record.
    private func arranged(_ records: [TaskRecord]) -> [TaskRecord] {
        var seen = Set<UInt32>(minimumCapacity: records.count)
        return records.filter { !$0.isThread && seen.insert($0.pid).inserted }
            + records.filter(\.isThread)
    }

    /// A quarter more, and some, so that a growing machine seldom needs another array; the kernel's memory for it is taken at once.
    private static func roomFor(_ count: Int) -> UInt32 {
        UInt32(clamping: count + count / 4 + 1024)
    }

    /// How many processes there are on the machine: /proc has a link for each and some more (proc_root_getattr of
    /// fs/proc/root.c); nil where it does not tell.
    private static func processCount() -> Int? {
        var status = stat()
        guard unsafe stat("/proc", &status) == 0, status.st_nlink > 2 else { return nil }
        return Int(status.st_nlink)
    }

    /// How many threads there are now (the fourth field of /proc/loadavg), nil where it cannot be read.
    private static func threadCount() -> Int? {
        guard let text = textFile("/proc/loadavg"),
            let field = text.split(separator: " ").dropFirst(3).first,
            let total = field.split(separator: "/").last
        else { return nil }
        return Int(total)
    }

    /// Runs the program that learns where each CPU keeps its part of the counters.
    static func findCPUs(
        _ offsets: KernelOffsets, _ settings: inout bpftop_settings,
        _ mechanism: WalkMechanism = .openCoded
    ) throws(BPFError) {
        // By number, as the kernel keeps them; without sysfs all numbers are tried.
        let possible = possibleCPUs()
        let end = (possible?.max()).map { $0 + 1 } ?? Int(BPFTOP_CPUS)
        settings.cpus = UInt32(clamping: min(end, Int(BPFTOP_CPUS)))
        let image = mechanism == .list ? BPFObject.raw : BPFObject.cpus
        let open = try OpenObject(image.bytes, name: "bpftop_cpus")
        try open.keepOnly(["bpftop_find_cpus"])
        if mechanism != .list { try open.bindFunctions(offsets.features.functions) }
        try open.setInitialValue(of: "bpftop_offsets", to: offsets.raw)
        try open.setInitialValue(of: "bpftop_settings", to: settings)
        let object = try open.load()
        try object.run(try object.program(named: "bpftop_find_cpus"))
        let places = try object.variable("bpftop_cpu_offset", as: CPUOffsets.self).value
        let numbers = Self.cpusWithParts(places, possible: possible)
        var packed = CPUOffsets(repeating: 0)
        for (place, number) in numbers.enumerated() { packed[place] = places[number] }
        settings.cpus = UInt32(numbers.count)
        unsafe withUnsafeMutableBytes(of: &settings.cpu_offset) { bytes in
            unsafe bytes.storeBytes(of: packed, as: CPUOffsets.self)
        }
    }

    /// __per_cpu_offset by number; 0 where a CPU has none.
    typealias CPUOffsets = InlineArray<1024, UInt64>

    /// The numbers of the CPUs whose parts of a counter are added up.
    ///
    /// Numbers may be missing between them, and there the kernel's offset leads anywhere, which need not be 0.
    static func cpusWithParts(_ places: CPUOffsets, possible: Set<Int>?) -> [Int] {
        let numbers = places.indices.filter {
            places[$0] != 0 && possible?.contains($0) != false
        }
        // A kernel for a single CPU has no offsets.
        return numbers.isEmpty ? [0] : numbers
    }
}

/// What a walk is loaded with, in memory of its own: 8 KiB inside another value would be copied word by word wherever that goes, by code as
/// long.
private final class BoxedSettings {
    var value: bpftop_settings

    init(_ value: bpftop_settings) {
        self.value = value
    }
}
