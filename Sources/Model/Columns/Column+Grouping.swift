internal import CBpftop

extension Column {
    static let groupingColumns: [Column] = [
        count(
            "cgroup_id", "CGID", 8, .grouping, "inode of its directory in the cgroup v2 hierarchy",
            from: "cgroups->dfl_cgrp->kn->id", parts: .cgroup
        ) {
            $0.cgroupID
        },
        words(
            "cgroup", "CGROUP", 24, .grouping, "path in the cgroup v2 hierarchy",
            from: "cgroup_id, cgroupfs", parts: .cgroup
        ) { snapshot, row in
            snapshot.cgroupPath(row)?.path
        },
        words(
            "container", "CONT", 19, .grouping, "container, by runtime and short id or name",
            from: "cgroup", parts: .cgroup
        ) { snapshot, row in
            snapshot.cgroupPath(row)?.container
        },
        words(
            "pod", "POD", 12, .grouping, "Kubernetes pod, by its id", from: "cgroup", parts: .cgroup
        ) {
            snapshot, row in
            snapshot.cgroupPath(row)?.pod
        },
        words(
            "unit", "UNIT", 20, .grouping, "innermost systemd service", from: "cgroup",
            parts: .cgroup
        ) {
            snapshot, row in
            snapshot.cgroupPath(row)?.service
        },
        words(
            "any_unit", "ANYUNIT", 28, .grouping, "innermost systemd unit of any kind",
            from: "cgroup", parts: .cgroup
        ) { snapshot, row in
            snapshot.cgroupPath(row)?.unit
        },
        words(
            "slice", "SLICE", 40, .grouping, "path of systemd slices", from: "cgroup",
            parts: .cgroup
        ) {
            snapshot, row in
            snapshot.cgroupPath(row)?.slices
        },
        words(
            "frozen", "FROZEN", 6, .grouping, "whether its cgroup is frozen", from: "cgroup.events",
            parts: .cgroup, vocabulary: .yesOrNo
        ) {
            snapshot, row in
            snapshot.isFrozen(row).map { $0 ? "yes" : "no" }
        },
    ]
}

extension Snapshot {
    /// Whether a task's cgroup is frozen; nil where that is not known.
    package func isFrozen(_ row: Int) -> Bool? {
        self[row].cgroupID.flatMap { current.texts.frozen[$0] }
    }
}
