internal import Glibc
internal import Interface
internal import Linux
internal import Model

/// Freezes and thaws cgroups of the v2 hierarchy (cgroup.freeze, since Linux 5.2).
struct CgroupFreezer: Sendable {
    /// What is mounted; nil where there is no cgroup v2.
    let hierarchy: UnifiedHierarchy?
    /// Whom a freeze must never meet beside PID 1: this process and its ancestors.
    private let guarded: Set<UInt32>
    /// How long the kernel is waited for, in ms.
    private let patience: Int

    /// Finds the hierarchy of this machine.
    init() {
        self.init(UnifiedHierarchy(mounts: Mount.all()), guarding: Self.lineage())
    }

    /// Makes a freezer upon a hierarchy.
    init(
        _ hierarchy: UnifiedHierarchy?, guarding guarded: Set<UInt32>, patience: Int = 2000
    ) {
        self.hierarchy = hierarchy
        self.guarded = guarded.union([1])
        self.patience = patience
    }

    /// This process and its ancestors, as /proc has them now.
    static func lineage() -> Set<UInt32> {
        var found: Set<UInt32> = []
        var next = UInt32(clamping: getpid())
        while next > 1, found.insert(next).inserted {
            guard let stat = stat(of: "\(next)") else { break }
            next = stat.ppid
        }
        return found
    }

    private static func stat(of number: some StringProtocol) -> ProcStat? {
        (try? Path.text("/proc/\(number)/stat")).flatMap { ProcStat(Array($0.utf8)) }
    }

    // MARK: Freezing

    /// Freezes a cgroup and waits until the kernel says that it is; refuses one that holds what must go on running now.
    func freeze(_ cgroup: CgroupTarget) throws(ActionFailure) {
        // Who is guarded is known by numbers of /proc, what is in a cgroup by ours.
        try CheckedProcess.requireOwnNumbers()
        let directory = try directory(of: cgroup.path)
        removeEmpty()
        if cgroup.isNew {
            try isolate(cgroup, in: directory)
        }
        try spareGuarded(in: directory)
        try write("1", to: "\(directory)/cgroup.freeze")
        guard waits(untilFrozen: true, directory) else {
            throw .late(
                "asked for, but after \(patience) ms not all of its processes had stopped; "
                    + "one may wait for I/O, or be traced")
        }
    }

    /// Puts a single process into a cgroup made for it.
    private func isolate(_ cgroup: CgroupTarget, in directory: String) throws(ActionFailure) {
        guard cgroup.affected.count == 1, let target = cgroup.affected.first else {
            throw .failed("a new cgroup takes one process")
        }
        if guarded.contains(target.identity.pid) { throw .protected("bpftop needs it running") }
        let process = try CheckedProcess(target.identity, isThread: target.isThread)
        if unsafe mkdir(directory, 0o755) != 0, errno != EEXIST {
            throw failure(Errno.last, "mkdir \(directory)")
        }
        do {
            try write(String(process.tid), to: "\(directory)/cgroup.procs")
        } catch {
            unsafe rmdir(directory)
            throw error
        }
    }

    private func spareGuarded(in directory: String) throws(ActionFailure) {
        let members = members(of: directory)
        guard let spared = members.intersection(guarded).min() else { return }
        throw .protected(
            spared == 1 ? "PID 1 is in it" : "bpftop, or what it runs below (\(spared)), is in it")
    }

    /// The processes in a cgroup and below it.
    private func members(of directory: String, depth: Int = 0) -> Set<UInt32> {
        guard depth < 64 else { return [] }
        let text = (try? Path.text("\(directory)/cgroup.procs", limit: 1 << 22)) ?? ""
        var found = Set(text.split(separator: "\n").compactMap { UInt32($0) })
        for name in (try? Path.names(in: directory)) ?? [] {
            // Only directories have one, and reading it from a file's name fails.
            guard !name.contains(".") || (try? Path.names(in: "\(directory)/\(name)")) != nil
            else { continue }
            found.formUnion(members(of: "\(directory)/\(name)", depth: depth + 1))
        }
        return found
    }

    // MARK: Thawing

    /// Thaws a cgroup and waits until the kernel says so; one that was made for a process is taken away again.
    func thaw(_ path: String) throws(ActionFailure) {
        let directory = try directory(of: path)
        try write("0", to: "\(directory)/cgroup.freeze")
        guard waits(untilFrozen: false, directory) else {
            if let ancestor = frozenAncestor(of: path) {
                throw .late("it stays frozen with \(ancestor): thaw that")
            }
            throw .late("asked for, but it was still frozen after \(patience) ms")
        }
        try dissolve(path, directory)
    }

    private func frozenAncestor(of path: String) -> String? {
        var names = path.split(separator: "/").dropLast()
        while !names.isEmpty {
            let parent = "/" + names.joined(separator: "/")
            if let directory = try? directory(of: parent),
                (try? Path.text("\(directory)/cgroup.freeze"))?.hasPrefix("1") == true
            {
                return parent
            }
            names = names.dropLast()
        }
        return nil
    }

    private func dissolve(_ path: String, _ directory: String) throws(ActionFailure) {
        guard path.dropFirst().hasPrefix(CgroupTarget.ownPrefix),
            path.dropFirst().allSatisfy({ $0 != "/" }),
            let top
        else { return }
        for pid in members(of: directory) {
            // A process that ends meanwhile needs no moving.
            try? Path.write(String(pid), to: "\(top)/cgroup.procs")
        }
        if unsafe rmdir(directory) != 0, errno != ENOENT {
            throw failure(Errno.last, "thawed, but rmdir \(directory)")
        }
    }

    /// Takes away the cgroups that were made for single processes and have none any more, those of earlier monitors too.
    ///
    /// A process that was killed while frozen leaves its cgroup behind. The kernel refuses to remove one that has a process.
    func removeEmpty() {
        guard let top, let names = try? Path.names(in: top) else { return }
        for name in names where name.hasPrefix(CgroupTarget.ownPrefix) {
            // The number is the process's: while it lives, another monitor may just be putting it there.
            let number = name.dropFirst(CgroupTarget.ownPrefix.count)
            let lives = Self.stat(of: number).map { !$0.hasExited } ?? false
            if !lives { unsafe rmdir("\(top)/\(name)") }
        }
    }

    // MARK: Files

    private func directory(of path: String) throws(ActionFailure) -> String {
        guard let hierarchy else { throw .unsupported("no cgroup v2 hierarchy is mounted") }
        let names = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard path.hasPrefix("/"), !names.isEmpty,
            names.allSatisfy({ !$0.isEmpty && $0 != ".." && $0 != "." })
        else { throw .failed("\(path) is no cgroup that can be frozen") }
        guard let directory = hierarchy.directory(of: path) else {
            throw .unsupported("\(path) is not mounted here, only \(hierarchy.root) is")
        }
        return directory
    }

    /// The directory of the root cgroup, in which cgroups of our own are made; nil where it is not mounted.
    private var top: String? {
        hierarchy.flatMap { $0.root.isEmpty ? $0.point : nil }
    }

    private func write(_ text: String, to path: String) throws(ActionFailure) {
        do { try Path.write(text, to: path) } catch { throw failure(error, path) }
    }

    private func failure(_ error: Errno, _ path: String) -> ActionFailure {
        switch error.code {
        case EACCES, EPERM:
            .notPermitted("it needs write access to \(path): run bpftop as root, with sudo")
        case EROFS:
            .notPermitted(
                "cgroupfs is mounted read-only: mount -o remount,rw \(hierarchy?.point ?? "")")
        case ENOENT: .failed("\(path) does not exist; the cgroup is gone, or Linux is before 5.2")
        case ENODEV: .failed("\(path): the cgroup is gone")
        case ESRCH: .vanished
        default: .failed("\(path): \(error.text)")
        }
    }

    /// Waits until cgroup.events says that the state is reached; the kernel wakes us when it changes.
    private func waits(untilFrozen frozen: Bool, _ directory: String) -> Bool {
        let wanted = "frozen \(frozen ? 1 : 0)"
        var remaining = patience
        guard let file = try? Descriptor.open("\(directory)/cgroup.events", O_RDONLY) else {
            return false
        }
        while true {
            lseek(file.number, 0, SEEK_SET)
            let bytes = (try? file.read(limit: 4096)) ?? []
            if String(decoding: bytes, as: UTF8.self).split(separator: "\n").contains(
                where: { $0 == wanted })
            {
                return true
            }
            guard remaining > 0 else { return false }
            // In slices, as a change between reading and waiting would otherwise be missed.
            var events = pollfd(fd: file.number, events: Int16(POLLPRI), revents: 0)
            let slice = min(remaining, 20)
            unsafe poll(&events, 1, Int32(slice))
            if events.revents != 0 { usleep(1000) }
            remaining -= slice
        }
    }
}
