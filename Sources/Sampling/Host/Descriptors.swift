internal import Glibc

/// The descriptors that reading this machine takes.
///
/// Where none is left a process's files cannot be told from those of one that has ended, so this is looked at before.
enum Descriptors {
    /// As many as a sampler, its threads and their children have open at once, and some.
    static let needed = 32

    /// A limit above which nobody runs out of them, whatever was open before.
    private static let plenty: rlim_t = 1024

    /// Makes sure that they can be had, and raises the soft limit where the hard one lets it.
    static func require() throws(BPFRefusal) {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < plenty else { return }
        limit.rlim_cur = min(limit.rlim_max, plenty)
        _ = unsafe setrlimit(resource, &limit)
        if areFree() { return }
        throw BPFRefusal(
            cause:
                "only \(limit.rlim_cur) files may be open at a time, and bpftop opens \(needed) more than are open now",
            facts: [], remedy: "ulimit -n \(plenty), which a hard limit as low needs root for")
    }

    private static func areFree() -> Bool {
        var taken: [Int32] = []
        defer { for descriptor in taken { close(descriptor) } }
        while taken.count < needed {
            let descriptor = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0)
            if descriptor < 0 { return false }
            taken.append(descriptor)
        }
        return true
    }
}
