// Model: pure values, from what was read at one instant to what is shown.
//
// It knows the record that a walk writes (bpf/include/bpftop.h), the differences between two samples, the one table of
// columns, their text, sorting, the tree and filters. It does no I/O and never names a terminal.

package import CBpftop

/// One thread group, or one thread, as a walk recorded it; `bpf/include/bpftop.h` says what each member holds.
///
/// Both back ends fill the same record, so that nothing above cares which one did. The accessors turn the header's sentinels
/// into nil.
package typealias TaskRecord = bpftop_task

/// A number that the kernel may not give.
private func known(_ value: UInt64) -> UInt64? {
    value == UInt64.max ? nil : value
}

private func known(_ value: UInt32) -> UInt32? {
    value == UInt32.max ? nil : value
}

/// What a record says of the process's identity and kind.
extension TaskRecord {
    /// The process, told apart from any other that had or will have its number.
    package var identity: ProcessIdentity {
        ProcessIdentity(pid: pid, startTime: start_boottime)
    }

    /// Whether this is the record of a single thread.
    package var isThread: Bool { kind & 1 != 0 }

    /// Whether the task is the kernel's own: PF_KTHREAD of include/linux/sched.h, the same bit in every version.
    package var isKernelThread: Bool { flags & 0x0020_0000 != 0 }

    /// The number inside the process's own PID namespace.
    package var namespacePID: UInt32? { known(ns_pid) }

    /// The user who logged in, from whom the process descends; nil when never set or not known.
    package var loginUserID: UInt32? { known(loginuid) }

    /// The controlling terminal's device number as major and minor; nil when unknown, (0, 0) when none.
    package var terminal: (major: UInt32, minor: UInt32)? {
        known(tty).map { ($0 >> 20, $0 & 0xfffff) }
    }

    /// The inode of the process's directory in the cgroup v2 hierarchy.
    package var cgroupID: UInt64? { known(cgroup_id) }

    /// The task's name, at most 15 bytes, hostile characters and all.
    package var name: String {
        unsafe withUnsafeBytes(of: comm) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

/// What a record says of time; all in ns.
extension TaskRecord {
    /// The user part of `runtime`, as the kernel splits it: by the ratio of the tick-sampled times (cputime_adjust).
    package var userTime: UInt64 { runtime &- systemTime }

    /// The system part of `runtime`; see `userTime`.
    package var systemTime: UInt64 {
        let ticks = utime &+ stime
        if stime == 0 || ticks == 0 { return 0 }
        if utime == 0 { return runtime }
        // Wrapped sums and roundings must not give more than there is, nor more than fits.
        let part = Double(runtime) * min(1, Double(stime) / Double(ticks))
        return part < 0x1p63 ? min(runtime, UInt64(part)) : runtime
    }

    /// The time spent runnable but waiting for a CPU, summed over living threads.
    package var runDelay: UInt64? { known(run_delay) }

    /// The time spent waiting for block I/O; nil unless the kernel accounts delays (kernel.task_delayacct).
    package var blockDelay: UInt64? { known(blkio_delay) }

    /// The time spent waiting for pages to come back from swap; nil as `blockDelay` is.
    package var swapinDelay: UInt64? { known(swapin_delay) }
}

/// What a record says of memory, in pages unless said, and of I/O, in bytes.
extension TaskRecord {
    /// Resident pages: file, anonymous and shared memory together.
    package var residentPages: UInt64? {
        guard let file = known(rss_file), let anon = known(rss_anon), let shmem = known(rss_shmem)
        else { return nil }
        return file &+ anon &+ shmem
    }

    /// Resident pages that others may map too: file and shared memory.
    package var sharedPages: UInt64? {
        guard let file = known(rss_file), let shmem = known(rss_shmem) else { return nil }
        return file &+ shmem
    }

    /// Resident anonymous pages.
    package var anonymousPages: UInt64? { known(rss_anon) }

    /// Pages that are swapped out.
    package var swapPages: UInt64? { known(swap) }

    /// Pages of address space.
    package var virtualPages: UInt64? { known(total_vm) }

    /// Bytes of page tables.
    package var pageTableBytes: UInt64? { known(pgtables_bytes) }

    /// Bytes fetched from storage.
    package var readBytes: UInt64? { known(read_bytes) }

    /// Bytes sent to storage.
    package var writeBytes: UInt64? { known(write_bytes) }

    /// Bytes whose writing was cancelled by truncation.
    package var cancelledWriteBytes: UInt64? { known(cancelled_write_bytes) }

    /// Bytes read by system calls, page cache and terminals included.
    package var readCharacters: UInt64? { known(rchar) }

    /// Bytes written by system calls, as `readCharacters`.
    package var writtenCharacters: UInt64? { known(wchar) }
}

/// What a record says of scheduling and of counted events.
extension TaskRecord {
    /// The state that the kernel would print, with `Q` told apart from `R`.
    package var processState: ProcessState {
        ProcessState(state: state, exitState: exit_state, isOnCPU: known(on_cpu).map { $0 != 0 })
    }

    /// Whether the task runs or waits for a CPU: `processState` is `R` or `Q`.
    package var isRunnable: Bool {
        (state | exit_state) & 0x7f == 0 && state & 0x9000 == 0
    }

    /// The CPU on which the task runs or last ran.
    package var lastCPU: UInt32? { known(cpu) }

    /// The nice value, -20 to 19 (static_prio - 120).
    package var nice: Int32 { static_prio &- 120 }

    /// The priority as /proc and top show it: prio - 100.
    package var priority: Int32 { prio &- 100 }

    /// Page faults served without I/O.
    package var minorFaults: UInt64? { known(min_flt) }

    /// Page faults that waited for I/O.
    package var majorFaults: UInt64? { known(maj_flt) }

    /// Switches away from a CPU because the task waited.
    package var voluntarySwitches: UInt64? { known(nvcsw) }

    /// Switches away from a CPU because another task was preferred.
    package var involuntarySwitches: UInt64? { known(nivcsw) }
}
