internal import CBpftop
internal import Glibc
internal import Linux
package import Model
internal import Synchronization

/// The paths of cgroups by id, for records that hold the id alone.
///
/// A cgroup's id is the inode number of its directory in the cgroup v2 hierarchy. Of an unknown one another thread reads
/// /proc/PID/cgroup of a process in it, and compares the directory's inode; where that fails (the process has ended, or is
/// hidden) it walks the hierarchy, at most once in five seconds. With v1 alone there are no ids and no paths.
package struct Cgroups {
    private let lookup: BackgroundLookup<Member, CgroupPath>?
    /// Whether the last sample named no cgroup that is not known.
    private var knowsAll = false
    private var limit: Int

    /// Up to this many paths are remembered though no process is there any more.
    private let least: Int

    /// A cgroup and a process in it; the cgroup alone is what is looked up.
    private struct Member: Hashable, Sendable {
        let cgroup: UInt64
        let pid: UInt32

        static func == (a: Member, b: Member) -> Bool { a.cgroup == b.cgroup }

        func hash(into hasher: inout Hasher) { hasher.combine(cgroup) }
    }

    /// Makes a store over the hierarchy that is mounted below a root directory; `interval` is ns between two walks, and
    /// `least` how many paths may be remembered that no process is in.
    package init(root: String = "/", interval: UInt64 = 5_000_000_000, least: Int = 20_000) {
        self.least = least
        limit = least
        guard let hierarchy = UnifiedHierarchy(mounts: Mount.all(root: root), root: root) else {
            lookup = nil
            return
        }
        let tree = CgroupTree(hierarchy, interval: interval)
        lookup = BackgroundLookup(deadline: 10_000_000_000, pause: interval, capacity: 4096) {
            let path = hierarchy.path(of: $0.cgroup, by: ProcProcess($0.pid, root: root))
            return (path ?? tree.path(of: $0.cgroup)).map { CgroupPath($0) }
        }
    }

    /// Whether a cgroup v2 hierarchy is mounted.
    package var isAvailable: Bool { lookup != nil }

    /// Whether nothing is being looked up, or has been found since the last update.
    package var isSettled: Bool { lookup?.isSettled ?? true }

    /// Merges the paths that have been found and asks for the ids among the tasks that are not known.
    ///
    /// While all are known only tasks that have changed are looked at. Returns whether something has been found.
    @discardableResult
    package mutating func update(
        _ tasks: [TaskRecord], changed: [Int32]? = nil, texts: inout Texts
    ) -> Bool {
        guard let lookup else { return false }
        if texts.cgroups.count > limit { forget(allBut: tasks, &texts) }
        let hasFound = take(into: &texts)
        let unknown =
            if let changed, knowsAll {
                Self.unknown(tasks, changed.lazy.map { Int($0) }, texts)
            } else {
                Self.unknown(tasks, tasks.indices, texts)
            }
        knowsAll = unknown.isEmpty
        if !unknown.isEmpty { lookup.request(unknown) }
        return hasFound
    }

    private mutating func forget(allBut tasks: [TaskRecord], _ texts: inout Texts) {
        texts.cgroups.keep(thoseOf: tasks)
        limit = max(least, 2 * texts.cgroups.count)
    }

    /// Merges what has been found, waiting for the rest at most until a time of CLOCK_MONOTONIC in ns where one is given; returns whether
    /// there was something.
    func take(until deadline: UInt64? = nil, into texts: inout Texts) -> Bool {
        let found = lookup?.take(until: deadline) ?? [:]
        for (member, path) in found { texts.cgroups[member.cgroup] = path }
        return !found.isEmpty
    }

    private static func unknown(
        _ tasks: [TaskRecord], _ rows: some Sequence<Int>, _ texts: Texts
    ) -> Set<Member> {
        var unknown: Set<Member> = []
        var last: UInt64?
        for index in rows where tasks[index].cgroup_id != last {
            last = tasks[index].cgroup_id
            guard let id = tasks[index].cgroupID, texts.cgroups[id] == nil else { continue }
            unknown.insert(Member(cgroup: id, pid: tasks[index].tgid))
        }
        return unknown
    }
}

extension [UInt64: CgroupPath] {
    /// Forgets the cgroups that no task is in.
    mutating func keep(thoseOf tasks: [TaskRecord]) {
        var kept: Self = [:]
        for task in tasks { kept[task.cgroup_id] = self[task.cgroup_id] }
        self = kept
    }
}

extension UnifiedHierarchy {
    /// The path of a cgroup by a process that is thought to be in it; nil unless it is.
    func path(of cgroup: UInt64, by process: ProcProcess) -> String? {
        guard let lines = try? process.cgroups(),
            let path = lines.first(where: { $0.hierarchy == 0 })?.path, id(of: path) == cgroup
        else { return nil }
        return path
    }
}

/// The ids of every cgroup below a mount point, as the last walk found them.
final class CgroupTree: Sendable {
    private let hierarchy: UnifiedHierarchy
    private let interval: UInt64
    private let walked = Mutex<(paths: [UInt64: String], at: UInt64?)>(([:], nil))

    /// A walk ends after this many directories.
    static let limit = 100_000

    init(_ hierarchy: UnifiedHierarchy, interval: UInt64) {
        self.hierarchy = hierarchy
        self.interval = interval
    }

    /// The path of a cgroup, walking when it is unknown and the last walk is long enough ago; nil when it is not found.
    func path(of id: UInt64) -> String? {
        walked.withLock { walked in
            if let path = walked.paths[id] { return path }
            let now = clockTime(CLOCK_MONOTONIC)
            if let at = walked.at, now &- at < interval { return nil }
            walked = (walk(), now)
            return walked.paths[id]
        }
    }

    /// Visits every directory once and returns the paths by inode number.
    func walk() -> [UInt64: String] {
        var paths: [UInt64: String] = [:]
        var waiting = [""]
        while let path = waiting.popLast(), paths.count < Self.limit {
            guard let directory = ChildDirectories(hierarchy.point + path) else { continue }
            let shown = hierarchy.root + path
            paths[directory.id] = shown.isEmpty ? "/" : shown
            waiting += directory.names.map { path + "/" + $0 }
        }
        return paths
    }
}

/// A directory's inode number and the names of the directories in it.
private struct ChildDirectories {
    let id: UInt64
    let names: [String]

    /// Reads a directory; nil when it cannot be opened.
    init?(_ path: String) {
        guard let stream = unsafe opendir(path) else { return nil }
        defer { unsafe closedir(stream) }
        var status = stat()
        guard unsafe fstat(dirfd(stream), &status) == 0 else { return nil }
        id = UInt64(status.st_ino)
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            guard unsafe entry.pointee.d_type == UInt8(DT_DIR) else { continue }
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        self.names = names
    }
}
