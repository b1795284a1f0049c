internal import CBpftop
internal import CWitness
internal import Glibc
internal import Model

/// What several records must say together, and what other processes prove.
extension Judgement {
    /// The worker's dead threads, which slept, have left switches, and not a number of another kind.
    mutating func judge(
        switches groups: [UInt32: TaskRecord], _ threads: [UInt32: TaskRecord],
        _ pictures: [ProcessPicture], _ worker: UInt32?
    ) {
        guard let picture = pictures.first(where: { $0.pid == worker }),
            let group = groups[picture.pid]
        else { return }
        let living = picture.threads.compactMap { threads[$0] }
        let voluntary = group.nvcsw &- living.reduce(0) { $0 &+ $1.nvcsw }
        let involuntary = group.nivcsw &- living.reduce(0) { $0 &+ $1.nivcsw }
        let subject = picture.subject
        expect("signal_nvcsw", of: subject, voluntary, near: 50_001, within: 50_000)
        expect("signal_nivcsw", of: subject, involuntary, near: 50_000, within: 50_000)
    }

    /// Our own thread runs, and our children have not executed anything since they were us.
    mutating func judge(
        ourselves groups: [UInt32: TaskRecord], _ threads: [UInt32: TaskRecord],
        _ children: some Sequence<UInt32>
    ) {
        guard let own = groups[UInt32(getpid())], let thread = threads[UInt32(bpftop_thread_id())]
        else {
            return contradict("task_pid", of: "our own thread", "nothing", "\(bpftop_thread_id())")
        }
        if thread.on_cpu != .max {
            prove("task_on_cpu", of: "our own thread", thread.on_cpu, 1, unless: 0)
        }
        if thread.on_rq != .max {
            prove("task_on_rq", of: "our own thread", thread.on_rq, 1, unless: 0)
        }
        for child in children {
            expect(
                "task_self_exec_id", of: "our child \(child)", groups[child]?.exec_id, own.exec_id)
        }
        if own.exec_id == 0 {
            contradict("task_self_exec_id", of: "our own process", "0", "one at least")
        }
    }

    /// The cgroup's id against its directory's inode.
    mutating func judge(cgroup record: TaskRecord, _ id: UInt64?) {
        guard record.cgroup_id != .max else { return }
        prove("task_cgroups", of: "our own process \(record.pid)", record.cgroup_id, id, unless: 0)
    }

    /// Any process may prove what none of ours can: whose login it is, where nobody has logged in to run us.
    mutating func judge(others groups: [UInt32: TaskRecord]) {
        for (pid, record) in groups.prefix(256) where record.loginuid != .max {
            guard let text = textFile("/proc/\(pid)/loginuid") else { continue }
            let number = Int64(text.filter { !$0.isWhitespace })
            judge(login: record, number, "process \(pid)")
        }
    }
}
