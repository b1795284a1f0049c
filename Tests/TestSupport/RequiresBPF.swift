import Glibc
package import Testing

extension Trait where Self == ConditionTrait {
    /// Runs a test only where BPF programs can be loaded: CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN, and the kernel's BTF.
    ///
    /// With `BPFTOP_REQUIRE_BPF=1` in the environment the test runs all the same, so that a skip there is a failure.
    package static var requiresBPF: Self {
        .enabled("needs CAP_BPF, CAP_PERFMON and the kernel's BTF") {
            getenv("BPFTOP_REQUIRE_BPF").map { String(cString: $0) } == "1" || canLoadBPF
        }
    }
}

/// Whether this process has the capabilities that loading needs and the kernel shows its BTF.
package let canLoadBPF: Bool = {
    guard access("/sys/kernel/btf/vmlinux", R_OK) == 0, let file = fopen("/proc/self/status", "r")
    else { return false }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 512)
    while fgets(&line, Int32(line.count), file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard text.hasPrefix("CapEff:") else { continue }
        let digits = text.dropFirst(7).filter(\.isHexDigit)
        guard let set = UInt64(digits, radix: 16) else { return false }
        return set >> 21 & 1 == 1 || (set >> 38 & 1 == 1 && set >> 39 & 1 == 1)
    }
    return false
}()
