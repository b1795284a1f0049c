import KernelOffsets
import LibBPF
import TestSupport
import Testing

@testable import Sampling

@Suite(.requiresBPF, .serialized) struct CheckTests {
    private static let offsets = Result { () throws(BPFRefusal) in try KernelBTF().offsets() }

    @Test(.timeLimit(.minutes(2)), arguments: [nil, WalkMechanism.iterator])
    func `every number agrees with proc under load`(_ mechanism: WalkMechanism?) throws {
        try CheckLoad.require()
        var checker = try Checker(offsets: Self.offsets.get(), mechanism: mechanism)
        let result = try checker.run(seconds: 2)
        for tally in result.tallies where tally.disagreed > 0 {
            Issue.record("\(tally.name): \(tally.disagreed), \(String(describing: tally.example))")
        }
        #expect(result.isClean)
        #expect(result.rounds >= 1 && result.processes > 20)
        for field in ["process", "state", "cpu_time", "rss_anon", "thread_nvcsw", "rchar"] {
            #expect(try #require(result.tally(field)).compared > 20)
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: Skew.swaps)
    func `two members read at each other's place are noticed`(_ skew: Skew) throws {
        try CheckLoad.require()
        try expectNotice(skew)
    }

    @Test(.timeLimit(.minutes(5)), arguments: Skew.shifts)
    func `a member read beside its place is refused or noticed`(_ skew: Skew) throws {
        try CheckLoad.require()
        do {
            try expectNotice(skew)
        } catch let error as BPFError {
            // The verifier knows better than to read there.
            #expect(!error.log.isEmpty)
        }
    }

    private func expectNotice(_ skew: Skew) throws {
        var checker = try Checker(offsets: skew.applied(to: Self.offsets.get()))
        let result = try checker.run(seconds: 0)
        let wrong = result.tallies.filter { $0.disagreed > 0 }.map(\.name)
        #expect(!result.isClean)
        #expect(!Set(wrong).isDisjoint(with: skew.fields), "\(wrong)")
    }
}

/// A layout with one mistake, and the fields of which one at least must show it.
struct Skew: Sendable, CustomTestStringConvertible {
    let change: Change
    let fields: [String]

    enum Change: Sendable {
        case swap(String, String)
        case shift(String, by: UInt32)
    }

    var testDescription: String { "\(change)" }

    private static func swap(_ first: String, _ second: String, _ fields: String...) -> Skew {
        Skew(change: .swap(first, second), fields: fields)
    }

    private static func shift(_ name: String, _ by: UInt32, _ fields: String...) -> Skew {
        Skew(change: .shift(name, by: by), fields: fields)
    }

    static let swaps = [
        swap("task_pid", "task_tgid", "process", "thread_tgid"),
        swap("task_utime", "task_stime", "user_time", "system_time"),
        swap("signal_utime", "signal_stime", "user_time", "system_time"),
        swap("task_min_flt", "task_maj_flt", "min_flt", "thread_min_flt"),
        swap("signal_min_flt", "signal_maj_flt", "min_flt", "maj_flt"),
        swap("task_nvcsw", "task_nivcsw", "thread_nvcsw"),
        swap("signal_nvcsw", "signal_nivcsw", "nvcsw", "nivcsw"),
        swap("mm_rss_file", "mm_rss_anon", "rss_file", "rss_anon"),
        swap("mm_rss_shmem", "mm_rss_anon", "rss_shmem", "rss_anon"),
        swap("mm_rss_swap", "mm_rss_file", "swap", "rss_file"),
        swap("task_rchar", "task_wchar", "rchar", "wchar"),
        swap("task_syscr", "task_syscw", "syscr", "syscw"),
        swap("signal_rchar", "signal_wchar", "rchar", "wchar"),
        swap("cred_uid", "cred_euid", "uid"),
        swap("cred_gid", "cred_egid", "gid"),
        swap("signal_pgrp", "signal_session", "pgrp"),
        swap("task_policy", "task_rt_priority", "policy", "rt_priority"),
        swap("task_prio", "task_static_prio", "priority"),
        swap("mm_total_vm", "mm_arg_start", "virtual"),
        swap("task_sum_exec_runtime", "task_utime", "thread_runtime"),
        swap("task_run_delay", "task_nvcsw", "run_delay", "thread_run_delay"),
        swap("task_flags", "task_policy", "flags"),
    ]

    static let shifts = [
        shift("task_sum_exec_runtime", 8, "thread_runtime"),
        shift("task_start_boottime", 8, "start_time"),
        shift("task_exit_state", 4, "state"),
        shift("mm_total_vm", 8, "virtual"),
        shift("mm_pgtables_bytes", 8, "page_tables"),
        shift("task_min_flt", 8, "min_flt"),
        shift("task_stime", 8, "system_time"),
        shift("signal_nr_threads", 4, "threads"),
        shift("cred_uid", 4, "uid"),
        shift("cred_egid", 4, "egid"),
        shift("task_tgid", 4, "process", "thread_tgid", "ppid"),
        shift("task_policy", 4, "policy"),
        shift("task_comm", 4, "comm"),
        shift("kernfs_node_id", 8, "cgroup"),
    ]

    /// The layout with the mistake in it.
    func applied(to offsets: KernelOffsets) throws -> KernelOffsets {
        var members = offsets.members
        switch change {
        case .swap(let first, let second):
            exchange(first, second, &members)
            // The CPUs' parts belong to the counter.
            exchange(first + "_percpu", second + "_percpu", &members)
        case .shift(let name, let distance):
            let place = try #require(members.firstIndex { $0.member.name == name })
            let entry = members[place]
            guard case .found(let location, let alternative) = entry.outcome else {
                throw NotThere(name: name)
            }
            members[place] = ResolvedMember(
                entry.member, .found(location.moved(by: distance), alternative: alternative))
        }
        return try KernelOffsets(
            members: members, source: offsets.source, features: offsets.features)
    }

    struct NotThere: Error {
        let name: String
    }

    private func exchange(_ first: String, _ second: String, _ members: inout [ResolvedMember]) {
        guard let one = members.firstIndex(where: { $0.member.name == first }),
            let other = members.firstIndex(where: { $0.member.name == second })
        else { return }
        let outcome = members[one].outcome
        members[one] = ResolvedMember(members[one].member, members[other].outcome)
        members[other] = ResolvedMember(members[other].member, outcome)
    }
}
