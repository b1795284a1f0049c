import Testing

@testable import Export

@Suite struct DoctorReportTests {
    private let report = DoctorReport(
        verdicts: [
            .init(feature: "processes", state: "missing", reason: "no \u{1b}cap", remedy: "sudo x"),
            .init(feature: "rss", state: "works", reason: nil, remedy: nil),
        ],
        facts: [
            .init("kernel", "6.1", .string("6.1")), .init("jit", "unknown", .null),
            .init("lsm", "a, b", .strings(["a", "b"])), .init("psi", "yes", .boolean(true)),
            .init("page_size", "4096", .integer(4096)),
        ],
        configuration: .init(
            file: "/etc/x\u{1b}", state: "in use", candidates: ["/etc/x\u{1b}"],
            problems: [.init(line: 3, text: "unknown key a.b", remedy: "remove it")]),
        layout: [
            .init(name: "sysfs", state: "passed over", detail: "no \u{1b}file"),
            .init(name: "by id", state: "in use", detail: "btf by id"),
            .init(name: "baked", state: "not needed", detail: nil),
        ],
        programs: [.init(name: "walk", state: "refused", detail: ["R1 type=scalar"])], members: [])

    @Test func `the text gives features first, each with what would mend it`() {
        let lines = report.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "FEATURES")
        #expect(lines[1].hasPrefix("  processes  missing: no "))
        #expect(lines[2] == "             try: sudo x")
        #expect(lines[3] == "  rss        works")
        #expect(lines.contains("  line 3: unknown key a.b") && lines.contains("    try: remove it"))
        #expect(lines.contains("  by id  in use: btf by id"))
        #expect(lines.contains("  baked  not needed"))
        #expect(lines.contains("  walk  refused"))
        #expect(lines.contains("        R1 type=scalar"))
        #expect(!report.text.unicodeScalars.contains("\u{1b}"))
    }

    @Test func `the same is there for programs`() {
        let json = report.json
        #expect(
            json.hasPrefix(#"{"schema":"bpftop.doctor.v1","features":[{"feature":"processes","#))
        #expect(
            json.contains(
                #""facts":{"kernel":"6.1","jit":null,"lsm":["a","b"],"psi":true,"page_size":4096}"#)
        )
        #expect(
            json.contains(
                #""state":"in use","candidates":["/etc/x\u001b"],"problems":[{"line":3,"#
                    + #""text":"unknown key a.b","remedy":"remove it"}]"#))
        #expect(json.contains(#"{"place":"by id","state":"in use","detail":"btf by id"}"#))
        #expect(json.contains(#""detail":["R1 type=scalar"]"#))
    }
}
