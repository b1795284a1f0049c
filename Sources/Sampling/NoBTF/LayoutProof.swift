internal import CBpftop
internal import Glibc
package import KernelOffsets
package import LibBPF
internal import Linux
internal import Model

/// Judges layouts that did not come from the running kernel itself: nothing is read through one before it has passed.
///
/// The walk itself reads our own process and a few children of which everything is known, and every number is compared with
/// /proc. One contradiction refuses the layout. What could not be told from its neighbours is made absent, unless the build id
/// says that the layout is that of this very kernel.
package struct LayoutProof: ~Copyable {
    private let witnesses: Witnesses
    private let machine: Machine
    private let hierarchy: UnifiedHierarchy?

    /// Starts the children; throws where that is not possible.
    package init() throws(LayoutProofError) {
        do throws(LayoutError) {
            witnesses = try Witnesses()
        } catch {
            throw .refuted(error)
        }
        machine = .current()
        hierarchy = UnifiedHierarchy(mounts: Mount.all(root: "/"), root: "/")
    }

    /// The offsets as far as they are proven; throws `LayoutError` naming the first member that is wrong.
    ///
    /// `isExact` says that the build id of their source is the running kernel's.
    package borrowing func prove(
        _ offsets: KernelOffsets, isExact: Bool
    ) throws(LayoutProofError) -> KernelOffsets {
        if !isExact, let objection = LayoutRules.objection(to: offsets.members) {
            throw .refuted(LayoutError(objection))
        }
        let verdict: Result<Set<String>, LayoutProofError>
        do throws(BPFError) {
            verdict = try judge(offsets)
        } catch {
            throw .unloadable(error)
        }
        let proven = try verdict.get()
        return isExact ? offsets : Self.reduce(offsets, to: proven)
    }

    /// Walks while the witnesses rest and compares; the optional members that were proven.
    private borrowing func judge(
        _ offsets: KernelOffsets
    ) throws(BPFError) -> Result<Set<String>, LayoutProofError> {
        var reader = try BPFTaskReader(offsets: offsets, mechanism: .list)
        if let error = try Self.objection(toSelf: try reader.readSelf()) {
            return .failure(.refuted(error))
        }
        var verdict: Result<Set<String>, LayoutProofError> = .failure(
            .refuted(LayoutError("the processes to judge it by do not come to rest")))
        // A number that changes between the readings contradicts once, a wrong place always.
        var looks = 0
        for _ in 0..<100 where looks < Self.looks {
            let before = witnesses.pids.values.compactMap { ProcessPicture($0) }
            let records: [TaskRecord]
            do throws(BPFError) {
                records = try reader.read(threads: true)
            } catch {
                // The walk itself fails only where the list does not close.
                return .failure(.refuted(LayoutError("task_tasks: \(error)")))
            }
            let after = witnesses.pids.values.compactMap { ProcessPicture($0) }
            guard before == after, after.allSatisfy(\.isAtRest) else {
                usleep(5000)
                continue
            }
            verdict = compare(records, after, offsets)
            if case .success = verdict { return verdict }
            looks += 1
        }
        return verdict
    }

    /// How often a layout that is contradicted is looked at.
    private static let looks = 3

    private borrowing func compare(
        _ records: [TaskRecord], _ pictures: [ProcessPicture], _ offsets: KernelOffsets
    ) -> Result<Set<String>, LayoutProofError> {
        let percpu = offsets.member(named: "mm_rss_file_percpu")?.isUsable == true
        var judgement = Judgement(isCountedByCPU: percpu)
        let groups = Dictionary(
            records.filter { !$0.isThread }.map { ($0.pid, $0) }, uniquingKeysWith: { $1 })
        let threads = Dictionary(
            records.filter(\.isThread).map { ($0.pid, $0) }, uniquingKeysWith: { $1 })
        for picture in pictures {
            guard let group = groups[picture.pid] else {
                judgement.contradict("task_tasks", of: picture.subject, "nothing", "in the list")
                break
            }
            for tid in picture.threads {
                guard let thread = threads[tid], thread.tgid == picture.pid else {
                    judgement.contradict(
                        "task_pid", of: picture.subject, "no thread \(tid)", "one of its threads")
                    break
                }
                judgement.judge(thread: thread, picture, machine)
            }
            judgement.judge(group: group, picture, machine)
            judgement.judge(cgroup: group, picture.cgroup.flatMap { hierarchy?.id(of: $0) })
        }
        judgement.judge(switches: groups, threads, pictures, witnesses.pids[.worker])
        judgement.judge(ourselves: groups, threads, witnesses.pids.values)
        judgement.judge(others: groups)
        if let error = judgement.contradiction { return .failure(.refuted(error)) }
        return .success(judgement.proven)
    }

    /// Why the record of our own process, the only one that was read, is not ours.
    private static func objection(toSelf record: TaskRecord?) throws(BPFError) -> LayoutError? {
        guard let picture = ProcessPicture(UInt32(getpid())), let stat = picture.stat() else {
            return LayoutError("/proc/self cannot be read")
        }
        guard let record else { return LayoutError("task_group_leader: nothing was read") }
        var judgement = Judgement(isCountedByCPU: false)
        let subject = "bpftop itself"
        judgement.expect("task_tgid", of: subject, record.tgid, UInt32(getpid()))
        judgement.expect("task_comm", of: subject, record.name, stat.name)
        judgement.expect("signal_nr_threads", of: subject, UInt64(record.threads), stat.threads)
        return judgement.contradiction
    }

    /// The offsets without the optional members that nothing proved.
    private static func reduce(_ offsets: KernelOffsets, to proven: Set<String>) -> KernelOffsets {
        let members = offsets.members.map { entry in
            let name = entry.member.name
            guard let witness = needed[name], !proven.contains(witness), entry.isUsable else {
                return entry
            }
            return ResolvedMember(entry.member, .refused("not proven"))
        }
        // SAFETY of the `try?`: only optional members were taken away.
        let reduced = try? KernelOffsets(
            members: members, source: offsets.source, features: offsets.features)
        return reduced ?? offsets
    }

    /// For each optional member the one whose proof is its own.
    private static let needed: [String: String] = {
        var needed: [String: String] = [:]
        let alone = [
            "task_cpu", "task_on_cpu", "task_on_rq", "task_run_delay", "task_loginuid",
            "mm_pgtables_bytes",
        ]
        for name in alone { needed[name] = name }
        // No file tells them, and only a walk that has the kernel's BTF uses them.
        for name in ["task_last_arrival", "task_last_queued"] { needed[name] = name }
        for name in ["signal_tty", "tty_driver", "tty_index", "driver_major", "driver_minor_start"]
        {
            needed[name] = "signal_tty"
        }
        for name in ["task_cgroups", "css_set_dfl_cgrp", "cgroup_kn", "kernfs_node_id"] {
            needed[name] = "task_cgroups"
        }
        // Accounting of delays is mostly off, and then there is nothing to prove them by.
        for name in ["task_delays", "delay_blkio", "delay_swapin"] { needed[name] = "task_delays" }
        let io = [
            "rchar", "wchar", "syscr", "syscw", "read_bytes", "write_bytes",
            "cancelled_write_bytes",
        ]
        for name in io {
            needed["task_\(name)"] = "task_\(name)"
            needed["signal_\(name)"] = "signal_\(name)"
        }
        return needed
    }()
}

/// Why a layout is not used.
package enum LayoutProofError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A member is not where it is said to be.
    case refuted(LayoutError)
    /// The program to judge it by cannot be loaded or run here, so no layout can be used.
    case unloadable(BPFError)

    package var description: String {
        switch self {
        case .refuted(let error): error.description
        case .unloadable(let error): error.description
        }
    }
}

extension ProcessPicture {
    /// Whether nothing runs any more: every thread sleeps, is stopped or has ended.
    fileprivate var isAtRest: Bool {
        threads.allSatisfy { tid in
            guard let state = stat(tid)?.state else { return false }
            return "STZ".utf8.contains(state)
        }
    }
}
