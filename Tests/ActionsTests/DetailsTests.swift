import Glibc
import Interface
import Model
import TestSupport
import Testing

@testable import Actions

@Suite struct DetailsTests {
    private func section(_ title: String, of details: ProcessDetails) -> ProcessDetails.Section? {
        details.sections.first { $0.title == title }
    }

    @Test func `files, environment, limits and CPUs of a real process are read`() throws {
        let child = try Child("env", "-i", "BPFTOP_TEST=yes", "sleep", "60")
        try #require(
            child.waits {
                (try? Path.text("/proc/\(child.pid)/comm"))?.hasPrefix("sleep") == true
            })
        let details = try DetailsReader().read(child.target.identity)
        #expect(section("Environment", of: details)?.lines == ["BPFTOP_TEST=yes"])
        #expect(section("Open files", of: details)?.lines.contains("1  /dev/null") == true)
        let limits = try #require(section("Limits", of: details))
        #expect(limits.lines.contains { $0.hasPrefix("Max open files") })
        let map = try #require(section("Memory map", of: details))
        #expect(map.lines.first?.contains("in all") == true)
        #expect(map.lines.contains { $0.contains("[stack]") })
        #expect(section("Threads", of: details)?.lines == ["\(child.pid)  sleep"])
        let program = try #require(section("Program", of: details))
        #expect(program.lines.contains { $0.hasPrefix("exe: /") })
        #expect(section("Cgroup", of: details)?.lines.isEmpty == false)
        #expect(details.sections.allSatisfy { $0.problem == nil || $0.title == "Kernel stack" })
        #expect(
            details.allowedCPUs.map { CPUList.text(Set($0)) } == child.status("Cpus_allowed_list"))
        #expect(details.ioPriority != nil)
    }

    @Test func `of a process whose main thread has ended the files are those of the other threads`()
        throws
    {
        let subject = try Subject("leader")
        _ = try subject.answer()
        let stat = try Path.text("/proc/\(subject.pid)/stat").split(separator: ")").last
        let ticks = stat?.split(separator: " ").dropFirst(19).first.flatMap { UInt64($0) }
        let start = try #require(ticks) * 1_000_000_000 / UInt64(sysconf(Int32(_SC_CLK_TCK)))
        let details = try DetailsReader().read(
            ProcessIdentity(pid: subject.pid, startTime: start))
        #expect(section("Open files", of: details)?.lines.contains { $0.hasPrefix("1  ") } == true)
        #expect(section("Memory map", of: details)?.lines.first?.contains("in all") == true)
        #expect(section("Program", of: details)?.lines.contains { $0.hasPrefix("exe: /") } == true)
        #expect(section("Environment", of: details)?.lines.isEmpty == false)
        #expect(section("Threads", of: details)?.lines.count == 2)
    }

    @Test func `the answer comes through the descriptor`() throws {
        let child = try Child("sleep", "60")
        let reader = try DetailsReader()
        #expect(reader.take().isEmpty)
        reader.request(child.target.identity)
        var events = pollfd(fd: reader.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&events, 1, 5000) == 1)
        let details = reader.take()
        #expect(details.map(\.identity) == [child.target.identity])
        #expect(poll(&events, 1, 0) == 0)
    }

    @Test func `another process with the number is not read`() throws {
        let child = try Child("sleep", "60")
        let other = ProcessIdentity(pid: UInt32(child.pid), startTime: 1)
        let details = try DetailsReader().read(other)
        #expect(details.identity == other)
        #expect(details.sections.count == 1)
        #expect(details.sections.first?.lines.isEmpty == true)
        #expect(details.sections.first?.problem?.contains("another process") == true)
        #expect(details.allowedCPUs == nil)
    }

    @Test(.enabled(if: Privileges.isRoot, "becoming another user takes root"))
    func `what may not be read says what would help`() throws {
        let child = try Child("sleep", "60")
        let identity = child.target.identity
        let reply = asOtherUser {
            guard let process = try? CheckedProcess(identity, isThread: false),
                let directory = try? process.duplicateDirectory()
            else { return "not opened" }
            let files = ProcessFiles(directory: directory, tid: process.tid, hierarchy: nil)
            return files.parts.map { part in
                let section = part.read()
                return "\(section.title): \(section.problem ?? "\(section.lines.count)")"
            }.joined(separator: "\n")
        }
        #expect(reply.contains("Environment: not permitted; it takes the same user"))
        #expect(reply.contains("Open files: not permitted"))
        #expect(!reply.contains("Limits: 0"))
    }

    @Test func `a read that blocks is given up at the deadline and holds up no other`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let reader = ends[0]
        let parts = [
            Gathering.Part(title: "stuck") {
                var byte: UInt8 = 0
                // Nobody writes until the test is over.
                _ = read(reader, &byte, 1)
                return .init(title: "stuck", lines: ["late"])
            },
            Gathering.Part(title: "quick") { .init(title: "quick", lines: ["there"]) },
        ]
        let clock = ContinuousClock()
        var sections: [ProcessDetails.Section] = []
        let time = clock.measure { sections = Gathering.sections(of: parts, within: 100) }
        #expect(time < .milliseconds(2000))
        #expect(time >= .milliseconds(99))
        #expect(sections.map(\.lines) == [[], ["there"]])
        #expect(sections[0].problem == "no answer within 100 ms")
        close(ends[1])
    }

    @Test func `when all have answered nobody waits for the deadline`() {
        let parts = (0..<8).map { index in
            Gathering.Part(title: "\(index)") { .init(title: "\(index)", lines: []) }
        }
        let time = ContinuousClock().measure {
            #expect(
                Gathering.sections(of: parts, within: 60_000).map(\.title) == parts.map(\.title))
        }
        #expect(time < .seconds(20))
    }

    @Test func `a section is bounded in lines and in their length`() {
        var lines = ProcessFiles.Lines()
        for index in 0...ProcessFiles.Lines.limit { lines.add("\(index)") }
        #expect(lines.all.count == ProcessFiles.Lines.limit)
        #expect(lines.problem?.contains("only the first") == true)
        var long = ProcessFiles.Lines()
        long.add(String(repeating: "x", count: 1 << 20))
        #expect(long.all[0].utf8.count == 4096)
    }
}

@Suite struct MapSummaryTests {
    @Test func `mappings add up by what they map`() {
        let summary = MapSummary(
            """
            1000-3000 r-xp 00000000 08:01 42 /bin/a b
            3000-4000 r--p 00002000 08:01 42 /bin/a b
            8000-9000 rw-p 00000000 00:00 0
            9000-19000 rw-p 00000000 00:00 0                          [heap]
            broken
            5-4 r 0 0 0
            zz-10 r 0 0 0
            """)
        #expect(summary.count == 4)
        #expect(summary.total == 0x14000)
        #expect(summary.entries.map(\.name) == ["[heap]", "/bin/a b", "[anonymous]"])
        #expect(summary.entries.map(\.bytes) == [0x10000, 0x3000, 0x1000])
        #expect(summary.text.split(separator: "\n").first == "80 KiB in 4  in all")
        #expect(MapSummary("").text == "")
        // A path may end in a carriage return.
        #expect(MapSummary("1000-2000 r 0 0 0 /a\r\n2000-3000 r 0 0 0 /b\n").count == 2)
    }
}
