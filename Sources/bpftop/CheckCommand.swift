import ArgumentParser
import Export
import LibBPF
import Model
import Sampling

/// `bpftop check`: whether the numbers that BPF gives are those of /proc.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compare every number that is read through BPF with /proc.",
        discussion: """
            Reads every process's files in /proc, walks the task list by BPF, reads the files again: a number that lies between \
            the two readings agrees. One that does not is looked at again four times before it counts as a disagreement.

            Exit codes: 0 all numbers agree; 1 some disagree; 3 BPF cannot be used.
            """)

    @Option(help: ArgumentHelp("How long to go on comparing, 0 to 3600.", valueName: "number"))
    var seconds = 3.0

    @Flag(help: "Print as JSON.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Learn the kernel's layout from this BTF or vmlinux; proven before it is used. Default: $BPFTOP_BTF.",
            valueName: "file"))
    var btf: String?

    mutating func run() throws {
        let btf = btf ?? MonitorOptions.namedLayoutFile
        guard seconds >= 0, seconds <= 3600 else {
            throw Failure(.usage, "--seconds \(seconds): 0 to 3600")
        }
        var checker = try refusing { () throws(BPFRefusal) in try Checker.load(btf: btf) }
        let result: CheckResult
        do throws(BPFError) {
            result = try checker.run(seconds: seconds)
        } catch {
            throw Failure(BPFRefusal(error, .current()))
        }
        let report = CheckReport(result)
        StandardOutput.write(json ? report.json : report.text)
        if !result.isClean { throw ExitCode(Failure.Code.failed.rawValue) }
    }
}

extension CheckReport {
    /// The report of a result on this machine.
    init(_ result: CheckResult) {
        self.init(
            fields: result.tallies.map(Field.init), rounds: result.rounds,
            processes: result.processes, passing: result.passing, hidden: result.hidden.sorted(),
            mechanism: result.mechanism, kernel: Machine.current().release, notes: result.notes)
    }
}

extension CheckReport.Field {
    fileprivate init(_ tally: CheckTally) {
        self.init(
            name: tally.name, unit: tally.unit.rawValue, compared: tally.compared,
            agreed: tally.agreed, agreedLater: tally.agreedLater, unconfirmed: tally.unconfirmed,
            skipped: CheckVerdict.Reason.allCases.compactMap { reason in
                tally.skipped[reason].map { (reason.rawValue, $0) }
            }, worst: tally.worst,
            example: tally.example.map {
                CheckReport.Example(pid: $0.pid, name: $0.name, bpf: $0.ours, proc: $0.theirs)
            })
    }
}
