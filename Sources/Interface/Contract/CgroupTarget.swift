/// A cgroup to freeze or thaw, with every process that this meets.
package struct CgroupTarget: Hashable, Sendable {
    /// The path in the cgroup v2 hierarchy, beginning with `/`.
    package let path: String
    /// The processes in it and below it, as the user saw them when confirming.
    package let affected: [Target]
    /// Whether the cgroup is yet to be made, for a process of the root cgroup, which cannot be frozen itself.
    package let isNew: Bool

    /// Makes a target of its parts.
    package init(path: String, affected: [Target], isNew: Bool = false) {
        self.path = path
        self.affected = affected
        self.isNew = isNew
    }
}
