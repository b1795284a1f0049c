internal import BTF
package import KernelOffsets
package import LibBPF
internal import Linux

/// Why processes cannot be read through BPF here, with what is known of the cause and what would help.
package struct BPFRefusal: Error, Equatable, Sendable {
    /// What failed and why, one line.
    package var cause: String
    /// The probed facts that explain it, one line each.
    package var facts: [String]
    /// The command that mends it; nil where none does.
    package var remedy: String?

    /// Makes a refusal of its parts.
    package init(cause: String, facts: [String], remedy: String?) {
        self.cause = cause
        self.facts = facts
        self.remedy = remedy
    }

    /// A kernel without usable type information.
    package init(noBTF error: SystemError, _ facts: PrivilegeFacts) {
        self.init(
            cause: "the kernel's type information (BTF) cannot be read: \(error)",
            facts: ["the kernel needs CONFIG_DEBUG_INFO_BTF=y, and /sys has to be mounted"],
            remedy: "bpftop --btf FILE, with the BTF or the vmlinux of this very kernel")
    }

    /// Type information that does not describe what bpftop reads.
    package init(_ error: KernelOffsetsError) {
        self.init(
            cause: "the kernel's layout cannot be used: \(error)", facts: [],
            remedy: "bpftop offsets --dump")
    }

    /// A program that the kernel did not load, attach or run.
    ///
    /// libbpf blames RLIMIT_MEMLOCK for any EPERM; the capabilities tell more.
    package init(_ error: BPFError, _ facts: PrivilegeFacts, executable: String = "bpftop") {
        if let want = facts.wantForBPF {
            self.init(
                cause: want,
                facts: [Self.standing(facts), "\(error.operation): \(Self.words(error))"],
                remedy: facts.remedyOutside
                    ?? "sudo \(executable), or once: sudo setcap cap_bpf,cap_perfmon=ep \(executable)"
            )
            return
        }
        if let code = facts.bpfRefusal {
            self.init(ofEveryCall: code, facts)
            return
        }
        if let limit = Self.tightLimit(error, facts) {
            self.init(
                cause:
                    "only \(limit >> 10) KiB may be locked, which bounds BPF before Linux 5.11",
                facts: [Self.standing(facts), "\(error.operation): \(Self.words(error))"],
                remedy: "sudo prlimit --memlock=unlimited --pid $$")
            return
        }
        if error.code == BPFError.interpreted {
            self.init(
                cause:
                    "BPF programs are not compiled here, and running them would crash this kernel",
                facts: [Self.standing(facts), "\(error)"],
                remedy: "sudo sysctl net.core.bpf_jit_enable=1")
            return
        }
        self.init(
            cause: "the kernel refused the BPF program: \(error)",
            facts: [Self.standing(facts)] + Self.obstacles(facts), remedy: nil)
    }

    /// A machine where bpf(2) refuses whatever it is asked.
    private init(ofEveryCall code: Int32, _ facts: PrivilegeFacts) {
        let isFiltered = facts.seccompMode == 2
        self.init(
            cause:
                "\(isFiltered ? "a seccomp filter" : "the kernel") refuses bpf(2): \(errorText(code))",
            facts: [Self.standing(facts)] + Self.obstacles(facts),
            remedy: isFiltered
                ? "start bpftop outside of the container, or the container with --security-opt seccomp=unconfined"
                : nil)
    }

    /// The refusal in one line, for a screen that shows /proc's numbers instead.
    package var notice: String {
        "reading /proc: \(cause)" + (remedy.map { "; try: \($0)" } ?? "")
    }

    /// The limit on locked memory, in bytes, where it is for its sake that a map or a program was refused.
    private static func tightLimit(_ error: BPFError, _ facts: PrivilegeFacts) -> UInt64? {
        // EPERM, and not the verifier's: of a program that is not even looked at only libbpf has something to say.
        guard error.code == 1, facts.chargesLockedBytes,
            error.reason.allSatisfy({ $0.hasPrefix("libbpf:") })
        else { return nil }
        return facts.lockableBytes.flatMap { $0 < 64 << 20 ? $0 : nil }
    }

    private static func words(_ error: BPFError) -> String {
        var bare = error
        bare.log = ""
        return "\(bare)"
    }

    private static func standing(_ facts: PrivilegeFacts) -> String {
        let set = facts.capabilities.map { "0x" + String($0, radix: 16) } ?? "unknown"
        return "user id \(facts.userID), effective capabilities \(set)"
    }

    private static func obstacles(_ facts: PrivilegeFacts) -> [String] {
        var found: [String] = []
        if facts.seccompMode == 2 {
            found.append("a seccomp filter is in force and may refuse bpf(2)")
        }
        if let mode = facts.lockdown, mode != "none" { found.append("kernel lockdown: \(mode)") }
        return found
    }
}
