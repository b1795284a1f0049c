/// A dialog that a key asked for, its targets already frozen.
package enum DialogRequest: Sendable {
    /// Signals, for one or many.
    case signal([Target])
    /// The nice value.
    case nice([Target])
    /// The I/O priority.
    case ioPriority([Target])
    /// The CPUs that they may run on.
    case affinity([Target])
    /// Freezing the targets' cgroups, after confirmation.
    case freeze([Target])
    /// Thawing the targets' cgroups, after confirmation.
    case thaw([Target])
    /// Thawing the targets' cgroups without asking.
    case thawAtOnce([Target])
    /// Which columns and meters are shown, and saving that.
    case setup
    /// The process screen, at its beginning or at the section of a title.
    case process(Target, section: String? = nil)
}

/// What answers a request.
package enum DialogOpening: Sendable {
    /// A dialog, to be shown.
    case dialog(any Dialog, effects: [Effect] = [])
    /// Nothing to ask: these are done.
    case effects([Effect])
    /// It cannot be: a sentence for the message line ("read only", "the cgroup of 42 is not known").
    case refusal(String)
}
