import CBpftop
import KernelOffsets
import LibBPF
import Model
import Testing

@testable import Sampling

@Suite struct DoctorDiagnosisTests {
    private func host(capabilities: UInt64 = .max) -> HostFacts {
        var host = HostFacts(
            machine: Machine(
                pageSize: 4096, tick: 10_000_000, cpuCount: 4, release: "6.18",
                architecture: "x86_64",
                hostName: "host"),
            privileges: PrivilegeFacts(userID: 1000, capabilities: capabilities))
        host.cgroups = .unified("/sys/fs/cgroup")
        host.hasPressure = true
        host.delayAccounting = 1
        host.executable = "/opt/bpftop"
        return host
    }

    /// Everything loaded; members are as many as their names say.
    private func bpf(without absent: Set<String> = []) -> BPFFacts {
        var facts = BPFFacts()
        for program in BPFProgram.allCases { facts.loads[program] = .loaded }
        facts.members = Member.all.map { member in
            ResolvedMember(member, absent.contains(member.name) ? .absent : .size(8))
        }
        return facts
    }

    private let refusal = BPFLoad.refused(
        BPFError("load", "bpftop_walk", code: 1, log: "R1 type=scalar expected=ptr\n"))

    @Test func `a host that lacks nothing works wholly`() {
        let diagnosis = Diagnosis(host(), bpf())
        #expect(diagnosis.verdicts.map(\.feature) == Diagnosis.Feature.allCases)
        #expect(diagnosis.verdicts.allSatisfy { $0.state == .works && $0.reason == nil })
        #expect(diagnosis.isCoreWorking)
    }

    @Test func `missing capabilities are named, with the command that gives them`() {
        var facts = bpf()
        for program in BPFProgram.allCases { facts.loads[program] = refusal }
        let verdict = Diagnosis(host(capabilities: 1 << 38), facts).verdict(.processes)
        #expect(verdict.state == .missing)
        #expect(verdict.reason == "loading BPF programs needs cap_bpf")
        #expect(verdict.remedy == "sudo setcap cap_bpf,cap_perfmon=ep /opt/bpftop")
        var confined = host(capabilities: 0)
        confined.privileges.isInFirstUserNamespace = false
        #expect(
            Diagnosis(confined, facts).verdict(.processes).remedy?.contains("--userns host") == true
        )
    }

    @Test func `where the capabilities of the file have no effect it is said why`() {
        var facts = bpf()
        for program in BPFProgram.allCases { facts.loads[program] = refusal }
        var mounted = host(capabilities: 0)
        mounted.isExecutableNosuid = true
        var verdict = Diagnosis(mounted, facts).verdict(.processes)
        #expect(verdict.reason?.contains("nosuid mount") == true)
        #expect(verdict.remedy == "sudo /opt/bpftop")
        var confined = host(capabilities: 0)
        confined.privileges.noNewPrivileges = true
        verdict = Diagnosis(confined, facts).verdict(.processes)
        #expect(verdict.reason?.contains("no_new_privs") == true)
        #expect(verdict.remedy == nil)
    }

    @Test func `memory that may not be locked is the reason where capabilities are there`() {
        let full = BPFLoad.refused(
            BPFError(
                "load", "bpftop_walk", code: 1,
                log: "libbpf: map 'bpftop_tasks': failed to create: Operation not permitted(-1)\n"))
        var facts = bpf()
        for program in BPFProgram.allCases { facts.loads[program] = full }
        var limited = host()
        limited.privileges.lockableBytes = 65536
        limited.privileges.chargesLockedBytes = true
        let tight = Diagnosis(limited, facts).verdict(.processes)
        #expect(tight.reason?.hasPrefix("only 64 KiB may be locked") == true)
        #expect(tight.remedy == "sudo prlimit --memlock=unlimited --pid $$")
        limited.privileges.lockableBytes = nil
        #expect(Diagnosis(limited, facts).verdict(.processes).remedy == nil)
        // What the verifier says has nothing to do with the limit.
        for program in BPFProgram.allCases { facts.loads[program] = refusal }
        limited.privileges.lockableBytes = 65536
        let verdict = Diagnosis(limited, facts).verdict(.processes)
        #expect(verdict.remedy == nil)
        #expect(verdict.reason?.contains("R1 type=scalar expected=ptr") == true)
    }

    @Test func `without type information its absence is the reason`() {
        var facts = BPFFacts()
        facts.refusal = BPFRefusal(cause: "no BTF", facts: [], remedy: "bpftop --btf FILE")
        let diagnosis = Diagnosis(host(), facts)
        #expect(!diagnosis.isCoreWorking)
        #expect(diagnosis.verdict(.processes).remedy == "bpftop --btf FILE")
        #expect(diagnosis.verdict(.memory).state == .missing)
        #expect(diagnosis.verdict(.cgroups).state == .works)
        #expect(diagnosis.verdict(.transfer).state == .works)
        let unprivileged = Diagnosis(host(capabilities: 0), facts)
        #expect(unprivileged.verdict(.transfer).state == .partly)
    }

    @Test func `an old kernel walks by iter task, with less`() {
        var facts = bpf(without: ["mm_rss_file_percpu"])
        facts.loads[.walk] = .notOffered("kfunc bpf_iter_task_new (Linux 6.7)")
        facts.loads[.threads] = facts.loads[.walk]
        facts.loads[.cpus] = .notOffered("memory counters kept by CPU (Linux 6.2)")
        facts.loads[.arguments] = .notOffered("kfunc bpf_task_from_pid (Linux 6.2)")
        let diagnosis = Diagnosis(host(), facts)
        #expect(diagnosis.isCoreWorking)
        #expect(diagnosis.verdict(.threads).state == .works)
        #expect(diagnosis.verdict(.memory).state == .partly)
        #expect(diagnosis.verdict(.commands).state == .partly)
        #expect(diagnosis.verdict(.commands).reason?.contains("bpf_task_from_pid") == true)
    }

    @Test func `where there may be more CPUs than are added up, memory is not called exact`() {
        var large = host()
        large.possibleCPUs = Set(0..<Int(BPFTOP_CPUS))
        #expect(Diagnosis(large, bpf()).verdict(.memory).state == .works)
        large.possibleCPUs = Set([0, 1] + Array(8...2047))
        let verdict = Diagnosis(large, bpf()).verdict(.memory)
        #expect(verdict.state == .partly)
        #expect(
            verdict.reason == "of 2042 possible CPUs only the parts of the first 1018 are added")
    }

    @Test func `where the best walk is refused another serves, and the reason is told`() {
        var facts = bpf()
        facts.loads[.walk] = refusal
        let diagnosis = Diagnosis(host(), facts)
        let verdict = diagnosis.verdict(.processes)
        #expect(diagnosis.isCoreWorking && verdict.state == .partly && verdict.remedy == nil)
        #expect(verdict.reason?.contains("R1 type") == true)
        facts.loads[.iterator] = refusal
        facts.loads[.list] = refusal
        #expect(Diagnosis(host(), facts).verdict(.processes).state == .missing)
    }

    @Test func `a kernel whose compiler of BPF is off gets the command that turns it on`() {
        var facts = bpf()
        for program in [BPFProgram.walk, .threads, .cpus, .arguments] {
            facts.loads[program] = refusal
        }
        var interpreting = host()
        interpreting.jit = 0
        let verdict = Diagnosis(interpreting, facts).verdict(.processes)
        #expect(verdict.state == .partly)
        #expect(verdict.remedy == "sudo sysctl net.core.bpf_jit_enable=1")
    }

    @Test func `without sysfs the command that mounts it comes first`() {
        var facts = BPFFacts()
        facts.refusal = BPFRefusal(cause: "no BTF", facts: [], remedy: "bpftop --btf FILE")
        var bare = host()
        bare.hasSysfs = false
        let verdict = Diagnosis(bare, facts).verdict(.processes)
        #expect(verdict.remedy == "sudo mount -t sysfs sysfs /sys")
    }

    @Test func `one refused program does not take the others down`() {
        var facts = bpf()
        facts.loads[.arguments] = refusal
        facts.loads[.cpus] = refusal
        facts.loads[.threads] = refusal
        let diagnosis = Diagnosis(host(), facts)
        #expect(diagnosis.isCoreWorking)
        #expect(diagnosis.verdict(.commands).state == .partly)
        #expect(diagnosis.verdict(.memory).state == .partly)
        #expect(diagnosis.verdict(.threads).state == .missing)
        #expect(diagnosis.verdict(.runDelay).state == .works)
    }

    @Test func `what the kernel was built without is named`() {
        let facts = bpf(without: ["task_run_delay", "task_delays", "task_rchar", "task_cgroups"])
        let diagnosis = Diagnosis(host(), facts)
        #expect(diagnosis.verdict(.runDelay).reason?.contains("CONFIG_SCHED_INFO") == true)
        #expect(diagnosis.verdict(.delays).reason?.contains("CONFIG_TASK_DELAY_ACCT") == true)
        #expect(diagnosis.verdict(.transfer).reason?.contains("CONFIG_TASK_IO_ACCOUNTING") == true)
        #expect(diagnosis.verdict(.cgroups).reason?.contains("CONFIG_CGROUPS") == true)
    }

    @Test func `what a command can mend comes with it`() {
        var bare = host()
        bare.delayAccounting = 0
        bare.cgroups = .legacy
        bare.hasPressure = false
        bare.proc.hidePID = "2"
        let diagnosis = Diagnosis(bare, bpf())
        #expect(diagnosis.verdict(.delays).remedy == "sudo sysctl kernel.task_delayacct=1")
        #expect(diagnosis.verdict(.cgroups).remedy?.contains("cgroup2") == true)
        #expect(diagnosis.verdict(.pressure).state == .missing)
        #expect(diagnosis.verdict(.proc).remedy == "sudo mount -o remount,hidepid=0 /proc")
        bare.hasProc = false
        #expect(Diagnosis(bare, bpf()).verdict(.proc).state == .missing)
    }

    @Test func `inside of a PID namespace command lines come from proc`() {
        var inside = host()
        inside.isInFirstPIDNamespace = false
        #expect(Diagnosis(inside, bpf()).verdict(.commands).state == .partly)
    }
}
