internal import CBpftop
package import Model

/// A process that something is done to, as it was when the user chose it.
///
/// Dialogs copy their targets at opening; rows may move, die or be replaced afterwards without changing whom an action meets.
package struct Target: Hashable, Sendable {
    /// Which process; whoever acts checks the start time before.
    package let identity: ProcessIdentity
    /// The task's name, at most 15 bytes, hostile characters and all.
    package let name: String
    /// The effective user's name, or the number where it has none.
    package let user: String
    /// The path in the cgroup v2 hierarchy; nil where it is not known, never "" for that.
    package let cgroup: String?
    /// Whether it is a single thread, not a whole thread group.
    package let isThread: Bool

    /// Makes a target of its parts.
    package init(
        identity: ProcessIdentity, name: String, user: String, cgroup: String? = nil,
        isThread: Bool = false
    ) {
        self.identity = identity
        self.name = name
        self.user = user
        self.cgroup = cgroup
        self.isThread = isThread
    }

    /// Freezes what a row says at this moment.
    package init(row: Int, of snapshot: borrowing Snapshot) {
        let record = snapshot[row]
        self.init(
            identity: record.identity, name: record.name, user: snapshot.userName(record.euid),
            cgroup: record.cgroupID.flatMap { snapshot.current.texts.cgroups[$0]?.path },
            isThread: record.isThread)
    }
}
