internal import Glibc
internal import Linux
internal import Model

/// The ids of cgroups by path, each looked up once.
struct CgroupIDs {
    private let hierarchy: UnifiedHierarchy?
    private var ids: [String: UInt64] = [:]
    /// The paths by id.
    private(set) var paths: [UInt64: CgroupPath] = [:]

    /// More than this many remembered paths are forgotten, all at once: short-lived cgroups would else add up for ever.
    static let limit = 20_000

    init(_ hierarchy: UnifiedHierarchy?) {
        self.hierarchy = hierarchy
    }

    /// The id of the cgroup at a path; nil when it is gone or lies outside what is mounted.
    mutating func id(of path: String) -> UInt64? {
        if let id = ids[path] { return id }
        guard let id = hierarchy?.id(of: path) else { return nil }
        if ids.count >= Self.limit {
            ids = [:]
            paths = [:]
        }
        ids[path] = id
        paths[id] = CgroupPath(path)
        return id
    }
}

/// Whether the processes below a root directory's /proc are those of the machine's first PID namespace, by its fixed inode
/// (PROC_PID_INIT_INO of include/linux/proc_ns.h); nil where /proc does not say.
func isInitialPIDNamespace(root: String) -> Bool? {
    var status = stat()
    guard unsafe stat(procDirectory(root) + "/self/ns/pid", &status) == 0 else { return nil }
    return status.st_ino == 0xeffffffc
}
