import ArgumentParser
import BTF
import Config
import Export
import FoundationEssentials
import LibBPF
import Model
import Sampling

/// `bpftop doctor`: what works here, what does not, and what would mend it.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Tell what works on this host, what does not, why, and what would mend it.",
        discussion: """
            Loads every BPF program once, each by itself, and reads what the kernel says of itself. Needs no privilege; without \
            any it says which one is missing. Tells every problem of the screen's configuration file, too.

            Exit codes: 0 processes can be read through BPF; 3 they cannot.
            """)

    @Flag(help: "Print as JSON.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Learn the kernel's layout from this BTF or vmlinux; proven before it is used. Default: $BPFTOP_BTF.",
            valueName: "file"))
    var btf: String?

    @Option(
        help: ArgumentHelp(
            "Check this configuration of the screen instead of the user's or the system's.",
            valueName: "file"))
    var config: String?

    mutating func run() throws {
        let location = ConfigLocation(
            environment: ProcessInfo.processInfo.environment, file: config)
        let host = HostFacts.current()
        let bpf = BPFFacts.probe(btf: btf ?? MonitorOptions.namedLayoutFile)
        let diagnosis = Diagnosis(host, bpf)
        let report = DoctorReport(
            verdicts: diagnosis.verdicts.map(DoctorReport.Verdict.init),
            facts: host.facts + bpf.facts,
            configuration: .init(ConfigStore(location).load(), location),
            layout: bpf.rungs.map(DoctorReport.Place.init),
            programs: bpf.programs(host.privileges), members: bpf.members)
        StandardOutput.write(json ? report.json : report.text)
        if !diagnosis.isCoreWorking { throw ExitCode(Failure.Code.unsupported.rawValue) }
    }
}

extension DoctorReport.Verdict {
    fileprivate init(_ verdict: Diagnosis.Verdict) {
        self.init(
            feature: verdict.feature.rawValue, state: verdict.state.rawValue,
            reason: verdict.reason, remedy: verdict.remedy)
    }
}

extension DoctorReport.Configuration {
    fileprivate init(_ config: ConfigFile, _ location: ConfigLocation) {
        let isUsed = !config.problems.contains(where: \.isError)
        let isThere = !config.file.isEmpty
        self.init(
            file: isThere ? config.file : nil,
            state: !isThere ? "none" : isUsed ? "in use" : "passed over",
            candidates: location.candidates,
            problems: config.problems.map {
                .init(line: $0.line, text: $0.text, remedy: $0.remedy)
            })
    }
}

extension DoctorReport.Place {
    fileprivate init(_ rung: LayoutRung) {
        switch rung.outcome {
        case .used(let source):
            self.init(name: rung.place.rawValue, state: "in use", detail: source)
        case .passedOver(let reason):
            self.init(name: rung.place.rawValue, state: "passed over", detail: reason)
        case .notNeeded:
            self.init(name: rung.place.rawValue, state: "not needed", detail: nil)
        }
    }
}

private typealias Fact = DoctorReport.Fact

extension DoctorReport.Fact {
    fileprivate static func text(_ name: String, _ value: String?) -> Self {
        Self(name, value ?? "unknown", value.map { .string($0) } ?? .null)
    }

    fileprivate static func number(_ name: String, _ value: Int?) -> Self {
        Self(name, value.map { "\($0)" } ?? "unknown", value.map { .integer(Int64($0)) } ?? .null)
    }

    fileprivate static func flag(_ name: String, _ value: Bool?) -> Self {
        Self(
            name, value.map { $0 ? "yes" : "no" } ?? "unknown", value.map { .boolean($0) } ?? .null)
    }

    fileprivate static func list(_ name: String, _ values: [String]?) -> Self {
        Self(
            name, values.map { $0.isEmpty ? "none" : $0.joined(separator: ", ") } ?? "unknown",
            values.map { .strings($0) } ?? .null)
    }
}

extension HostFacts {
    fileprivate var facts: [DoctorReport.Fact] {
        [
            .text("kernel", machine.release), .text("build_id", buildID),
            .text("architecture", machine.architecture),
            .number("page_size", Int(machine.pageSize)), .number("cpus", machine.cpuCount),
            .number("possible_cpus", possibleCPUs?.count),
            .number("user_id", Int(privileges.userID)),
            Fact(
                "capabilities", privileges.capabilities.map(Capability.text) ?? "unknown",
                privileges.capabilities.map { .strings(Capability.names(in: $0)) } ?? .null),
            .flag("no_new_privileges", privileges.noNewPrivileges),
            .text("seccomp", privileges.seccompMode.map(Self.seccomp)),
            .text("lockdown", privileges.lockdown), .list("security_modules", securityModules),
            .number("unprivileged_bpf_disabled", privileges.unprivilegedBPFDisabled),
            .number("perf_event_paranoid", perfEventParanoid), .number("bpf_jit", jit),
            lockable, .flag("first_pid_namespace", isInFirstPIDNamespace),
            .flag("first_user_namespace", privileges.isInFirstUserNamespace),
            .text("cgroups", cgroups.text), .flag("pressure", hasPressure),
            .number("task_delayacct", delayAccounting), .flag("proc", hasProc),
            .text("proc_hidepid", proc.hidePID ?? "0"), .text("executable", executable),
            .flag("executable_nosuid", isExecutableNosuid),
        ]
    }

    private var lockable: DoctorReport.Fact {
        guard let lockableBytes = privileges.lockableBytes else {
            return Fact("memlock_bytes", "unlimited", .null)
        }
        return Fact(
            "memlock_bytes", "\(lockableBytes) (counts before Linux 5.11)",
            .integer(Int64(clamping: lockableBytes)))
    }

    private static func seccomp(_ mode: Int) -> String {
        switch mode {
        case 0: "none"
        case 1: "strict"
        case 2: "filter"
        default: "\(mode)"
        }
    }
}

extension HostFacts.CgroupLayout {
    fileprivate var text: String {
        switch self {
        case .none: "none mounted"
        case .legacy: "v1"
        case .unified(let point): "v2 at \(point)"
        case .hybrid(let point): "v1, and v2 at \(point)"
        }
    }
}

extension BPFFacts {
    fileprivate var facts: [DoctorReport.Fact] {
        let walk = DoctorReport.Fact.text("walk", mechanism?.rawValue ?? "none, /proc is read")
        guard let btf else { return [Fact("btf", "none", .null), walk] }
        let newest = btf.newestKind.map { "\($0), of which \(btf.counts[$0] ?? 0)" }
        let unknown = btf.unknownKind.map {
            "; kind \($0) is unknown, and what follows it not read"
        }
        return [
            .text("btf", btf.origin), .number("btf_bytes", btf.size),
            .number("btf_types", btf.counts.values.reduce(0, +)),
            .text("btf_newest_kind", newest.map { $0 + (unknown ?? "") }),
            .list("btf_kinds", kinds(btf)), walk,
        ]
    }

    private func kinds(_ btf: BTFFacts) -> [String] {
        btf.counts.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key)" }
    }

    /// What became of each program; where capabilities are missing libbpf's guesses at the reason are left out.
    fileprivate func programs(_ privileges: PrivilegeFacts) -> [DoctorReport.Program] {
        let missing = privileges.missingForBPF.map(\.name).joined(separator: " and ")
        return BPFProgram.allCases.compactMap { program in
            guard let load = loads[program] else { return nil }
            switch load {
            case .loaded:
                return .init(name: program.rawValue, state: "loaded", detail: [])
            case .notOffered(let what):
                return .init(
                    name: program.rawValue, state: "not offered", detail: ["needs \(what)"])
            case .refused(let error):
                let detail = missing.isEmpty ? ["\(error)"] : ["needs \(missing)"]
                return .init(name: program.rawValue, state: "refused", detail: detail)
            }
        }
    }
}
