extension Column {
    /// The column that a person means by a word, in any case of letters: a short name, a machine name or a heading.
    ///
    /// Short names come before headings, so `cpu` is the CPU time used and not the column headed CPU, the last CPU.
    package static func field(_ word: String) -> Column? {
        let word = word.lowercased()
        return shortNames[word].flatMap { named($0) } ?? named(word)
    }

    /// The short names that filters and sort orders know beside the machine names.
    static let shortNames: [String: String] = [
        "cpu": "cpu_percent", "mcpu": "cpu_machine_percent", "usr": "user_percent",
        "sys": "system_percent", "time": "cpu_time_ns", "cpu_time": "cpu_time_ns",
        "utime": "user_time_ns", "stime": "system_time_ns", "core": "last_cpu",
        "prio": "priority", "rtprio": "rt_priority", "nlwp": "threads",
        "mem": "mem_percent", "rss": "rss_bytes", "virt": "virt_bytes", "vsz": "virt_bytes",
        "shr": "shr_bytes", "anon": "anon_bytes", "swap": "swap_bytes",
        "pgtables": "pgtables_bytes", "minflt": "minor_faults", "majflt": "major_faults",
        "oom": "oom_score_adj",
        "age": "age_ns", "start": "start_time", "cmd": "command", "name": "comm",
        "ruser": "real_user", "login": "login_user", "sid": "session", "cg": "cgroup",
        "runq": "run_delay_percent", "blkw": "blkio_delay_percent",
        "swpw": "swapin_delay_percent", "read": "read_bytes_per_second",
        "write": "write_bytes_per_second", "rchar": "rchar_bytes", "wchar": "wchar_bytes",
    ]
}
