// `bpftop doctor`: what works here, what does not, why, and what would mend it. The facts are probed elsewhere; everything here
// is decided from them alone, so that each decision is tested without a kernel.

internal import CBpftop
internal import KernelOffsets
internal import LibBPF
internal import Model

/// What a host's facts mean for each of bpftop's features.
package struct Diagnosis: Equatable, Sendable {
    /// One verdict a feature, in the order of `Feature`.
    package let verdicts: [Verdict]

    /// What bpftop offers and a host may not allow.
    package enum Feature: String, CaseIterable, Sendable {
        case processes = "processes by BPF"
        case memory = "exact resident memory"
        case commands = "command lines by BPF"
        case threads = "thread rows by BPF"
        case runDelay = "run-queue wait column"
        case delays = "block and swap wait columns"
        case cgroups = "cgroup paths"
        case transfer = "I/O columns"
        case pressure = "pressure meters"
        case proc = "/proc back end"
    }

    /// What became of a feature.
    package struct Verdict: Equatable, Sendable {
        package let feature: Feature
        package let state: State
        /// Why it does not work, or only partly; nil where it works.
        package let reason: String?
        /// The command that mends it; nil where none does, or none is needed.
        package let remedy: String?

        /// How well a feature works.
        package enum State: String, Sendable {
            case works
            /// With less than elsewhere.
            case partly
            case missing
        }

        /// Makes a verdict.
        package init(
            _ feature: Feature, _ state: State, _ reason: String? = nil, remedy: String? = nil
        ) {
            self.feature = feature
            self.state = state
            self.reason = reason
            self.remedy = remedy
        }
    }

    /// Decides on every feature.
    package init(_ host: HostFacts, _ bpf: BPFFacts) {
        let judge = Judge(host: host, bpf: bpf)
        verdicts = Feature.allCases.map(judge.verdict)
    }

    /// Whether processes can be read through BPF.
    package var isCoreWorking: Bool { verdict(.processes).state != .missing }

    /// The verdict on a feature.
    package func verdict(_ feature: Feature) -> Verdict {
        verdicts.first { $0.feature == feature } ?? Verdict(feature, .missing)
    }
}

/// The decisions.
private struct Judge {
    let host: HostFacts
    let bpf: BPFFacts

    func verdict(_ feature: Diagnosis.Feature) -> Diagnosis.Verdict {
        switch feature {
        case .processes: processes
        case .memory: memory
        case .commands: commands
        case .threads: threads
        case .runDelay: runDelay
        case .delays: delays
        case .cgroups: cgroups
        case .transfer: transfer
        case .pressure: pressure
        case .proc: proc
        }
    }

    private typealias Verdict = Diagnosis.Verdict

    /// The walks that are loaded, the cheapest first.
    private var walks: [BPFProgram] {
        [.walk, .iterator, .list].filter { bpf.loads[$0]?.isLoaded == true }
    }

    private var isWalking: Bool { bpf.refusal == nil && !walks.isEmpty }

    // MARK: Processes

    private var processes: Diagnosis.Verdict {
        if let reason = host.privileges.wantForBPF { return withoutCapabilities(reason) }
        if walks.isEmpty, !bpf.loads.isEmpty { return refused }
        if let refusal = bpf.refusal {
            return Verdict(.processes, .missing, refusal.cause, remedy: mounting ?? refusal.remedy)
        }
        // The open-coded walk is preferred where it is offered.
        guard case .refused(let error)? = bpf.loads[.walk], let other = walks.first else {
            return Verdict(.processes, walks.isEmpty ? .missing : .works)
        }
        return Verdict(
            .processes, .partly, "slower, by \(other.rawValue): \(error)", remedy: compiling)
    }

    /// What gives the kernel its compiler of BPF back, which functions of the kernel can be called with only.
    private var compiling: String? {
        host.jit == 0 ? "sudo sysctl net.core.bpf_jit_enable=1" : nil
    }

    /// What makes the kernel's own BTF visible where it is for want of sysfs that it is not.
    private var mounting: String? {
        host.hasSysfs ? nil : "sudo mount -t sysfs sysfs /sys"
    }

    /// No walk was loaded: for want of room to lock, or of what the verifier says.
    private var refused: Diagnosis.Verdict {
        let loads = [BPFProgram.walk, .iterator, .list].compactMap { bpf.loads[$0] }
        guard let first = loads.first(where: { if case .refused = $0 { true } else { false } }),
            case .refused(let error) = first
        else {
            return Verdict(.processes, .missing, "no program was loaded")
        }
        let refusal = BPFRefusal(error, host.privileges)
        if let remedy = refusal.remedy {
            return Verdict(.processes, .missing, refusal.cause, remedy: remedy)
        }
        return Verdict(.processes, .missing, "\(error)" + obstacles, remedy: compiling)
    }

    private func withoutCapabilities(_ reason: String) -> Diagnosis.Verdict {
        if let remedy = host.privileges.remedyOutside {
            return Verdict(.processes, .missing, reason, remedy: remedy)
        }
        let path = host.executable ?? "bpftop"
        // sudo is of no use either where nothing may be gained by execve.
        if host.privileges.noNewPrivileges == true {
            return Verdict(
                .processes, .missing,
                reason + "; those of a file are ignored, as no_new_privs is set for this process")
        }
        if host.isExecutableNosuid == true {
            return Verdict(
                .processes, .missing,
                reason + "; those of the file are ignored, as it lies on a nosuid mount",
                remedy: "sudo \(path)")
        }
        return Verdict(
            .processes, .missing, reason, remedy: "sudo setcap cap_bpf,cap_perfmon=ep \(path)")
    }

    private var obstacles: String {
        var text = ""
        if host.privileges.seccompMode == 2 { text += "; a seccomp filter is in force" }
        if let mode = host.privileges.lockdown, mode != "none" { text += "; lockdown is \(mode)" }
        return text
    }

    // MARK: What needs the walk

    /// The verdict on a feature of the walk's: what `other` says where it runs.
    private func walked(
        _ feature: Diagnosis.Feature, _ other: () -> Diagnosis.Verdict
    ) -> Diagnosis.Verdict {
        isWalking ? other() : Verdict(feature, .missing, "there is no walk by BPF")
    }

    private var memory: Diagnosis.Verdict {
        walked(.memory) {
            switch bpf.loads[.cpus] {
            case .loaded:
                let possible = host.possibleCPUs ?? []
                let added = possible.count { $0 < BPFTOP_CPUS }
                if added == possible.count { return Verdict(.memory, .works) }
                return Verdict(
                    .memory, .partly,
                    "of \(possible.count) possible CPUs only the parts of the first \(added) are added"
                )
            case .refused(let error): return Verdict(.memory, .partly, "\(error)")
            case .notOffered, nil:
                return Verdict(
                    .memory, .partly,
                    "before Linux 6.2 each thread keeps up to 64 pages to itself, in /proc too")
            }
        }
    }

    private var commands: Diagnosis.Verdict {
        let instead = "; they come from /proc/PID/cmdline"
        return walked(.commands) {
            if host.isInFirstPIDNamespace == false {
                return Verdict(.commands, .partly, "not inside of a PID namespace" + instead)
            }
            switch bpf.loads[.arguments] {
            case .loaded: return Verdict(.commands, .works)
            case .refused(let error): return Verdict(.commands, .partly, "\(error)" + instead)
            case .notOffered(let what):
                return Verdict(.commands, .partly, "the kernel has no \(what)" + instead)
            case nil: return Verdict(.commands, .partly, "not loaded" + instead)
            }
        }
    }

    private var threads: Diagnosis.Verdict {
        walked(.threads) {
            guard walks.first == .walk, case .refused(let error)? = bpf.loads[.threads] else {
                return Verdict(.threads, .works)
            }
            return Verdict(.threads, .missing, "\(error)")
        }
    }

    private var runDelay: Diagnosis.Verdict {
        walked(.runDelay) {
            bpf.has("task_run_delay")
                ? Verdict(.runDelay, .works)
                : Verdict(.runDelay, .missing, "the kernel is built without CONFIG_SCHED_INFO")
        }
    }

    private var delays: Diagnosis.Verdict {
        walked(.delays) {
            guard bpf.has("task_delays", "delay_blkio", "delay_swapin") else {
                return Verdict(
                    .delays, .missing, "the kernel is built without CONFIG_TASK_DELAY_ACCT")
            }
            if host.delayAccounting == 0 {
                return Verdict(
                    .delays, .missing,
                    "the kernel does not account delays; it will for new processes",
                    remedy: "sudo sysctl kernel.task_delayacct=1")
            }
            return Verdict(.delays, .works)
        }
    }

    // MARK: What needs files

    private var cgroups: Diagnosis.Verdict {
        switch host.cgroups {
        case .unified, .hybrid:
            if isWalking
                && !bpf.has("task_cgroups", "css_set_dfl_cgrp", "cgroup_kn", "kernfs_node_id")
            {
                return Verdict(.cgroups, .missing, "the kernel is built without CONFIG_CGROUPS")
            }
            return Verdict(.cgroups, .works)
        case .legacy:
            return Verdict(
                .cgroups, .missing, "only cgroup v1 is mounted",
                remedy: "sudo mount -t cgroup2 none /sys/fs/cgroup/unified")
        case .none:
            return Verdict(
                .cgroups, .missing, "no cgroup hierarchy is mounted",
                remedy: "sudo mount -t cgroup2 none /sys/fs/cgroup")
        }
    }

    private var transfer: Diagnosis.Verdict {
        if isWalking {
            return bpf.has("task_rchar", "task_read_bytes", "signal_rchar", "signal_read_bytes")
                ? Verdict(.transfer, .works)
                : Verdict(
                    .transfer, .missing, "the kernel is built without CONFIG_TASK_IO_ACCOUNTING")
        }
        if host.privileges.has(.sysPtrace) { return Verdict(.transfer, .works) }
        return Verdict(
            .transfer, .partly, "/proc shows other users' I/O with cap_sys_ptrace only",
            remedy: "sudo \(host.executable ?? "bpftop")")
    }

    private var pressure: Diagnosis.Verdict {
        host.hasPressure
            ? Verdict(.pressure, .works)
            : Verdict(
                .pressure, .missing,
                "there is no /proc/pressure: it needs CONFIG_PSI, and psi=1 where it is off by default"
            )
    }

    private var proc: Diagnosis.Verdict {
        guard host.hasProc else {
            return Verdict(
                .proc, .missing, "/proc is not mounted", remedy: "sudo mount -t proc proc /proc")
        }
        guard let hidden = host.proc.hidePID else { return Verdict(.proc, .works) }
        return Verdict(
            .proc, .partly, "/proc is mounted with hidepid=\(hidden)",
            remedy: "sudo mount -o remount,hidepid=0 /proc")
    }
}
