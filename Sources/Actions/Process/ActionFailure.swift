/// Why nothing was done to a process, or to a cgroup.
package enum ActionFailure: Error, Equatable, Sendable {
    /// The process had ended before.
    case vanished
    /// The number belongs to another process by now, which was left alone.
    case replaced
    /// The kernel forbids it; what would help.
    case notPermitted(String)
    /// This kernel cannot do it in a way that meets nobody else; what is missing.
    case unsupported(String)
    /// The monitor runs read-only.
    case readOnly
    /// It would hit what must go on running; why.
    case protected(String)
    /// It was asked for, but had not happened in time; what that means.
    case late(String)
    /// A call failed otherwise: which, and the C library's words.
    case failed(String)

    /// The reason in a few words, for behind a name and a colon.
    package var text: String {
        switch self {
        case .vanished: "it has ended"
        case .replaced: "its number belongs to another process now, which was left alone"
        case .notPermitted(let help): "not permitted; \(help)"
        case .unsupported(let missing): "not possible on this kernel: \(missing)"
        case .readOnly: "bpftop runs read-only"
        case .protected(let reason): reason
        case .late(let meaning): meaning
        case .failed(let what): what
        }
    }
}
