internal import CBpftop
package import Model

/// Which cgroups a freeze or a thaw of some processes means, whom it meets, and what must not be frozen.
package struct FreezePlan: Equatable, Sendable {
    /// What to act upon, none inside another, in the order of the targets.
    package var cgroups: [CgroupTarget] = []
    /// What is left out, each with its reason.
    package var refused: [Refusal] = []

    /// A cgroup, or a process, that is left out.
    package struct Refusal: Equatable, Sendable {
        /// The cgroup's path, or the process's name.
        package let what: String
        /// Why, in a few words.
        package let reason: String
    }

    /// What is to be done.
    package enum Direction: Sendable { case freeze, thaw }

    /// Plans for targets as a snapshot shows their cgroups and everything in these.
    ///
    /// Freezing leaves out every cgroup that holds the monitor, one of its ancestors or of their sessions' processes, PID 1 or
    /// a kernel thread. A process of the root cgroup, which cannot be frozen, gets a cgroup of its own.
    package init(
        _ direction: Direction, _ targets: [Target], in snapshot: borrowing Snapshot,
        ownPID: UInt32
    ) {
        let population = Population(snapshot)
        let protection = Protection(snapshot, ownPID: ownPID)
        for target in Self.outermost(targets) {
            guard let path = target.cgroup, path.hasPrefix("/") else {
                refused.append(Refusal(what: [target].phrase, reason: "its cgroup is not known"))
                continue
            }
            if path == "/" {
                planRoot(direction, target, protection, snapshot, population)
            } else {
                let rows = population.rows(inside: path)
                plan(direction, path, rows, protection, snapshot)
            }
        }
    }

    /// The targets whose cgroups lie in no other target's, one for each cgroup; those without a cgroup and those of the root
    /// all stay.
    private static func outermost(_ targets: [Target]) -> [Target] {
        let paths = Set(targets.compactMap(\.cgroup))
        var seen: Set<String> = []
        return targets.filter { target in
            guard let path = target.cgroup, path != "/" else { return true }
            let isInside = path.indices.dropFirst().contains {
                path[$0] == "/" && paths.contains(String(path[..<$0]))
            }
            return !isInside && seen.insert(path).inserted
        }
    }

    private mutating func plan(
        _ direction: Direction, _ path: String, _ rows: [Int], _ protection: Protection,
        _ snapshot: borrowing Snapshot
    ) {
        if direction == .freeze,
            let reason = protection.reason(toSpare: rows, in: snapshot)
                ?? Self.nothingToFreeze(rows, snapshot)
        {
            refused.append(Refusal(what: path, reason: reason))
            return
        }
        cgroups.append(CgroupTarget(path: path, affected: Self.targets(rows, snapshot)))
    }

    private mutating func planRoot(
        _ direction: Direction, _ target: Target, _ protection: Protection,
        _ snapshot: borrowing Snapshot, _ population: Population
    ) {
        guard direction == .freeze else {
            refused.append(
                Refusal(what: [target].phrase, reason: "the root cgroup is never frozen"))
            return
        }
        let row = population.row(of: target.identity)
        if let reason = protection.reason(toSpare: row.map { [$0] } ?? [], in: snapshot) {
            refused.append(Refusal(what: [target].phrase, reason: reason))
            return
        }
        let path = "/\(CgroupTarget.ownPrefix)\(target.identity.pid)"
        cgroups.append(CgroupTarget(path: path, affected: [target], isNew: true))
    }

    private static func nothingToFreeze(
        _ rows: [Int], _ snapshot: borrowing Snapshot
    ) -> String? {
        for row in rows where snapshot.isFrozen(row) != true { return nil }
        return rows.isEmpty ? nil : "it is frozen already"
    }

    private static func targets(_ rows: [Int], _ snapshot: borrowing Snapshot) -> [Target] {
        var result: [Target] = []
        for row in rows { result.append(Target(row: row, of: snapshot)) }
        return result
    }
}

extension CgroupTarget {
    /// How the names begin of the cgroups that are made for single processes of the root cgroup.
    package static let ownPrefix = "bpftop.freeze."
}
