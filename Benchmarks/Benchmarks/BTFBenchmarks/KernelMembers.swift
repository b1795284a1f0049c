import BTF

/// A list of members like the one that bpftop reads at its start, as text: struct, colon, paths.
///
/// It is frozen here so that timings stay comparable when the program's own list grows.
struct KernelMembers: Sendable {
    private let structs: [(query: TypeQuery, paths: [MemberPath])]

    static let functions = [
        TypeQuery(.func, "bpf_iter_task_new"), TypeQuery(.func, "bpftop_absent_function"),
        TypeQuery(.typedef, "btf_trace_sched_process_exec"),
        TypeQuery(.typedef, "btf_trace_sched_process_exit"),
        TypeQuery(.typedef, "btf_trace_sched_process_fork"),
    ]

    static let enumerators = [
        "MM_FILEPAGES", "MM_ANONPAGES", "MM_SWAPENTS", "MM_SHMEMPAGES", "PIDTYPE_TGID",
        "PIDTYPE_PGID", "PIDTYPE_SID", "BPFTOP_ABSENT",
    ]

    init() {
        var structs: [(TypeQuery, [MemberPath])] = []
        for word in KernelMembers.text.split(whereSeparator: \.isWhitespace) {
            if word.hasSuffix(":") {
                structs.append((TypeQuery(.struct, String(word.dropLast())), []))
            } else if let path = try? MemberPath(String(word)) {
                structs[structs.count - 1].1.append(path)
            }
        }
        self.structs = structs
    }

    /// Finds all structs and members; returns how many members there are.
    func locate(in btf: BTF, besides queries: [TypeQuery] = []) throws(BTFError) -> Int {
        let ids = try btf.find(structs.map(\.query) + queries)
        var located = 0
        for (id, entry) in zip(ids, structs) {
            guard let id else { continue }
            for path in entry.paths where try btf.location(of: path, in: id) != nil {
                located += 1
            }
        }
        return located
    }

    /// 125 members of 22 structs.
    private static let text = """
        task_struct: pid tgid comm __state flags exit_state se.sum_exec_runtime utime
            stime prio static_prio rt_priority policy start_boottime start_time nvcsw
            nivcsw min_flt maj_flt ioac.rchar ioac.wchar ioac.read_bytes ioac.write_bytes
            ioac.syscr ioac.syscw real_parent parent group_leader signal mm cred real_cred
            cgroups nsproxy thread_pid thread_node tasks children sibling
            sched_info.run_delay sched_info.pcount thread_info.cpu on_cpu self_exec_id
            exit_code in_iowait files fs delays loginuid sessionid
        mm_struct: total_vm locked_vm data_vm exec_vm stack_vm arg_start arg_end env_start
            env_end rss_stat[0].count rss_stat[1].count rss_stat[2].count
            rss_stat[3].count exe_file hiwater_rss hiwater_vm pgtables_bytes
        signal_struct: nr_threads utime stime nvcsw nivcsw min_flt maj_flt
            sum_sched_runtime rlim[0].rlim_cur tty oom_score_adj thread_head
            ioac.read_bytes
        cred: uid.val euid.val gid.val egid.val suid.val user_ns
        pid: numbers[0].nr level
        upid: nr ns
        css_set: dfl_cgrp subsys
        cgroup: kn level ancestors
        kernfs_node: id name __parent
        file: f_inode f_path
        inode: i_ino i_sb i_mode
        dentry: d_name.name d_parent
        nsproxy: pid_ns_for_children net_ns mnt_ns
        percpu_counter: count counters
        sched_entity: sum_exec_runtime vruntime load.weight
        sched_info: run_delay
        task_io_accounting: read_bytes
        thread_info: cpu
        pid_namespace: level ns.inum
        tty_struct: driver index
        tty_driver: major minor_start
        bpf_array: pptrs value
        """
}
