internal import CBpftop
internal import Model

/// What every record of a resting task must say.
extension Judgement {
    /// Compares the record of one thread with its own files.
    mutating func judge(thread record: TaskRecord, _ picture: ProcessPicture, _ machine: Machine) {
        let subject = "\(picture.subject), thread \(record.pid)"
        guard let stat = picture.stat(record.pid) else { return }
        judge(scheduling: record, stat, subject)
        let schedule = picture.schedstat(record.pid)
        expect("task_sum_exec_runtime", of: subject, record.runtime, schedule?.runtime)
        if record.run_delay != .max {
            prove("task_run_delay", of: subject, record.run_delay, schedule?.runDelay, unless: 0)
        }
        judge(times: record, stat, ["task_utime", "task_stime"], subject, machine)
        expect("task_min_flt", of: subject, record.min_flt, stat.minorFaults)
        expect("task_maj_flt", of: subject, record.maj_flt, stat.majorFaults)
        let status = picture.status(record.pid)
        expect("task_nvcsw", of: subject, record.nvcsw, status?[.voluntarySwitches])
        expect("task_nivcsw", of: subject, record.nivcsw, status?[.involuntarySwitches])
        judge(io: record, picture.io(record.pid), "task", subject)
        let ticks = record.start_boottime / machine.tick
        expect("task_start_boottime", of: subject, ticks, stat.startTicks)
        expect("task_comm", of: subject, record.name, stat.name)
    }

    private mutating func judge(scheduling record: TaskRecord, _ stat: ProcStat, _ subject: String)
    {
        let letter = String(UnicodeScalar(stat.state))
        let state = record.processState
        let read = state == .queued ? "R" : state.rawValue
        expect(letter == "Z" ? "task_exit_state" : "task_state", of: subject, read, letter)
        expect("task_exit_state", of: subject, record.exit_state & ~0x30, 0)
        expect("task_flags", of: subject, UInt64(record.flags), stat.flags)
        expect("task_prio", of: subject, Int64(record.prio) - 100, stat.priority)
        expect("task_static_prio", of: subject, Int64(record.static_prio) - 120, stat.nice)
        expect("task_rt_priority", of: subject, UInt64(record.rt_priority), stat.realTimePriority)
        expect("task_policy", of: subject, UInt64(record.policy), stat.policy)
        if record.cpu != .max {
            prove("task_cpu", of: subject, UInt64(record.cpu), stat.processor, unless: 0)
        }
        if letter != "R" {
            if record.on_cpu != .max { expect("task_on_cpu", of: subject, record.on_cpu, 0) }
            if record.on_rq != .max { expect("task_on_rq", of: subject, record.on_rq, 0) }
        }
    }

    /// The times as the kernel shows them: the sampled ones scaled to the exact sum, in ticks.
    mutating func judge(
        times record: TaskRecord, _ stat: ProcStat, _ members: [String], _ subject: String,
        _ machine: Machine
    ) {
        let (user, system) = (record.userTime / machine.tick, record.systemTime / machine.tick)
        expect(members[0], of: subject, user, near: stat.userTicks, within: 1)
        expect(members[1], of: subject, system, near: stat.systemTicks, within: 1)
    }

    /// What was read and written; `kind` is the struct whose counters were read, "task" or "signal".
    mutating func judge(io record: TaskRecord, _ io: ProcIO?, _ kind: String, _ subject: String) {
        guard let io else { return }
        let pairs: [(String, UInt64, UInt64)] = [
            ("rchar", record.rchar, io.readCharacters),
            ("wchar", record.wchar, io.writtenCharacters),
            ("syscr", record.syscr, io.readCalls), ("syscw", record.syscw, io.writeCalls),
            ("read_bytes", record.read_bytes, io.readBytes),
            ("write_bytes", record.write_bytes, io.writeBytes),
            ("cancelled_write_bytes", record.cancelled_write_bytes, io.cancelledWriteBytes),
        ]
        for (name, read, fact) in pairs where read != .max {
            expect("\(kind)_\(name)", of: subject, read, fact)
            prove("\(kind)_\(name)")
        }
    }
}

extension ProcessPicture {
    /// The process in words.
    var subject: String { "our own process \(pid) (\(stat()?.name ?? "?"))" }
}
