import Glibc
package import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a test where BPF programs cannot be loaded: without CAP_BPF and CAP_PERFMON, or without the kernel's BTF.
    ///
    /// With BPFTOP_REQUIRE_BPF=1 in the environment nothing is skipped, so that what is missing makes the test fail.
    package static var requiresBPF: Self {
        .enabled("BPF programs can be loaded here") { BPFAccess.isRequired || BPFAccess.isGranted }
    }
}

/// Whether this process may load BPF programs; probed without loading one.
package enum BPFAccess {
    /// Whether a missing capability has to fail tests instead of skipping them.
    package static var isRequired: Bool {
        getenv("BPFTOP_REQUIRE_BPF").map { String(cString: $0) == "1" } ?? false
    }

    /// Whether the capabilities are effective and the kernel shows its BTF.
    package static let isGranted: Bool = {
        guard access("/sys/kernel/btf/vmlinux", R_OK) == 0 else { return false }
        let status = File.text("/proc/self/status") ?? ""
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("CapEff:") }),
            let set = line.split(whereSeparator: \.isWhitespace).last,
            let bits = UInt64(set, radix: 16)
        else { return false }
        let admin = bits >> 21 & 1 == 1
        return admin || (bits >> 38 & 1 == 1 && bits >> 39 & 1 == 1)
    }()
}
