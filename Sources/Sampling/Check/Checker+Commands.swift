internal import CBpftop
internal import KernelOffsets
internal import LibBPF
internal import Model

extension Checker {
    /// Compares command lines read by BPF with those that /proc gives before and after.
    mutating func compareCommands() throws(BPFError) {
        guard reader.offsets.features.hasTaskFromPID, reader.isInInitialPIDNamespace,
            let comparison = CommandComparison(reader.offsets)
        else {
            result.notes.append("command lines come from /proc here and were not compared")
            return
        }
        var tasks = try reader.read(threads: false).filter { !$0.isKernelThread }
        let place = result.tallies.count - 1
        var open: [CommandComparison.Difference] = []
        for look in 0...Self.looks {
            let outcome = comparison.run(tasks)
            for _ in 0..<outcome.agreed { result.tallies[place].agree(later: look > 0) }
            if look == 0 {
                for _ in 0..<outcome.skipped { result.tallies[place].skip(.unknown) }
            } else {
                for _ in 0..<outcome.skipped { result.tallies[place].giveUp() }
            }
            open = outcome.differences
            if open.isEmpty { return }
            tasks = open.map(\.task)
        }
        for difference in open {
            result.tallies[place].disagree(
                by: 1,
                CheckTally.Example(
                    pid: difference.task.pid, name: difference.task.name,
                    ours: difference.ours ?? "none", theirs: difference.theirs))
        }
    }
}
