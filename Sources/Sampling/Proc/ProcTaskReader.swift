// The same records as a BPF walk's, out of /proc: what runs without privileges and on any kernel, and what `check` compares
// with. It reads a few small files per process and none that can wait for the process (cmdline, smaps).

internal import CBpftop
internal import Glibc
internal import Linux
package import Model

/// Reads every process from /proc.
///
/// `stat` is read of each process at every refresh. Of a process with one thread `schedstat` tells whether it has run; only
/// then `status` and `io` are read again. Slowly changing files (cgroup, oom_score_adj, loginuid), and the memory of
/// processes that do not run, are looked at in every eighth refresh, each process in its turn.
package struct ProcTaskReader: ~Copyable {
    let machine: Machine
    var directory: NumberedDirectory
    var buffer = ReadBuffer()
    var path = PathBuffer()
    var known: [KnownProcess] = []
    private var before: [KnownProcess] = []
    private var pids: [UInt32] = []
    private var refresh: UInt32 = 0
    private var cgroupIDs: CgroupIDs

    /// What /proc keeps from us, as of the last walk.
    package private(set) var facts: ProcFacts

    /// In one refresh of how many a process that does not run is read in full.
    static let period: UInt32 = 8

    /// Opens /proc below a root directory.
    package init(root: String = "/", machine: Machine = .current()) throws(ProcError) {
        let path = procDirectory(root)
        guard let directory = NumberedDirectory(path) else {
            throw .unreadable(path: path, code: errno)
        }
        self.init(directory, root: root, machine: machine)
    }

    /// Apart, as Swift 6.2 miscompiles a throw out of an initialiser that sets the properties itself.
    private init(_ directory: consuming NumberedDirectory, root: String, machine: Machine) {
        let mounts = Mount.all(root: root)
        self.machine = machine
        self.directory = directory
        facts = ProcFacts(root: root, mounts: mounts)
        cgroupIDs = CgroupIDs(UnifiedHierarchy(mounts: mounts, root: root))
    }

    /// The paths of the cgroups that processes were seen in, by id; each begins with `/`.
    package var cgroups: [UInt64: CgroupPath] { cgroupIDs.paths }

    /// Reads every process that may be seen, in ascending order of their numbers, then, when asked for, every thread.
    ///
    /// A process that ends while it is read is left out.
    package mutating func read(threads: Bool) -> [TaskRecord] {
        refresh &+= 1
        cgroupIDs.begin { [known] in known.map(\.record) }
        facts.hiddenProcesses = 0
        facts.deniedIO = 0
        directory.list(into: &pids)
        swap(&known, &before)
        known.removeAll(keepingCapacity: true)
        var cursor = 0
        for index in pids.indices {
            let pid = pids[index]
            while cursor < before.count, before[cursor].record.pid < pid { cursor += 1 }
            let isKnown = cursor < before.count && before[cursor].record.pid == pid
            readProcess(pid, earlier: isKnown ? cursor : nil)
        }
        var records = known.map(\.record)
        if threads { readThreads(into: &records) }
        return records
    }

    /// Reads one process and appends it to those known; `earlier` is its place among those of the last refresh.
    private mutating func readProcess(_ pid: UInt32, earlier: Int?) {
        guard let stat = readStat(pid), let ticks = stat.startTicks else { return }
        let start = ticks &* machine.tick
        var process = KnownProcess(pid: pid, startTime: start)
        if let earlier, before[earlier].record.start_boottime == start {
            process = before[earlier]
        }
        let execution = process.record.exec_id
        process.record.fill(stat, machine: machine)
        let schedule = process.record.threads == 1 ? readSchedule(pid) : nil
        let hasRun = process.hasRun(schedule)
        process.record.fill(process.schedule, stat: stat, machine: machine)
        let isTurn = process.isNew || (refresh &+ pid) % Self.period == 0
        if isTurn || hasRun {
            guard readStatus(&process) else { return }
            readIO(&process, isTurn: isTurn)
        }
        if isTurn || process.record.exec_id != execution { readSlowFiles(&process) }
        if process.isIODenied { facts.deniedIO += 1 }
        process.isNew = false
        known.append(process)
    }

    private mutating func readStat(_ pid: UInt32) -> ProcStat? {
        let code = fill(pid, "/stat")
        if code == EPERM || code == EACCES { facts.hiddenProcesses += 1 }
        return code == 0 ? ProcStat(buffer.bytes) : nil
    }

    private mutating func readSchedule(_ pid: UInt32) -> ProcSchedstat? {
        fill(pid, "/schedstat") == 0 ? ProcSchedstat(buffer.bytes) : nil
    }

    /// Reads the process's `status`; false when the process has ended.
    private mutating func readStatus(_ process: inout KnownProcess) -> Bool {
        let code = fill(process.record.pid, "/status")
        if code == ENOENT || code == ESRCH { return false }
        if code == 0 {
            process.record.fill(
                ProcStatus(buffer.bytes), schedule: process.schedule, machine: machine)
        } else {
            process.record.setStatusUnknown()
        }
        return true
    }

    /// Reads the process's `io`; a denied one is tried again only in the process's turn.
    private mutating func readIO(_ process: inout KnownProcess, isTurn: Bool) {
        if !isTurn && process.isIODenied { return }
        let code = fill(process.record.pid, "/io")
        process.isIODenied = code == EACCES || code == EPERM
        if code == 0, let io = ProcIO(buffer.bytes) {
            process.record.fill(io)
        } else {
            process.record.setIOUnknown()
        }
    }

    private mutating func readSlowFiles(_ process: inout KnownProcess) {
        let pid = process.record.pid
        let adjustment = readNumber(pid, "/oom_score_adj")
        process.record.oom_score_adj = Int32(clamping: adjustment ?? 0)
        process.record.loginuid =
            readNumber(pid, "/loginuid").map { UInt32(truncatingIfNeeded: $0) } ?? .max
        process.record.cgroup_id = readCgroupPath(pid).flatMap { cgroupIDs.id(of: $0) } ?? .max
    }

    private mutating func readCgroupPath(_ pid: UInt32) -> String? {
        guard fill(pid, "/cgroup") == 0, let place = ProcCgroup.unifiedPath(buffer.bytes) else {
            return nil
        }
        return FieldScanner(buffer.bytes).text(place)
    }

    private mutating func readNumber(_ pid: UInt32, _ file: StaticString) -> Int64? {
        guard fill(pid, file) == 0 else { return nil }
        var scanner = FieldScanner(buffer.bytes)
        return scanner.signed()
    }

    private mutating func fill(_ pid: UInt32, _ file: StaticString) -> Int32 {
        path.set(pid, file)
        return unsafe buffer.fill(in: directory.descriptor, path.pointer)
    }
}
