internal import Glibc
internal import Model

/// All of /proc, read once from one end to the other: what a walk is compared with.
struct ProcPicture {
    /// The processes that could be read, by number.
    private(set) var processes: [UInt32: ProcReading] = [:]
    /// The threads that were asked for and could be read, by number.
    private(set) var threads: [UInt32: ProcReading] = [:]
    /// When reading began, in ns of the boot clock.
    let began: UInt64

    /// What is to be read besides every process's own files.
    struct Extent {
        /// The processes; nil for all that are listed.
        var processes: [UInt32]?
        /// Threads, each with its group.
        var threads: [ThreadNumber] = []
        /// The processes whose threads are to be added up.
        var sums: Set<UInt32> = []
    }

    /// A thread's number and its group's.
    struct ThreadNumber: Hashable {
        let group: UInt32
        let thread: UInt32
    }

    /// Reads /proc; empty where it cannot be listed.
    init(_ extent: Extent, root: String = "/") {
        began = clockTime(CLOCK_BOOTTIME)
        for pid in extent.processes ?? (try? ProcProcess.all(root: root)) ?? [] {
            let process = ProcProcess(pid, root: root)
            guard var reading = ProcReading(process) else { continue }
            if extent.sums.contains(pid) { reading.threads = ThreadSums(process) }
            if pid == UInt32(getpid()) { reading.switches = Self.ownSwitches }
            processes[pid] = reading
        }
        for number in extent.threads {
            let thread = ProcProcess(number.group, root: root).thread(number.thread)
            threads[number.thread] = ProcReading(thread, isThread: true)
        }
    }

    /// Our own switches, those of threads that have died included, which /proc tells of nobody.
    private static var ownSwitches: (voluntary: UInt64, involuntary: UInt64) {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return (UInt64(clamping: usage.ru_nvcsw), UInt64(clamping: usage.ru_nivcsw))
    }
}
