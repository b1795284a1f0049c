import BTF
import CBpftop
import KernelOffsets
import TestSupport
import Testing

/// The shapes that members have had over the years, and shapes that none has.
@Suite struct AlternativeTests {
    @Test func `a new kernel's shapes are found by their first path`() throws {
        let offsets = try Layouts.offsets()
        #expect(offsets.members.filter { !$0.isUsable }.map(\.member.name) == [])
        #expect(path(offsets, "task_state") == "__state")
        #expect(path(offsets, "task_cpu") == "thread_info.cpu")
        #expect(path(offsets, "mm_rss_anon") == "rss_stat[MM_ANONPAGES].count")
        #expect(offsets.raw.task_state.size == 4)
        #expect(offsets.raw.task_on_cpu.size == 1)
        #expect(offsets.raw.task_self_exec_id.size == 8)
        #expect(offsets.raw.signal_oom_score_adj.size == 4)
    }

    @Test func `an old kernel's shapes are found by the others`() throws {
        let offsets = try Layouts.offsets("-DOLD")
        #expect(path(offsets, "task_state") == "state")
        #expect(path(offsets, "task_cpu") == "cpu")
        #expect(path(offsets, "task_start_boottime") == "real_start_time")
        #expect(path(offsets, "mm_rss_anon") == "rss_stat.count[MM_ANONPAGES].counter")
        #expect(offsets.raw.task_state.size == 8)
        #expect(offsets.raw.task_on_cpu.size == 4)
        #expect(offsets.raw.task_self_exec_id.size == 4)
        #expect(offsets.raw.signal_oom_score_adj.size == 2)
        let apart = offsets.raw.mm_rss_shmem.offset - offsets.raw.mm_rss_file.offset
        #expect(apart == 3 * 8, "the counters are 8 bytes apart and shared memory is the fourth")
    }

    @Test func `the counters of a new kernel are a whole struct apart`() throws {
        let raw = try Layouts.offsets().raw
        #expect(raw.mm_rss_anon.offset - raw.mm_rss_file.offset == 40)
        #expect(raw.mm_rss_anon_percpu.offset - raw.mm_rss_anon.offset == 24)
    }

    @Test func `features are those of the functions`() throws {
        let new = try Layouts.offsets().features
        #expect(new.hasTaskIterator && new.hasTaskFromPID)
        #expect(new.timespec64ID != 0)
        let old = try Layouts.offsets("-DOLD").features
        #expect(!old.hasTaskIterator && !old.hasTaskFromPID && old.functions.isEmpty)
    }

    @Test func `an index follows the kernel's own enumerator`() throws {
        let usual = try Layouts.offsets().raw
        let moved = try Layouts.offsets("-DMOVED_ENUM").raw
        #expect(moved.signal_pgrp.offset == usual.signal_pgrp.offset + 8)
        #expect(moved.signal_session.offset == usual.signal_session.offset + 8)
    }

    @Test func `an optional member that is not there is absent, and others stay`() throws {
        let offsets = try Layouts.offsets("-DNO_IO")
        #expect(offsets.raw.task_rchar.offset == BPFTOP_ABSENT)
        #expect(offsets.raw.signal_write_bytes.offset == BPFTOP_ABSENT)
        #expect(offsets.raw.task_rchar.size == 0)
        #expect(offsets.member(named: "task_rchar")?.outcome == .absent)
        #expect(offsets.raw.signal_tty.offset != BPFTOP_ABSENT)
        #expect(try Layouts.offsets("-DNO_CGROUPS").raw.task_cgroups.offset == BPFTOP_ABSENT)
        #expect(try Layouts.offsets("-DNO_SCHED_INFO").raw.task_run_delay.offset == BPFTOP_ABSENT)
    }

    @Test func `a required member that is not there is named with its struct`() throws {
        let error = try #require(try Layouts.error("-DNO_PID"))
        #expect(error.description == "struct task_struct has none of: pid")
    }

    @Test func `a missing member is named with every alternative`() throws {
        var builder = BTFBuilder()
        let byte = builder.int("char", size: 1)
        builder.structure("task_struct", size: 4, [.init("nothing", byte, at: 0)])
        let bytes = builder.bytes
        let error = #expect(throws: KernelOffsetsError.self) {
            _ = try Layouts.offsets(of: bytes)
        }
        let required = Member.all.filter(\.isRequired).count
        #expect(
            error?.description
                == "struct task_struct has none of: __state, state (and \(required - 1) more)")
    }

    @Test func `a struct that is not there is an error of its own size`() throws {
        let members = Member.all.map { member in
            ResolvedMember(member, member.name == "upid_size" ? .absent : .size(8))
        }
        let error = #expect(throws: KernelOffsetsError.self) {
            _ = try KernelOffsets(members: members, source: "x", features: KernelFeatures())
        }
        #expect(error?.description == "struct upid has none of: its size")
    }

    @Test func `a wrong size is refused and says what it found`() throws {
        let error = try #require(try Layouts.error("-DWIDE_COMM"))
        #expect(error.description == "struct task_struct: comm: 32 bytes of char[32], not 16")
    }

    @Test func `a wrong kind is refused and says what it found`() throws {
        let error = try #require(try Layouts.error("-DSIGNAL_INSIDE"))
        #expect(
            error.description == "struct task_struct: signal: struct signal_struct is no pointer")
    }

    @Test func `a bit field is refused, as no program reads one`() throws {
        let error = try #require(try Layouts.error("-DBITFIELD"))
        #expect(
            error.description
                == "struct task_struct: exit_state: a bit field of 7 bits (and 1 more)")
    }

    @Test func `a refused member is absent to the programs`() throws {
        let members = try Layouts.members(of: try Layouts.fixture("-DWIDE_COMM"))
        let comm = try #require(members.first { $0.member.name == "task_comm" })
        #expect(comm.raw.offset == BPFTOP_ABSENT && comm.raw.size == 0)
        #expect(!comm.isUsable && comm.location == nil && comm.path == nil)
    }

    @Test func `broken type information is an error and says so`() throws {
        let bytes = try Layouts.fixture()
        for cut in [bytes.count - 1, bytes.count / 2, 30] {
            #expect(throws: BTFError.self) { try Layouts.open(Array(bytes[..<cut])) }
        }
        for changed in mutations(of: bytes, count: 300, seed: 11) {
            // Any outcome but a crash; what resolves has every required member.
            guard let offsets = try? Layouts.offsets(of: changed) else { continue }
            #expect(offsets.members.allSatisfy { $0.isUsable || !$0.member.isRequired })
        }
    }

    private func path(_ offsets: KernelOffsets, _ name: String) -> String? {
        offsets.member(named: name)?.path
    }
}
