internal import Model

/// A number that did not agree at first sight and has to be looked at again.
///
/// What goes there and back between two readings (memory, a state), and sums that are torn because a thread ended meanwhile,
/// agree when they are looked at again; a number read at the wrong place does not.
struct Suspicion {
    /// Whose number it is.
    let subject: Subject
    let question: Question
    /// What the last look said.
    var by: UInt64
    var example: CheckTally.Example

    /// A process, or one of its threads, told apart from a later one of that number.
    struct Subject: Hashable {
        let group: UInt32
        /// Nil for the process itself.
        let thread: UInt32?
        /// When it started, in ticks; nil for one that /proc does not show.
        let start: UInt64?

        /// The number by which records and readings know it.
        var number: UInt32 { thread ?? group }
    }

    /// What was asked of it.
    enum Question: Hashable {
        /// Whether what /proc shows is in the walk.
        case isWalked
        /// Whether what is in the walk is shown by /proc.
        case isListed
        /// Whether a field agrees; its place in `CheckField.process` or `CheckField.thread`.
        case field(Int)
    }
}
