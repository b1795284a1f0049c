import CBpftop
import Interface
import Model

/// The processes for which a freeze made a cgroup of their own, to be taken away should they end frozen.
struct LoneFreezes {
    private var processes: Set<ProcessIdentity> = []

    /// Whether nothing was frozen so.
    var isEmpty: Bool { processes.isEmpty }

    /// Notes whom an effect gives a cgroup of its own.
    mutating func note(_ effect: Effect) {
        guard case .freeze(let cgroups) = effect else { return }
        for cgroup in cgroups where cgroup.isNew {
            processes.formUnion(cgroup.affected.map(\.identity))
        }
    }

    /// Forgets those that a sample shows no more, or as zombies; returns whether there were such.
    mutating func forgetEnded(in sample: Sample) -> Bool {
        if processes.isEmpty { return false }
        let before = processes.count
        let living = sample.tasks.lazy.filter { $0.exit_state == 0 }.map(\.identity)
        processes.formIntersection(living.filter { [processes] in processes.contains($0) })
        return processes.count < before
    }
}
