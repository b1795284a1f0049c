internal import Linux
internal import Model

/// The ids of cgroups by path, each looked up once a read: one that was removed and made again has another id.
struct CgroupIDs {
    private let hierarchy: UnifiedHierarchy?
    private var ids: [String: (id: UInt64, read: UInt32)] = [:]
    /// The paths by id.
    private(set) var paths: [UInt64: CgroupPath] = [:]
    private var read: UInt32 = 0
    private var limit = Self.least

    /// Up to this many paths are remembered though no process is there any more.
    static let least = 20_000

    init(_ hierarchy: UnifiedHierarchy?) {
        self.hierarchy = hierarchy
    }

    /// Begins a read of all processes, of which these are known.
    mutating func begin(_ tasks: () -> [TaskRecord]) {
        read &+= 1
        guard paths.count > limit else { return }
        ids = [:]
        paths.keep(thoseOf: tasks())
        limit = max(Self.least, 2 * paths.count)
    }

    /// The id of the cgroup at a path; nil when it is gone or lies outside what is mounted.
    mutating func id(of path: String) -> UInt64? {
        if let known = ids[path], known.read == read { return known.id }
        guard let id = hierarchy?.id(of: path) else {
            ids[path] = nil
            return nil
        }
        ids[path] = (id, read)
        if paths[id] == nil { paths[id] = CgroupPath(path) }
        return id
    }
}
