import Model
import TestSupport
import Testing

@testable import Sampling

@Suite struct ProcStatTests {
    private func parse(_ text: String) -> ProcStat? {
        parsed(text) { ProcStat($0) }
    }

    /// Places 4 to 52, each its own number.
    private let numbers = (4...52).map(String.init).joined(separator: " ")

    @Test func `a line of Linux 6-18 is read in full`() throws {
        let stat = try #require(
            parse(
                "1 (process_api) S 0 0 0 0 -1 4194560 50873 803911 0 159 172 983 38458 1110 20 0 13 0 25 52912128 5093 18446744073709551615 1 1 0 0 0 0 0 4096 1256 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
            ))
        #expect(stat.pid == 1)
        #expect(stat.name == "process_api")
        #expect(stat.state == UInt8(ascii: "S"))
        #expect(stat.signed(8) == -1)
        #expect(stat.minorFaults == 50873)
        #expect(stat.userTicks == 172)
        #expect(stat.threads == 13)
        #expect(stat.startTicks == 25)
        #expect(stat[25] == UInt64.max)
        #expect(stat.exitCode == 0)
        #expect(stat.lastPlace == 52)
    }

    @Test func `every number is at its place`() throws {
        let stat = try #require(parse("7 (x) R \(numbers)"))
        for place in 4...52 { #expect(stat[place] == UInt64(place)) }
        #expect(stat[3] == nil)
        #expect(stat[53] == nil)
        #expect(stat[-1] == nil)
    }

    @Test func `numbers that an old kernel does not print are nil`() throws {
        // Linux 3.4 ends at place 44... of which the last was cguest_time.
        let old = (4...44).map(String.init).joined(separator: " ")
        let stat = try #require(parse("7 (x) R \(old)\n"))
        #expect(stat.blockDelayTicks == 42)
        #expect(stat.argumentStart == nil)
        #expect(stat.exitCode == nil)
    }

    @Test(arguments: [
        "a) R 1 2", "((", "))", ") ", "new\nline", "", " ", "x) Z 1 (\ny", "-1", "(sd-pam)",
        "tab\there",
    ])
    func `a name may hold anything`(name: String) throws {
        let stat = try #require(parse("9 (\(name)) S \(numbers)\n"))
        #expect(stat.name == name)
        #expect(stat.state == UInt8(ascii: "S"))
        #expect(stat.ppid == 4)
    }

    @Test func `a name longer than the room is cut, and the numbers stand`() throws {
        let name = String(repeating: "n", count: 80)
        let stat = try #require(parse("9 (\(name)) I \(numbers)"))
        #expect(stat.nameLength == 64)
        #expect(stat[52] == 52)
    }

    @Test(arguments: ["", "1", "1 (", "1 (x", "x (y) S 1", "1 (x) ", "1 (x) SS 1", "1 x S 1"])
    func `what is not a line of stat is refused`(text: String) {
        #expect(parse(text) == nil)
    }

    @Test func `a line cut off keeps what is whole`() throws {
        let stat = try #require(parse("1 (x) S 5 6"))
        #expect(stat.lastPlace == 5)
        #expect(stat.pgrp == 6)
        #expect(stat.session == nil)
    }

    @Test func `a device number is unpacked`() {
        #expect(TaskRecord.terminal(34816) == 136 << 20)
        #expect(TaskRecord.terminal(34817 + 0x0100_0000 - 0x100_0000) == 136 << 20 | 1)
        #expect(TaskRecord.terminal(0x0010_8805) == 136 << 20 | 0x105)
        #expect(TaskRecord.terminal(0) == 0)
    }
}
