internal import DebugInfo
internal import Glibc
internal import Linux
package import Model

/// What this host says of itself, as far as it bears on what bpftop can do here; probed once, nothing decided.
///
/// Everything is optional, as any of the files may be missing: in a container, without /sys, for another user.
package struct HostFacts: Equatable, Sendable {
    package var machine: Machine
    package var privileges: PrivilegeFacts
    /// The security modules in force, in their order (/sys/kernel/security/lsm).
    package var securityModules: [String]?
    /// kernel.perf_event_paranoid.
    package var perfEventParanoid: Int?
    /// net.core.bpf_jit_enable: 0 off, 1 on, 2 with debugging output.
    package var jit: Int?
    /// Whether our PID namespace is the machine's first.
    package var isInFirstPIDNamespace: Bool?
    package var cgroups: CgroupLayout
    /// Whether the kernel measures pressure (/proc/pressure).
    package var hasPressure: Bool
    /// kernel.task_delayacct: whether delays are accounted; nil where the kernel has no such switch (before 5.14 they always are).
    package var delayAccounting: Int?
    /// Whether sysfs is mounted on /sys.
    package var hasSysfs: Bool
    /// The kernel's GNU build id (/sys/kernel/notes).
    package var buildID: String?
    /// Whether /proc is there and shows this very process.
    package var hasProc: Bool
    /// What /proc keeps from us.
    package var proc: ProcFacts
    /// The path of this program's file; nil where /proc does not say.
    package var executable: String?
    /// Whether file capabilities have no effect there, as the file system is mounted nosuid.
    package var isExecutableNosuid: Bool?

    /// The CPUs that the kernel may have; nil where it does not say.
    package var possibleCPUs: Set<Int>?

    /// Which cgroup hierarchies are mounted.
    package enum CgroupLayout: Equatable, Sendable {
        case none
        /// Version 1 alone.
        case legacy
        /// Version 2 alone, with its mount point.
        case unified(String)
        /// Both; the mount point is that of version 2.
        case hybrid(String)
    }

    /// Makes facts of a host of which nothing but its machine and privileges is known; tests fill in the rest.
    package init(machine: Machine, privileges: PrivilegeFacts) {
        self.machine = machine
        self.privileges = privileges
        cgroups = .none
        hasPressure = false
        hasSysfs = true
        hasProc = true
        proc = ProcFacts()
    }

    /// Reads the facts, out of files below a root directory.
    package static func current(root: String = "/", machine: Machine = .current()) -> HostFacts {
        let base = root.hasSuffix("/") ? String(root.dropLast()) : root
        let mounts = Mount.all(root: root)
        var facts = HostFacts(machine: machine, privileges: .current(root: root))
        facts.securityModules = textFile(base + "/sys/kernel/security/lsm").map {
            $0.split { $0 == "," || $0.isWhitespace }.map(String.init)
        }
        facts.perfEventParanoid = number(base + "/proc/sys/kernel/perf_event_paranoid")
        facts.jit = number(base + "/proc/sys/net/core/bpf_jit_enable")
        facts.isInFirstPIDNamespace = isInitialPIDNamespace(root: root)
        facts.cgroups = CgroupLayout(mounts)
        facts.hasPressure = textFile(base + "/proc/pressure/cpu") != nil
        facts.delayAccounting = number(base + "/proc/sys/kernel/task_delayacct")
        facts.hasSysfs = textFile(base + "/sys/kernel/uevent_seqnum") != nil
        facts.buildID =
            (try? BuildID.ofRunningKernel(notesPath: base + "/sys/kernel/notes"))??.description
        facts.hasProc = textFile(base + "/proc/self/stat") != nil
        facts.proc = ProcFacts(root: root, mounts: mounts)
        facts.possibleCPUs = Sampling.possibleCPUs(root: root)
        facts.executable = link(base + "/proc/self/exe")
        facts.isExecutableNosuid = facts.executable.flatMap(isNosuid)
        return facts
    }

    private static func number(_ path: String) -> Int? {
        textFile(path).flatMap { Int($0.filter { $0.isNumber || $0 == "-" }) }
    }

    private static func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = unsafe readlink(path, &buffer, buffer.count)
        if count <= 0 { return nil }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func isNosuid(_ path: String) -> Bool? {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else { return nil }
        return UInt(status.f_flag) & 2 != 0  // ST_NOSUID
    }
}

extension HostFacts.CgroupLayout {
    /// Finds out by the mount table.
    init(_ mounts: [Mount]) {
        let unified = UnifiedHierarchy(mounts: mounts)?.point
        let hasLegacy = mounts.contains { $0.type == "cgroup" }
        self =
            switch (unified, hasLegacy) {
            case (let point?, true): .hybrid(point)
            case (let point?, false): .unified(point)
            case (nil, true): .legacy
            case (nil, false): .none
            }
    }
}
