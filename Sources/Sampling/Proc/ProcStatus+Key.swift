extension ProcStatus {
    /// A line of the file that holds a number, in the order in which the kernel prints them.
    package enum Key: Int, CaseIterable, Sendable {
        case umask, state, tgid, ngid, pid, ppid, tracerPID, uid, gid, fdSize
        /// The last number of each: the one in the process's own PID namespace (since Linux 4.1).
        case nsTgid, nsPID, nsPgid, nsSid
        /// Since Linux 6.9.
        case kthread
        case vmPeak, vmSize, vmLck, vmPin, vmHWM, vmRSS
        /// Since Linux 4.5.
        case rssAnon, rssFile, rssShmem
        case vmData, vmStk, vmExe, vmLib, vmPTE, vmSwap, hugetlbPages
        case coreDumping, thpEnabled, threads
        /// Signals that are queued; the limit behind the slash is left out.
        case sigQ
        case sigPnd, shdPnd, sigBlk, sigIgn, sigCgt
        case capInh, capPrm, capEff, capBnd, capAmb
        case noNewPrivs, seccomp, seccompFilters
        case voluntarySwitches, involuntarySwitches

        /// How a line's number is printed.
        enum Form { case letter, ids, decimal, last, octal, hexadecimal }

        var form: Form {
            switch self {
            case .umask: .octal
            case .state: .letter
            case .uid, .gid: .ids
            case .nsTgid, .nsPID, .nsPgid, .nsSid: .last
            case .sigPnd, .shdPnd, .sigBlk, .sigIgn, .sigCgt, .capInh, .capPrm, .capEff, .capBnd,
                .capAmb:
                .hexadecimal
            default: .decimal
            }
        }

        /// The lines' names with their colons, in the order of the cases.
        static let names: [StaticString] = [
            "Umask:", "State:", "Tgid:", "Ngid:", "Pid:", "PPid:", "TracerPid:", "Uid:", "Gid:",
            "FDSize:", "NStgid:", "NSpid:", "NSpgid:", "NSsid:", "Kthread:", "VmPeak:", "VmSize:",
            "VmLck:", "VmPin:", "VmHWM:", "VmRSS:", "RssAnon:", "RssFile:", "RssShmem:", "VmData:",
            "VmStk:", "VmExe:", "VmLib:", "VmPTE:", "VmSwap:", "HugetlbPages:", "CoreDumping:",
            "THP_enabled:", "Threads:", "SigQ:", "SigPnd:", "ShdPnd:", "SigBlk:", "SigIgn:",
            "SigCgt:", "CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:", "NoNewPrivs:",
            "Seccomp:", "Seccomp_filters:", "voluntary_ctxt_switches:",
            "nonvoluntary_ctxt_switches:",
        ]

        /// The line's name as the kernel prints it.
        package var name: String { String(Self.names[rawValue].description.dropLast()) }
    }
}
