internal import Linux

/// A file of a process's directory in /proc.
package enum ProcFile: String, CaseIterable, Sendable {
    case stat, statm, status, io, schedstat, cgroup, cmdline, comm, loginuid
    case oomScoreAdj = "oom_score_adj"
}

/// Why a file of /proc gave nothing.
package enum ProcError: Error, Equatable, CustomStringConvertible {
    /// The file could not be opened or read.
    case unreadable(path: String, code: Int32)
    /// The file is not of the form that the kernel prints.
    case malformed(path: String)

    /// Whether the process had ended, or the kernel has no such file: ENOENT or ESRCH.
    package var isAbsence: Bool {
        guard case .unreadable(_, let code) = self else { return false }
        return code == 2 || code == 3
    }

    /// Whether these privileges do not suffice: EPERM or EACCES.
    package var isDenial: Bool {
        guard case .unreadable(_, let code) = self else { return false }
        return code == 1 || code == 13
    }

    /// What happened, in one sentence without its full stop.
    package var description: String {
        switch self {
        case .unreadable(let path, let code): "\(path) cannot be read: \(errorText(code))"
        case .malformed(let path): "\(path) is not in the kernel's form"
        }
    }
}
