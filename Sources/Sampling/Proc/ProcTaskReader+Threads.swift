internal import CBpftop
internal import Model

extension ProcTaskReader {
    /// Appends a record of every thread of the processes just read.
    ///
    /// Times, faults, state and scheduling are the thread's own; ids, memory and cgroup are its process's. I/O and switches of
    /// one thread of several are not read: they would cost two more files for each.
    mutating func readThreads(into records: inout [TaskRecord]) {
        var tids: [UInt32] = []
        for index in known.indices {
            let group = known[index].record
            // The only thread there ever was is the process itself, but for its kind.
            if group.threads == 1 && group.nvcsw != .max {
                var thread = group
                thread.kind = UInt32(BPFTOP_IS_THREAD)
                records.append(thread)
                continue
            }
            path.set(group.pid, "/task")
            guard var tasks = unsafe NumberedDirectory(in: directory.descriptor, path.pointer)
            else { continue }
            tasks.list(into: &tids)
            for tid in tids {
                if let thread = readThread(tid, of: group) { records.append(thread) }
            }
        }
    }

    private mutating func readThread(_ tid: UInt32, of group: TaskRecord) -> TaskRecord? {
        path.set(group.pid, thread: tid, "/stat")
        guard unsafe buffer.fill(in: directory.descriptor, path.pointer) == 0,
            let stat = ProcStat(buffer.bytes), let ticks = stat.startTicks
        else { return nil }
        path.set(group.pid, thread: tid, "/schedstat")
        let isRead = unsafe buffer.fill(in: directory.descriptor, path.pointer) == 0
        let schedule = isRead ? ProcSchedstat(buffer.bytes) : nil
        var thread = group
        thread.pid = tid
        thread.kind = UInt32(BPFTOP_IS_THREAD)
        thread.start_boottime = ticks &* machine.tick
        thread.fill(stat, machine: machine)
        thread.exec_id = group.exec_id
        thread.threads = group.threads
        thread.fill(schedule.flatMap { $0.isKept ? $0 : nil }, stat: stat, machine: machine)
        thread.ns_pid = tid == group.pid ? group.ns_pid : .max
        (thread.nvcsw, thread.nivcsw) = (.max, .max)
        thread.setIOUnknown()
        return thread
    }
}
