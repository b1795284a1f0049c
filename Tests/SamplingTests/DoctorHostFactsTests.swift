import TestSupport
import Testing

@testable import Sampling

@Suite struct DoctorHostFactsTests {
    @Test func `an empty root gives facts of which nothing is known`() {
        let facts = HostFacts.current(root: FakeProc().root)
        #expect(facts.privileges.capabilities == nil)
        #expect(facts.privileges.lockdown == nil)
        #expect(!facts.privileges.hasBTF)
        #expect(facts.securityModules == nil)
        #expect(facts.isInFirstPIDNamespace == nil)
        #expect(facts.privileges.isInFirstUserNamespace == nil)
        #expect(facts.cgroups == .none)
        #expect(!facts.hasPressure && !facts.hasProc)
        #expect(facts.executable == nil && facts.possibleCPUs == nil)
        // Deciding on nothing must not fail either.
        #expect(!Diagnosis(facts, BPFFacts()).isCoreWorking)
    }

    @Test func `files of a root are read`() {
        let fake = FakeProc()
        fake.write("proc/self/stat", "7 (x) S 1\n")
        fake.write(
            "proc/self/status", "Name:\tx\nCapEff:\t000000c000000000\nNoNewPrivs:\t1\nSeccomp:\t2\n"
        )
        fake.write("proc/self/mountinfo", "30 1 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n")
        fake.write("proc/sys/kernel/unprivileged_bpf_disabled", "2\n")
        fake.write("proc/sys/kernel/perf_event_paranoid", "-1\n")
        fake.write("proc/sys/net/core/bpf_jit_enable", "1\n")
        fake.write("proc/sys/kernel/task_delayacct", "0\n")
        fake.write("proc/pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n")
        fake.write("sys/kernel/security/lsm", "lockdown,capability,bpf\n")
        fake.write("sys/kernel/security/lockdown", "none integrity [confidentiality]\n")
        fake.write("sys/kernel/btf/vmlinux", "\u{9f}")
        fake.write("sys/devices/system/cpu/possible", "0-3,8-2047\n")
        let facts = HostFacts.current(root: fake.root)
        #expect(facts.possibleCPUs == Set([0, 1, 2, 3] + Array(8...2047)))
        #expect(facts.privileges.missingForBPF == [])
        #expect(facts.privileges.noNewPrivileges == true)
        #expect(facts.privileges.seccompMode == 2)
        #expect(facts.privileges.lockdown == "confidentiality")
        #expect(facts.privileges.unprivilegedBPFDisabled == 2)
        #expect(facts.privileges.hasBTF)
        #expect(facts.perfEventParanoid == -1)
        #expect(facts.jit == 1)
        #expect(facts.delayAccounting == 0)
        #expect(facts.hasPressure && facts.hasProc)
        #expect(facts.securityModules == ["lockdown", "capability", "bpf"])
        #expect(facts.cgroups == .unified("/sys/fs/cgroup"))
    }

    @Test(arguments: [
        ("30 1 0:26 / /c rw - cgroup cgroup rw,cpu\n", HostFacts.CgroupLayout.legacy),
        (
            "30 1 0:26 / /c rw - cgroup cgroup rw,cpu\n31 1 0:27 / /u rw - cgroup2 x rw\n",
            .hybrid("/u")
        ),
        ("garbage\n", .none),
    ])
    func `the cgroup layout is read off the mounts`(
        _ mounts: String, _ layout: HostFacts.CgroupLayout
    ) {
        let fake = FakeProc()
        fake.write("proc/self/mountinfo", mounts)
        #expect(HostFacts.current(root: fake.root).cgroups == layout)
    }

    @Test func `capabilities are named by their bits`() {
        #expect(Capability.names(in: 1 << 39 | 1 << 38) == ["cap_perfmon", "cap_bpf"])
        #expect(Capability.names(in: 1 << 45) == ["cap_45"])
        #expect(Capability.text(of: 0) == "none")
        #expect(Capability.text(of: (1 << 41) - 1) == "all")
        #expect(Capability.text(of: (1 << 41) - 1 - 1 << 24) == "all but cap_sys_resource")
        for capability in Capability.allCases {
            #expect(Capability.allNames[capability.rawValue] == capability.name)
        }
    }
}
