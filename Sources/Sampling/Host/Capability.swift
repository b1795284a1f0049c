/// A capability that bpftop may need (include/uapi/linux/capability.h); the raw value is its bit.
package enum Capability: Int, CaseIterable, Sendable {
    case dacReadSearch = 2
    case kill = 5
    case netAdmin = 12
    case sysPtrace = 19
    case sysAdmin = 21
    case sysNice = 23
    case sysResource = 24
    case perfmon = 38
    case bpf = 39

    /// The name that setcap(8) knows.
    package var name: String {
        switch self {
        case .dacReadSearch: "cap_dac_read_search"
        case .kill: "cap_kill"
        case .netAdmin: "cap_net_admin"
        case .sysPtrace: "cap_sys_ptrace"
        case .sysAdmin: "cap_sys_admin"
        case .sysNice: "cap_sys_nice"
        case .sysResource: "cap_sys_resource"
        case .perfmon: "cap_perfmon"
        case .bpf: "cap_bpf"
        }
    }
}
