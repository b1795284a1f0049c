internal import BTF

/// What holds of every layout by the way the kernel declares its structs, whatever its version and configuration.
///
/// These are facts of include/linux/sched.h, sched/signal.h, mm_types.h, cred.h and pid.h: members that stand side by side
/// without an #ifdef between them. They tell apart what no value can: mm from active_mm, real_parent from parent, start_boottime
/// from start_time, one counter that is 0 from the next.
package enum LayoutRules {
    /// Why a layout cannot be a kernel's, naming the member; nil where no rule is broken.
    package static func objection(to members: [ResolvedMember]) -> String? {
        let places = Dictionary(
            members.map { ($0.member.name, $0) }, uniquingKeysWith: { first, _ in first })
        for entry in members {
            if let objection = alignmentObjection(entry) { return objection }
        }
        for rule in rules {
            guard let from = places[rule.from]?.location, let to = places[rule.to]?.location
            else { continue }
            let distance = Int64(to.byteOffset) - Int64(from.byteOffset)
            if !rule.distances.contains(distance) {
                return "\(rule.to) lies \(distance) bytes behind \(rule.from), not "
                    + rule.distances.map(String.init).joined(separator: " or ")
            }
        }
        return constantObjection(places) ?? strideObjection(places)
    }

    /// Numbers and pointers lie at multiples of their size.
    private static func alignmentObjection(_ entry: ResolvedMember) -> String? {
        guard let location = entry.location, location.bitWidth == 0 else { return nil }
        let alignment: UInt32 = entry.member.kind == .integer ? min(8, location.size) : 8
        if entry.member.kind == .array || location.byteOffset.isMultiple(of: max(1, alignment)) {
            return nil
        }
        return
            "\(entry.member.name) lies at \(location.byteOffset), which is no multiple of \(alignment)"
    }

    private static func constantObjection(_ places: [String: ResolvedMember]) -> String? {
        for (name, offset) in [("pid_level", UInt32(4)), ("timespec64_tv_sec", 0)] {
            if let location = places[name]?.location, location.byteOffset != offset {
                return "\(name) lies at \(location.byteOffset), not \(offset)"
            }
        }
        if let entry = places["upid_size"], case .size(let size) = entry.outcome, size != 16 {
            return "upid_size is \(size), not 16"
        }
        return nil
    }

    /// The counters of rss_stat are elements of one array.
    private static func strideObjection(_ places: [String: ResolvedMember]) -> String? {
        let counters = ["mm_rss_file", "mm_rss_anon", "mm_rss_swap", "mm_rss_shmem"]
        let offsets = counters.compactMap { places[$0]?.location.map { Int64($0.byteOffset) } }
        guard offsets.count == 4 else { return nil }
        let strides = [offsets[1] - offsets[0], offsets[2] - offsets[1], offsets[3] - offsets[2]]
        if Set(strides).count == 1 { return nil }
        return "mm_rss_anon, mm_rss_swap and mm_rss_shmem are not elements of one array: \(strides)"
    }

    private struct Rule {
        let from: String
        let to: String
        let distances: [Int64]

        init(_ from: String, _ to: String, _ distances: Int64...) {
            self.from = from
            self.to = to
            self.distances = distances
        }
    }

    /// Members one after another, each of 8 bytes.
    private static func chain(_ prefix: String, _ names: [String]) -> [Rule] {
        zip(names, names.dropFirst()).map { Rule("\(prefix)_\($0)", "\(prefix)_\($1)", 8) }
    }

    private static let io = [
        "rchar", "wchar", "syscr", "syscw", "read_bytes", "write_bytes", "cancelled_write_bytes",
    ]

    private static let rules =
        [
            Rule("task_pid", "task_tgid", 4),
            // real_parent, parent, children, sibling, group_leader, ptraced, ptrace_entry, thread_pid
            Rule("task_real_parent", "task_group_leader", 48),
            Rule("task_group_leader", "task_thread_pid", 40),
            // tasks, pushable_tasks and pushable_dl_tasks with CONFIG_SMP, mm, active_mm
            Rule("task_tasks", "task_mm", 80, 16),
            // ptracer_cred, real_cred, cred, cached_requested_key (CONFIG_KEYS, as good as always), comm
            Rule("task_real_cred", "task_comm", 24),
            Rule("task_flags", "task_on_cpu", 8),
            Rule("task_prio", "task_static_prio", 4),
            Rule("task_prio", "task_rt_priority", 12),
            Rule("task_utime", "task_stime", 8),
            // nvcsw, nivcsw, start_time, start_boottime, min_flt, maj_flt
            Rule("task_nvcsw", "task_nivcsw", 8),
            Rule("task_nivcsw", "task_start_boottime", 16),
            Rule("task_start_boottime", "task_min_flt", 8),
            Rule("task_min_flt", "task_maj_flt", 8),
            Rule("signal_nr_threads", "signal_thread_head", 8),
            Rule("signal_utime", "signal_stime", 8),
            // nvcsw, nivcsw, cnvcsw, cnivcsw, min_flt, maj_flt
            Rule("signal_nvcsw", "signal_nivcsw", 8),
            Rule("signal_nivcsw", "signal_min_flt", 24),
            Rule("signal_min_flt", "signal_maj_flt", 8),
            Rule("signal_cancelled_write_bytes", "signal_sum_sched_runtime", 8),
            Rule("driver_major", "driver_minor_start", 4),
            Rule("cred_uid", "cred_gid", 4),
            Rule("cred_uid", "cred_euid", 16),
            Rule("cred_uid", "cred_egid", 20),
            Rule("pid_number", "pid_namespace", 8),
        ] + chain("task", io) + chain("signal", io)
        + chain("signal", ["tgid", "pgrp", "session"])
        + chain("mm", ["arg_start", "arg_end", "env_start", "env_end"])
        // struct percpu_counter: lock, count, list (CONFIG_HOTPLUG_CPU), counters
        + ["file", "anon", "swap", "shmem"].map {
            Rule("mm_rss_\($0)", "mm_rss_\($0)_percpu", 24, 8)
        }
}
