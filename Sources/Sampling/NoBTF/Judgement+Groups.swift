internal import CBpftop
internal import Model

/// What the record of a resting process must say beside what its threads' do.
extension Judgement {
    /// Compares the record of a process with its files; `dead` are the switches of its dead threads.
    mutating func judge(group record: TaskRecord, _ picture: ProcessPicture, _ machine: Machine) {
        guard let stat = picture.stat() else { return }
        let subject = picture.subject
        judge(identity: record, picture, stat, subject)
        expect("signal_nr_threads", of: subject, UInt64(record.threads), stat.threads)
        expect(
            "signal_sum_sched_runtime", of: subject, record.runtime,
            Witnesses.runtime(of: picture.pid))
        judge(times: record, stat, ["signal_utime", "signal_stime"], subject, machine)
        expect("signal_min_flt", of: subject, record.min_flt, stat.minorFaults)
        expect("signal_maj_flt", of: subject, record.maj_flt, stat.majorFaults)
        judge(io: record, picture.io(), "signal", subject)
        judge(memory: record, picture, machine, subject)
    }

    private mutating func judge(
        identity record: TaskRecord, _ picture: ProcessPicture, _ stat: ProcStat, _ subject: String
    ) {
        expect("task_real_parent", of: subject, UInt64(record.ppid), stat.ppid)
        expect("signal_pgrp", of: subject, UInt64(record.pgrp), stat.pgrp)
        expect("signal_session", of: subject, UInt64(record.session), stat.session)
        let status = picture.status()
        expect("pid_number", of: subject, UInt64(record.ns_pid), status?[.nsPID])
        expect("cred_uid", of: subject, record.uid, status?.userIDs?[0])
        expect("cred_euid", of: subject, record.euid, status?.userIDs?[1])
        expect("cred_gid", of: subject, record.gid, status?.groupIDs?[0])
        expect("cred_egid", of: subject, record.egid, status?.groupIDs?[1])
        let adjustment = picture.number("oom_score_adj")
        expect("signal_oom_score_adj", of: subject, Int64(record.oom_score_adj), adjustment)
        if let terminal = stat.terminal.map(TaskRecord.terminal), record.tty != .max {
            prove("signal_tty", of: subject, record.tty, terminal, unless: 0)
        }
        judge(login: record, picture.number("loginuid"), subject)
    }

    /// The login's user, which is -1, as its neighbour is, for whom nobody has logged in.
    mutating func judge(login record: TaskRecord, _ fact: Int64?, _ subject: String) {
        guard let fact else { return }
        let user = UInt32(truncatingIfNeeded: fact)
        prove("task_loginuid", of: subject, record.loginuid, user, unless: .max)
    }

    /// The sizes: exact where the counters are kept by CPU, as each CPU's part is read; else threads keep up to 64 pages each.
    private mutating func judge(
        memory record: TaskRecord, _ picture: ProcessPicture, _ machine: Machine, _ subject: String
    ) {
        guard let status = picture.status(), let size = status[.vmSize] else {
            expect("mm_total_vm", of: subject, record.total_vm, 0)
            return
        }
        let pages = { (bytes: UInt64) in bytes / machine.pageSize }
        expect("mm_total_vm", of: subject, record.total_vm, pages(size &* 1024))
        if record.pgtables_bytes != .max {
            let tables = status[.vmPTE].map { $0 &* 1024 }
            prove(
                "mm_pgtables_bytes", of: subject, record.pgtables_bytes & ~1023, tables, unless: 0)
        }
        let slack = slack(record)
        let anonymous = picture.mapped("Anonymous").map(pages)
        expect("mm_rss_anon", of: subject, record.rss_anon, near: anonymous, within: slack)
        let all = record.rss_anon &+ record.rss_file &+ record.rss_shmem
        expect(
            "mm_rss_file", of: subject, all, near: picture.mapped("Rss").map(pages),
            within: 3 * slack)
        // status may lack the CPUs' parts of percpu_counter, each of which may hold a batch.
        let rough = UInt64(64 + machine.cpuCount * max(32, 2 * machine.cpuCount))
        let shared = status[.rssShmem].map { pages($0 &* 1024) }
        expect("mm_rss_shmem", of: subject, record.rss_shmem, near: shared, within: rough)
        let swapped = status[.vmSwap].map { pages($0 &* 1024) }
        expect("mm_rss_swap", of: subject, record.swap, near: swapped, within: rough)
    }

    /// By how many pages a counter may be off.
    private func slack(_ record: TaskRecord) -> UInt64 {
        isCountedByCPU ? 2 : 64 * UInt64(record.threads + 1)
    }
}
