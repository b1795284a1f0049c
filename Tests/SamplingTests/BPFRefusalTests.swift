import Glibc
import LibBPF
import Testing

@testable import Sampling

/// What is said where BPF is refused: the cause as it was probed, and what would help.
@Suite struct BPFRefusalTests {
    private let error = BPFError(
        "load", "bpftop_walk", code: EPERM, log: "libbpf: RLIMIT_MEMLOCK\n")

    private func refusal(_ facts: PrivilegeFacts) -> BPFRefusal { BPFRefusal(error, facts) }

    @Test func `a user without capabilities learns which are missing`() {
        let found = refusal(PrivilegeFacts(userID: 1000, capabilities: 1 << 38))
        #expect(found.cause == "loading BPF programs needs cap_bpf")
        #expect(found.remedy?.contains("sudo setcap cap_bpf,cap_perfmon=ep bpftop") == true)
    }

    @Test func `root without them is in a container, where neither sudo nor setcap helps`() {
        let found = refusal(PrivilegeFacts(userID: 0, capabilities: 0))
        #expect(found.cause == "loading BPF programs needs cap_bpf and cap_perfmon")
        #expect(found.remedy?.contains("--cap-add BPF --cap-add PERFMON") == true)
    }

    @Test func `the capabilities of another user namespace do not count`() {
        let found = refusal(
            PrivilegeFacts(userID: 0, capabilities: .max, isInFirstUserNamespace: false))
        #expect(found.cause.hasSuffix("cap_perfmon in the machine's first user namespace"))
        #expect(found.remedy?.contains("--userns host") == true)
    }

    @Test func `a seccomp filter is named only where there is one`() {
        var facts = PrivilegeFacts(
            userID: 0, capabilities: .max, bpfRefusal: EPERM, seccompMode: 2)
        #expect(refusal(facts).cause == "a seccomp filter refuses bpf(2): Operation not permitted")
        #expect(refusal(facts).remedy?.contains("seccomp=unconfined") == true)
        facts.seccompMode = 0
        facts.bpfRefusal = ENOSYS
        #expect(refusal(facts).cause == "the kernel refuses bpf(2): Function not implemented")
        #expect(refusal(facts).remedy == nil)
        facts.bpfRefusal = nil
        #expect(refusal(facts).cause.hasPrefix("the kernel refused the BPF program: load of"))
    }

    @Test func `little lockable memory is blamed only on kernels that charge BPF to it`() {
        var facts = PrivilegeFacts(
            userID: 0, capabilities: .max, lockableBytes: 64 << 10, chargesLockedBytes: true)
        #expect(refusal(facts).cause.hasPrefix("only 64 KiB may be locked"))
        #expect(refusal(facts).remedy == "sudo prlimit --memlock=unlimited --pid $$")
        facts.chargesLockedBytes = false
        #expect(refusal(facts).cause.hasPrefix("the kernel refused the BPF program"))
        #expect(KernelVersion(release: "5.10.0-32-cloud-arm64") < KernelVersion(5, 11))
        #expect(KernelVersion(release: "4.19.1") < KernelVersion(5, 11))
        #expect(KernelVersion(release: "6") >= KernelVersion(5, 11))
    }

    @Test
    func `what would crash the kernel's interpreter is refused with the switch that compiles it`() {
        let interpreted = BPFError("load", "bpftop_raw", code: BPFError.interpreted, log: "x\n")
        let found = BPFRefusal(interpreted, PrivilegeFacts(userID: 0, capabilities: .max))
        #expect(found.cause.contains("would crash this kernel"))
        #expect(found.remedy == "sudo sysctl net.core.bpf_jit_enable=1")
    }

    @Test func `bpf(2) is seen to work where it does`() {
        #expect(PrivilegeFacts.current().bpfRefusal == nil || geteuid() != 0)
    }
}
