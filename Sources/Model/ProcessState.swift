/// What a task is doing, by the kernel's own letters (`task_state_to_char` of include/linux/sched.h).
package enum ProcessState: String, CaseIterable, Sendable {
    case running = "R"
    /// Runnable, but waiting for a CPU; /proc shows this as `R` too.
    case queued = "Q"
    case sleeping = "S"
    case uninterruptible = "D"
    case stopped = "T"
    case traced = "t"
    case dead = "X"
    case zombie = "Z"
    case parked = "P"
    /// An idle kernel thread, which does not count as load.
    case idle = "I"

    /// Derives the state from `task_struct.__state` and `exit_state`, both as raw bits.
    ///
    /// Follows `__task_state_index`: the highest reported bit counts; TASK_IDLE (0x402) is `I`; waiting for a lock on a
    /// real-time kernel (TASK_RTLOCK_WAIT 0x1000, since 5.16) and being frozen (TASK_FROZEN 0x8000, since 6.1) are `D`.
    /// `isOnCPU` is nil where the kernel does not say, and then a runnable task is `R`.
    package init(state: UInt32, exitState: UInt32, isOnCPU: Bool?) {
        let reported = (state | exitState) & 0x7f
        if state & 0x402 == 0x402 {
            self = .idle
        } else if state & 0x9000 != 0 {
            self = .uninterruptible
        } else if reported == 0 {
            self = isOnCPU == false ? .queued : .running
        } else {
            let letters: [ProcessState] = [
                .sleeping, .uninterruptible, .stopped, .traced, .dead, .zombie, .parked,
            ]
            self = letters[31 - reported.leadingZeroBitCount]
        }
    }

    /// The raw `__state` and `exit_state` of which this state is derived; what a reader of /proc fills in.
    package var bits: (state: UInt32, exitState: UInt32) {
        switch self {
        case .running, .queued: (0, 0)
        case .sleeping: (1, 0)
        case .uninterruptible: (2, 0)
        case .stopped: (4, 0)
        case .traced: (8, 0)
        case .dead: (0, 0x10)
        case .zombie: (0, 0x20)
        case .parked: (0x40, 0)
        case .idle: (0x402, 0)
        }
    }

    /// What the letter means, in a few words.
    package var meaning: String {
        switch self {
        case .running: "running on a CPU"
        case .queued: "runnable, waiting for a CPU"
        case .sleeping: "sleeping, interruptible"
        case .uninterruptible: "waiting, uninterruptible"
        case .stopped: "stopped by a signal"
        case .traced: "stopped by a tracer"
        case .dead: "dead, being removed"
        case .zombie: "exited, not yet waited for"
        case .parked: "parked kernel thread"
        case .idle: "idle kernel thread"
        }
    }
    /// The letter, and the names that a filter takes for it.
    var term: Vocabulary.Term {
        switch self {
        case .running: Vocabulary.Term(rawValue, "running")
        case .queued: Vocabulary.Term(rawValue, "queued", "runnable")
        case .sleeping: Vocabulary.Term(rawValue, "sleeping", "interruptible")
        case .uninterruptible: Vocabulary.Term(rawValue, "uninterruptible", "disk", "blocked")
        case .stopped: Vocabulary.Term(rawValue, "stopped")
        case .traced: Vocabulary.Term(rawValue, "traced")
        case .dead: Vocabulary.Term(rawValue, "dead")
        case .zombie: Vocabulary.Term(rawValue, "zombie", "defunct")
        case .parked: Vocabulary.Term(rawValue, "parked")
        case .idle: Vocabulary.Term(rawValue, "idle")
        }
    }
}
