import Foundation
import Testing

/// Compares a screen with the one in `Snapshots/NAME.txt`; `BPFTOP_RECORD=1` writes it instead.
func expectSnapshot(
    _ lines: [String], _ name: String, file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let url = URL(fileURLWithPath: file).deletingLastPathComponent()
        .appendingPathComponent("Snapshots/\(name).txt")
    let text = lines.joined(separator: "\n") + "\n"
    if ProcessInfo.processInfo.environment["BPFTOP_RECORD"] == "1" {
        do {
            try Data(text.utf8).write(to: url)
        } catch {
            Issue.record(error, sourceLocation: sourceLocation)
        }
        return
    }
    guard let data = try? Data(contentsOf: url) else {
        Issue.record(
            "no snapshot \(name); record it with BPFTOP_RECORD=1", sourceLocation: sourceLocation)
        return
    }
    let expected = String(decoding: data, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false)
    let actual = text.split(separator: "\n", omittingEmptySubsequences: false)
    for index in 0..<max(expected.count, actual.count) {
        let wanted = index < expected.count ? expected[index] : "(nothing)"
        let got = index < actual.count ? actual[index] : "(nothing)"
        #expect(got == wanted, "\(name), line \(index + 1)", sourceLocation: sourceLocation)
    }
}
