internal import KernelOffsets
internal import LibBPF

/// Asks the kernel whether it shows a task to BPF programs at all.
///
/// A hardened kernel may keep tasks to itself: on one, the first process is in /proc, but neither in `iter/task` nor found by
/// `bpf_task_from_pid`. No walk can show such a task, so it is told apart from one that a walk has lost.
struct TaskProbe: ~Copyable {
    private let reader: BPFArgumentReader

    /// Loads the program; nil before Linux 6.2, or where the kernel refuses it.
    init?(_ offsets: KernelOffsets) {
        guard offsets.features.hasTaskFromPID, let reader = try? BPFArgumentReader(offsets) else {
            return nil
        }
        self.reader = reader
    }

    /// Whether a task of that number in the machine's first PID namespace is found; nil where the program could not be run.
    func finds(_ number: UInt32) -> Bool? {
        reader.finds(number)
    }
}
