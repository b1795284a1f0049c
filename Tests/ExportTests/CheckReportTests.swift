import Testing

@testable import Export

@Suite struct CheckReportTests {
    private func report(_ fields: [CheckReport.Field], hidden: [UInt32] = []) -> CheckReport {
        CheckReport(
            fields: fields, rounds: 3, processes: 70, passing: 2, hidden: hidden,
            mechanism: "iter/task", kernel: "6.1.0", notes: ["a limit"])
    }

    private let wrong = CheckReport.Field(
        name: "min_flt", unit: "count", compared: 10, agreed: 8, agreedLater: 1, unconfirmed: 4,
        skipped: [("denied", 5)], worst: 70,
        example: .init(pid: 12, name: "\u{1b}[31mred", bpf: "1", proc: "5..6"))

    @Test func `a clean report says so in its last line`() {
        let text = report([.init(name: "rss", unit: "pages", compared: 9, agreed: 9)]).text
        #expect(
            text.hasPrefix(
                "FIELD  COMPARED  AGREED  WORST  EXAMPLE\nrss           9       9      -\n"))
        #expect(
            text.hasSuffix(
                "All 9 numbers agree with /proc: 3 rounds over 70 processes on 6.1.0, by iter/task.\n"
            ))
    }

    @Test func `a disagreement names its field and its worst example`() {
        let report = report([wrong], hidden: [1])
        #expect(report.disagreements == 2)
        #expect(report.conclusion.hasPrefix("2 of 10 numbers disagree with /proc (min_flt)"))
        let lines = report.text.split(separator: "\n")
        #expect(lines[1].contains("70"))
        #expect(lines[1].contains("BPF 1, /proc 5..6"))
        #expect(lines.contains("note: process 1 is hidden from BPF by this kernel"))
        #expect(
            lines.contains(
                "note: 4 numbers could not be looked at again: their processes had ended"))
        #expect(lines.contains("note: 5 times /proc/PID/io was denied; it needs CAP_SYS_PTRACE"))
    }

    @Test func `no name of a process reaches the terminal as it is`() {
        #expect(!report([wrong]).text.unicodeScalars.contains("\u{1b}"))
        #expect(!report([wrong]).json.unicodeScalars.contains("\u{1b}"))
    }

    @Test func `the same is there for programs`() {
        let json = report([wrong], hidden: [1]).json
        #expect(
            json.hasPrefix(
                #"{"schema":"bpftop.check.v1","kernel":"6.1.0","mechanism":"iter/task","#))
        #expect(json.contains(#""disagreements":2,"hidden_from_bpf":[1]"#))
        #expect(json.contains(#""skipped":{"denied":5},"worst":70,"example":{"pid":12,"#))
        let clean = report([.init(name: "uid", unit: "", compared: 1, agreed: 1)]).json
        #expect(clean.contains(#""unit":null"#))
        #expect(clean.contains(#""worst":null,"example":null"#))
    }
}
