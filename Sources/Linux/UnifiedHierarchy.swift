internal import Glibc

/// Where the cgroup v2 hierarchy is mounted, alone or, in a hybrid set-up, beside v1.
package struct UnifiedHierarchy: Equatable, Sendable {
    /// The cgroup that is mounted, without a slash at its end: empty unless only a part of the hierarchy is.
    package let root: String
    /// The directory at which it is, the injected root directory included.
    package let point: String

    /// Makes one of a mount point and the cgroup that is mounted there.
    package init(point: String, root: String = "/") {
        self.root = root == "/" ? "" : root
        self.point = point
    }

    /// Finds it in the mount table; nil where only v1, or nothing, is mounted.
    package init?(mounts: [Mount], root: String = "/") {
        let candidates = mounts.filter { $0.type == "cgroup2" }
        guard let mount = candidates.first(where: { $0.root == "/" }) ?? candidates.first else {
            return nil
        }
        let base = root.hasSuffix("/") ? String(root.dropLast()) : root
        self.init(point: base + mount.point, root: mount.root)
    }

    /// The directory of a cgroup by its path in the hierarchy; nil for one outside what is mounted.
    package func directory(of path: String) -> String? {
        guard path.hasPrefix("/"), !path.hasPrefix("/../"), path != "/.." else { return nil }
        if root.isEmpty { return point + path }
        if path == root { return point }
        return path.hasPrefix(root + "/") ? point + path.dropFirst(root.count) : nil
    }

    /// A cgroup's id, which is its directory's inode number; nil where it is gone or not mounted.
    package func id(of path: String) -> UInt64? {
        guard let directory = directory(of: path) else { return nil }
        var status = stat()
        guard unsafe stat(directory, &status) == 0 else { return nil }
        return UInt64(status.st_ino)
    }
}
