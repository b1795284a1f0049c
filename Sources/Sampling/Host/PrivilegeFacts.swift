internal import Glibc
internal import LibBPF

/// What this process may do, as the kernel says; probed, not decided.
package struct PrivilegeFacts: Equatable, Sendable {
    /// The effective user id.
    package var userID: UInt32
    /// The effective capabilities, one bit each; nil where /proc/self/status cannot be read.
    package var capabilities: UInt64?
    /// Whether execve grants no privileges any more; nil where not known.
    package var noNewPrivileges: Bool?
    /// Whether our user namespace is the machine's first, outside of which no capability counts for bpf(2).
    package var isInFirstUserNamespace: Bool?
    /// The error number with which bpf(2) refuses every call, as under a seccomp filter; nil where calls reach the kernel.
    package var bpfRefusal: Int32?
    /// The seccomp mode: 0 none, 1 strict, 2 filter; nil where not known.
    package var seccompMode: Int?
    /// The lockdown mode: "none", "integrity", "confidentiality"; nil where the kernel does not say.
    package var lockdown: String?
    /// kernel.unprivileged_bpf_disabled; nil where it cannot be read.
    package var unprivilegedBPFDisabled: Int?
    /// How many bytes may be locked, which bounds BPF's maps and programs before Linux 5.11 alone; nil without a limit.
    package var lockableBytes: UInt64?
    /// Whether the kernel is one of those.
    package var chargesLockedBytes: Bool
    /// Whether the kernel's BTF lies in /sys/kernel/btf/vmlinux.
    package var hasBTF: Bool

    /// Makes facts of their values; tests make them up.
    package init(
        userID: UInt32, capabilities: UInt64?, noNewPrivileges: Bool? = nil,
        isInFirstUserNamespace: Bool? = nil, bpfRefusal: Int32? = nil, seccompMode: Int? = nil,
        lockdown: String? = nil, unprivilegedBPFDisabled: Int? = nil,
        lockableBytes: UInt64? = nil, chargesLockedBytes: Bool = false, hasBTF: Bool = true
    ) {
        self.userID = userID
        self.capabilities = capabilities
        self.noNewPrivileges = noNewPrivileges
        self.isInFirstUserNamespace = isInFirstUserNamespace
        self.bpfRefusal = bpfRefusal
        self.seccompMode = seccompMode
        self.lockdown = lockdown
        self.unprivilegedBPFDisabled = unprivilegedBPFDisabled
        self.lockableBytes = lockableBytes
        self.chargesLockedBytes = chargesLockedBytes
        self.hasBTF = hasBTF
    }

    /// Reads the facts of this process and its kernel, out of files below a root directory.
    package static func current(root: String = "/") -> PrivilegeFacts {
        let root = root.hasSuffix("/") ? String(root.dropLast()) : root
        let status = statusFields(root)
        return PrivilegeFacts(
            userID: geteuid(),
            capabilities: status["CapEff"].flatMap { UInt64($0, radix: 16) },
            noNewPrivileges: status["NoNewPrivs"].map { $0 != "0" },
            // PROC_USER_INIT_INO of include/linux/proc_ns.h.
            isInFirstUserNamespace: inode(of: root + "/proc/self/ns/user").map {
                $0 == 0xeffffffd
            },
            bpfRefusal: refusalOfEveryBPFCall(),
            seccompMode: status["Seccomp"].flatMap { Int($0) },
            lockdown: textFile(root + "/sys/kernel/security/lockdown").flatMap(selected),
            unprivilegedBPFDisabled: textFile(
                root + "/proc/sys/kernel/unprivileged_bpf_disabled"
            ).flatMap {
                Int($0.filter(\.isNumber))
            },
            lockableBytes: currentLockableBytes(),
            chargesLockedBytes: KernelVersion.running < KernelVersion(5, 11),
            hasBTF: unsafe access(root + "/sys/kernel/btf/vmlinux", R_OK) == 0)
    }

    /// Whether a capability is effective; false where the capabilities are not known.
    package func has(_ capability: Capability) -> Bool {
        capabilities.map { $0 >> UInt64(capability.rawValue) & 1 == 1 } ?? false
    }

    /// The capabilities that loading the walk needs and that are known to be missing; CAP_SYS_ADMIN stands for both.
    ///
    /// The kernel asks for them in its first user namespace (bpf_capable of include/linux/capability.h).
    package var missingForBPF: [Capability] {
        if isInFirstUserNamespace == false { return [.bpf, .perfmon] }
        return capabilities == nil || has(.sysAdmin) ? [] : [.bpf, .perfmon].filter { !has($0) }
    }

    /// What is missing, in a sentence; nil where nothing is known to be.
    package var wantForBPF: String? {
        let missing = missingForBPF.map(\.name)
        if missing.isEmpty { return nil }
        return "loading BPF programs needs \(missing.joined(separator: " and "))"
            + (isInFirstUserNamespace == false ? " in the machine's first user namespace" : "")
    }

    /// What helps where the capabilities cannot be had from within: in a user namespace of its own, or where root lacks them.
    package var remedyOutside: String? {
        if isInFirstUserNamespace == false {
            return "start bpftop outside of the container, or a container with --userns host"
        }
        if userID != 0 { return nil }
        return
            "start bpftop outside of the container, or the container with --cap-add BPF --cap-add PERFMON"
    }

    private static func currentLockableBytes() -> UInt64? {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(__RLIMIT_MEMLOCK.rawValue), &limit) == 0 else {
            return nil
        }
        // RLIM_INFINITY.
        return limit.rlim_cur == .max ? nil : UInt64(limit.rlim_cur)
    }

    private static func statusFields(_ root: String) -> [Substring: Substring] {
        var fields: [Substring: Substring] = [:]
        for line in (textFile(root + "/proc/self/status") ?? "").split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { fields[parts[0]] = parts[1].drop { $0 == "\t" || $0 == " " } }
        }
        return fields
    }

    /// The word in brackets of "none [integrity] confidentiality".
    private static func selected(_ text: String) -> String? {
        text.split(separator: " ").first { $0.hasPrefix("[") }.map { String($0.filter(\.isLetter)) }
    }
}
