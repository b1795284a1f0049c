internal import CBpftop
internal import Glibc
internal import KernelOffsets
internal import Model
internal import Synchronization

/// Command lines by BPF against those of /proc, read before and after, each by the store that the monitor uses.
struct CommandComparison {
    private let pool: BPFArgumentPool

    /// How long a store may take over all processes, in ns.
    static let patience: UInt64 = 2_000_000_000

    /// Makes ready to read by BPF; nil where the kernel refuses that.
    init?(_ offsets: KernelOffsets) {
        let pool = BPFArgumentPool(offsets)
        if !pool.isUsable { return nil }
        self.pool = pool
    }

    /// A command line that is another.
    struct Difference {
        let task: TaskRecord
        let ours: String?
        let theirs: String
    }

    /// What comparing some processes came to.
    struct Outcome {
        var agreed = 0
        /// How many have no arguments, are gone, or were not read in time.
        var skipped = 0
        var differences: [Difference] = []
    }

    /// Reads and compares.
    func run(_ tasks: [TaskRecord]) -> Outcome {
        let before = Self.read(tasks, CommandLines())
        let answered = Mutex<Set<ProcessIdentity>>([])
        let ours = Self.read(
            tasks,
            CommandLines { [pool] process, upcoming in
                var isAnswered = true
                let arguments = pool.read(process, upcoming) { _ in
                    isAnswered = false
                    return nil
                }
                if isAnswered { answered.withLock { _ = $0.insert(process) } }
                return arguments
            })
        let after = Self.read(tasks, CommandLines())
        var outcome = Outcome()
        for task in tasks {
            let texts = [before, after].map { $0.commands[task.identity] }
            let own = ours.commands[task.identity]
            // On a busy machine a child may not come to its turn in time; then nothing was read, which is no difference.
            let isRead = answered.withLock { $0.contains(task.identity) }
            if own == nil && (!isRead || texts.contains(nil)) {
                outcome.skipped += 1
            } else if texts.contains(own) {
                outcome.agreed += 1
            } else if let first = texts[0], let second = texts[1] {
                outcome.differences.append(
                    Difference(task: task, ours: own, theirs: CheckField.either(first, second)))
            } else {
                outcome.skipped += 1
            }
        }
        return outcome
    }

    /// Has a store read everything, as far as it gets in time.
    private static func read(_ tasks: [TaskRecord], _ store: CommandLines) -> Texts {
        var store = store
        var texts = Texts()
        let end = clockTime(CLOCK_MONOTONIC) &+ patience
        var known = -1
        while known < texts.commands.count, clockTime(CLOCK_MONOTONIC) < end {
            known = texts.commands.count
            store.request(tasks)
            while store.activity.pending > 0, clockTime(CLOCK_MONOTONIC) < end {
                usleep(1000)
                store.take(into: &texts)
            }
            store.take(into: &texts)
        }
        return texts
    }
}
