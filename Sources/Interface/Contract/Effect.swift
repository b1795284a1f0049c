package import Model

/// Something that the executable is asked to do; the state itself does nothing but change.
package enum Effect: Equatable, Sendable {
    /// Leave, the terminal restored.
    case quit
    /// Restore the terminal, stop this process (SIGTSTP), and draw all anew when it goes on.
    case suspend
    /// Send every cell again, not only those that changed.
    case redraw
    /// Put a text into the clipboard (OSC 52), wrapped for tmux or screen where one is in between.
    case copy(String)
    /// Take a sample now rather than at the period's end.
    case sampleNow
    /// Sample at this period from now on, in ns.
    case setPeriod(UInt64)
    /// Take samples, or take none until told again.
    case setPaused(Bool)
    /// Sample single threads too, or thread groups only.
    case setShowsThreads(Bool)
    /// Send a signal to each target, in this order.
    case signal([Target], number: Int32)
    /// Set the targets' nice value, -20 to 19.
    case setNice([Target], Int)
    /// Add to the targets' nice values, each bounded to -20 to 19.
    case changeNice([Target], by: Int)
    /// Set the targets' I/O priority.
    case setIOPriority([Target], IOPriority)
    /// Bind the targets to these CPUs, the kernel's numbers in ascending order.
    case setAffinity([Target], cpus: [Int])
    /// Freeze these cgroups and wait until the kernel says that they are.
    case freeze([CgroupTarget])
    /// Thaw these cgroups.
    case thaw([CgroupTarget])
    /// Take away the cgroups that were made for single frozen processes and have none any more.
    case removeEmptyCgroups
    /// Write the settings to the user's configuration file.
    case saveSettings(Settings)
    /// Read what is too slow for a walk, off the main path; the answer comes through `State.receive`.
    case loadDetails(ProcessIdentity)
}

/// An I/O priority as ionice(1) has it (include/uapi/linux/ioprio.h).
package enum IOPriority: Equatable, Sendable {
    /// By the nice value.
    case none
    /// Before all others, level 0 (first) to 7.
    case realTime(level: Int)
    /// The usual class, level 0 (first) to 7.
    case bestEffort(level: Int)
    /// Only when no other wants the disk.
    case idle
}
