import Foundation
import TestSupport
import Testing

/// `bpftop bench`: what it says a refresh costs.
@Suite struct BenchTests {
    private static let parts = ["walk", "sample", "join", "order", "draw", "write"]

    @Test func `the stages of one refresh add up to it`() throws {
        let report = try Report("-i", "1")
        let parts = try Self.parts.map { try report.time($0) }
        #expect(parts.allSatisfy { $0 > 0 })
        #expect(try report.time("refresh") == parts.reduce(0, +))
        #expect(try report.number("refreshes") == 1)
    }

    @Test(.requiresBPF) func `the walk that is asked for is the one that is timed`() throws {
        for (argument, name) in [("iter", "iter/task"), ("list", "task list")] {
            #expect(try Report("-i", "1", "--walk", argument).object["walk"] as? String == name)
        }
    }

    @Test func `reading /proc has no walk`() throws {
        #expect(try Report("-i", "1", "--backend", "proc").object["walk"] is NSNull)
        #expect(
            isRefused(
                try Bpftop.run("bench", "--walk", "iter", "--backend", "proc"), code: 2,
                saying: "--walk iter"))
    }

    @Test func `a pause lies before every refresh and is no part of it`() throws {
        let clock = ContinuousClock()
        let begin = clock.now
        let report = try Report("-i5", "-d200ms", "-Fpid > 0")
        #expect(clock.now - begin >= .seconds(1))
        #expect(try report.number("pause_ms") == 200 && report.time("refresh") < 200_000_000)
        #expect(
            isRefused(try Bpftop.run("bench", "-d", "soon"), code: 2, saying: "-d soon"))
    }

    @Test(.requiresBPF) func `system calls are counted, and /proc takes some for every process`()
        throws
    {
        let byWalk = try Report("-i", "1").number("syscalls_per_refresh")
        let byFiles = try Report("-i", "1", "--backend", "proc")
        let manyCalls = try byFiles.number("syscalls_per_refresh")
        #expect(byWalk > 1 && byWalk < manyCalls)
        #expect(try manyCalls >= byFiles.number("processes"))
    }

    @Test(.requiresBPF) func `the system calls of others are not counted`() throws {
        // dd makes two for every byte, many thousands in a refresh.
        let command = """
            dd if=/dev/zero of=/dev/null bs=1 & '\(Bpftop.path)' bench --json -i 1; code=$?; kill $!; exit $code
            """
        let run = try Finished("sh", ["-c", command])
        #expect(run.code == 0)
        let report = try Report(run.output)
        #expect(try report.number("syscalls_per_refresh") < 500)
    }

    @Test func `the most memory is no less than what is held at the end`() throws {
        let report = try Report("-i", "1")
        #expect(try report.number("peak_rss_kb") >= report.number("rss_kb"))
        #expect(try report.number("rss_kb") > 1000)
    }

    /// The report as a program that reads JSON sees it.
    private struct Report {
        let object: [String: Any]

        init(_ arguments: String...) throws {
            let run = try Finished(Bpftop.path, ["bench", "--json"] + arguments)
            #expect(run.code == 0, "\(run.message)")
            try self.init(run.output)
        }

        init(_ output: [UInt8]) throws {
            let value = try JSONSerialization.jsonObject(with: Data(output))
            object = try #require(value as? [String: Any])
        }

        func number(_ name: String) throws -> Int {
            try #require(object[name] as? NSNumber).intValue
        }

        /// The median of a stage, in ns.
        func time(_ stage: String) throws -> Int {
            let stages = try #require(object["stages_ns"] as? [String: [String: NSNumber]])
            return try #require(stages[stage]?["median"]).intValue
        }
    }
}
