import Glibc
import TestSupport
import Testing

@testable import Sampling

@Suite struct ProcStatusTests {
    /// As Linux 6.18 prints it, shortened where lines repeat in kind.
    static let linux6 = """
        Name:\ta\\nb
        Umask:\t0022
        State:\tR (running)
        Tgid:\t16743
        Ngid:\t0
        Pid:\t16743
        PPid:\t16572
        TracerPid:\t0
        Uid:\t1000\t1001\t1002\t1003
        Gid:\t100\t101\t102\t103
        FDSize:\t256
        Groups:\t 4 24
        NStgid:\t16743\t12\t1
        NSpid:\t16743\t12\t1
        NSpgid:\t16572\t0\t0
        NSsid:\t12542\t0\t0
        Kthread:\t0
        VmPeak:\t    3060 kB
        VmSize:\t    3060 kB
        VmLck:\t       0 kB
        VmPin:\t       0 kB
        VmHWM:\t    1740 kB
        VmRSS:\t    1740 kB
        RssAnon:\t     116 kB
        RssFile:\t    1624 kB
        RssShmem:\t       4 kB
        VmPTE:\t      44 kB
        VmSwap:\t      8 kB
        THP_enabled:\t1
        untag_mask:\t0xffffffffffffffff
        Threads:\t1
        SigQ:\t1/96365
        SigBlk:\t0000000000010000
        CapEff:\t000001fffeffffff
        NoNewPrivs:\t1
        Seccomp:\t2
        Seccomp_filters:\t3
        Speculation_Store_Bypass:\tvulnerable
        Cpus_allowed:\t3
        Mems_allowed_list:\t0
        voluntary_ctxt_switches:\t150
        nonvoluntary_ctxt_switches:\t545

        """

    /// A kernel thread as Linux 3.10 prints it: no namespaces, no memory.
    static let kernelThread3 = """
        Name:\tkthreadd
        State:\tS (sleeping)
        Tgid:\t2
        Pid:\t2
        PPid:\t0
        TracerPid:\t0
        Uid:\t0\t0\t0\t0
        Gid:\t0\t0\t0\t0
        FDSize:\t64
        Groups:\t
        Threads:\t1
        SigQ:\t0/15700
        CapEff:\t0000001fffffffff
        Cpus_allowed:\tff
        voluntary_ctxt_switches:\t263
        nonvoluntary_ctxt_switches:\t0
        """

    private func parse(_ text: String) -> ProcStatus {
        parsed(text) { ProcStatus($0) }
    }

    @Test func `a user process of Linux 6-18 is read`() {
        let status = parse(Self.linux6)
        #expect(status.state == UInt8(ascii: "R"))
        #expect(status[.umask] == 0o22)
        #expect(status.userIDs.map { [$0[0], $0[1], $0[2], $0[3]] } == [1000, 1001, 1002, 1003])
        #expect(status.groupIDs.map { [$0[0], $0[1], $0[2], $0[3]] } == [100, 101, 102, 103])
        #expect(status[.nsPID] == 1)
        #expect(status[.rssAnon] == 116)
        #expect(status[.rssShmem] == 4)
        #expect(status[.vmSwap] == 8)
        #expect(status[.sigQ] == 1)
        #expect(status[.sigBlk] == 0x10000)
        #expect(status[.capEff] == 0x1ff_feff_ffff)
        #expect(status[.seccompFilters] == 3)
        #expect(status[.voluntarySwitches] == 150)
        #expect(status[.involuntarySwitches] == 545)
        #expect(status[.vmData] == nil)
    }

    @Test func `a kernel thread of Linux 3-10 lacks what it lacks`() {
        let status = parse(Self.kernelThread3)
        #expect(status[.pid] == 2)
        #expect(status[.vmSize] == nil)
        #expect(status[.nsPID] == nil)
        #expect(status[.voluntarySwitches] == 263)
    }

    @Test func `lines in another order are read all the same`() {
        let lines = Self.linux6.split(separator: "\n").reversed().joined(separator: "\n")
        let (forward, backward) = (parse(Self.linux6), parse(lines))
        for key in ProcStatus.Key.allCases { #expect(forward[key] == backward[key]) }
    }

    @Test func `every key has its line's name`() {
        #expect(ProcStatus.Key.names.count == ProcStatus.Key.allCases.count)
        #expect(ProcStatus.Key.allCases.count <= 64)
        #expect(ProcStatus.Key.vmPTE.name == "VmPTE")
        #expect(ProcStatus.Key.involuntarySwitches.name == "nonvoluntary_ctxt_switches")
        #expect(ProcStatus.Key.tracerPID.name == "TracerPid")
        #expect(ProcStatus.Key.threads.name == "Threads")
    }

    @Test func `broken ids are nil and not a part`() {
        #expect(parse("Uid:\t1\t2\t3\n").userIDs == nil)
        #expect(parse("Uid:\t1\t2\t3\t4294967296\n").userIDs == nil)
        #expect(parse("Uid:\tx\n")[.uid] == nil)
    }

    @Test func `every key of the running kernel is found but those it does not have`() throws {
        let status = try ProcProcess(UInt32(getpid())).status()
        let text = String(
            decoding: try ProcProcess(UInt32(getpid())).bytes(.status), as: UTF8.self)
        let names = Set(text.split(separator: "\n").compactMap { $0.split(separator: ":").first })
        for key in ProcStatus.Key.allCases where key != .state {
            #expect((status[key] != nil) == names.contains(Substring(key.name)), "\(key.name)")
        }
    }
}
