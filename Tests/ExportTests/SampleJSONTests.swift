import Export
import Foundation
import Model
import TestSupport
import Testing

/// Samples as JSON.
@Suite struct SampleJSONTests {
    @Test func `a sample is parsed with every column of every process`() throws {
        let object = try sample([.process(1), .process(2, parent: 1)])
        #expect(object["schema"] as? String == "bpftop.sample.v1")
        #expect(object["time_ns"] as? UInt64 == 1_700_000_000_000_000_000)
        let processes = try #require(object["processes"] as? [[String: Any]])
        #expect(processes.count == 2)
        for process in processes { #expect(Set(process.keys) == Set(Column.all.map(\.name))) }
    }

    @Test func `what is not known is null, not 0`() throws {
        let processes = try #require(
            try sample([.process(1)])["processes"] as? [[String: Any]])
        #expect(processes[0]["login_user"] is NSNull)
        #expect(processes[0]["cpu_percent"] is NSNull)
        #expect(processes[0]["nice"] as? Int == 0)
    }

    @Test func `hostile names of processes and hosts are parsed as they were`() throws {
        let object = try sample([.process(1, name: "\u{1b}[A\"\n")])
        let processes = try #require(object["processes"] as? [[String: Any]])
        #expect(processes[0]["comm"] as? String == "\u{1b}[A\"\n")
        let system = try #require(object["system"] as? [String: Any])
        #expect(system["host"] as? String == "host\u{1b}[2J")
    }

    @Test func `a CPU's times have its number, and the sum of all has none`() throws {
        let system = try #require(try sample([.process(1)])["system"] as? [String: Any])
        let cpus = try #require(system["cpus"] as? [[String: Any]])
        let total = try #require(system["cpu_total"] as? [String: Any])
        #expect(!cpus.isEmpty)
        for (number, cpu) in cpus.enumerated() {
            #expect(cpu["number"] as? Int == number)
            #expect(Set(cpu.keys).subtracting(["number"]) == Set(total.keys))
        }
        #expect(total["number"] == nil && total["guest_ns"] as? Int == 0)
    }

    @Test func `samples one after another are one line each`() throws {
        let (snapshot, list) = invented([.process(1)])
        var json = JSONText()
        for _ in 0..<3 {
            json.sample(snapshot, list, columns: Column.all)
            json.newline()
        }
        let lines = json.bytes.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 3)
        for line in lines { _ = try JSONSerialization.jsonObject(with: Data(line)) }
    }

    private func sample(_ tasks: [TaskRecord]) throws -> [String: Any] {
        let (snapshot, list) = invented(tasks)
        var json = JSONText()
        json.sample(snapshot, list, columns: Column.all)
        let value = try JSONSerialization.jsonObject(with: Data(json.bytes))
        return try #require(value as? [String: Any])
    }
}
