internal import CBpftop

extension Column {
    static let groupingColumns: [Column] = [
        count(
            "cgroup_id", "CGID", 8, .grouping, "inode of its directory in the cgroup v2 hierarchy",
            from: "cgroups->dfl_cgrp->kn->id"
        ) {
            $0.cgroupID
        },
        words(
            "cgroup", "CGROUP", 24, .grouping, "path in the cgroup v2 hierarchy",
            from: "cgroup_id, cgroupfs"
        ) { snapshot, row in
            snapshot[row].cgroupID.flatMap { snapshot.current.texts.cgroups[$0] }
        },
    ]
}
