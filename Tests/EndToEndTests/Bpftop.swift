import Foundation
import TestSupport
import Testing

/// The built program, run as a user runs it.
enum Bpftop {
    /// Beside the test program, where the build puts both.
    static let path = Fixture.buildFolder + "/bpftop"

    /// Runs it with standard output in a pipe.
    static func run(
        _ arguments: String..., environment: [String: String] = [:], output: String? = nil,
        closingOutputAfter limit: Int? = nil
    ) throws -> Finished {
        try Finished(
            path, arguments, environment: environment, closingOutputAfter: limit, output: output)
    }

    /// Runs it as user 65534, without any capability.
    static func runAsNobody(_ arguments: String...) throws -> Finished {
        try Finished(try Fixture.subject(), ["nobody", path] + arguments)
    }

    /// One sample as JSON; throws where it is none.
    static func sample(_ arguments: String...) throws -> Sample {
        let run = try Finished(path, ["--json"] + arguments)
        // Without BPF a note says so.
        #expect(run.code == 0 && (run.errors.isEmpty || !BPFAccess.isGranted), "\(run.message)")
        return try Sample(run.output)
    }

    /// A sample as a program that reads JSON sees it.
    struct Sample {
        let object: [String: Any]

        init(_ bytes: some Sequence<UInt8>) throws {
            let value = try JSONSerialization.jsonObject(with: Data(bytes))
            object = try #require(value as? [String: Any])
        }

        var processes: [[String: Any]] { object["processes"] as? [[String: Any]] ?? [] }

        func numbers(_ column: String) -> [Int] {
            processes.compactMap { ($0[column] as? NSNumber)?.intValue }
        }
    }
}

/// Whether a failed run did what each must: the right code, words on standard error, nothing on standard output.
func isRefused(_ run: Finished, code: Int32, saying words: String...) -> Bool {
    run.code == code && run.output.isEmpty && run.errors.last == UInt8(ascii: "\n")
        && words.allSatisfy { run.message.contains($0) }
}
