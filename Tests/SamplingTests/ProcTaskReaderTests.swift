import CBpftop
import Glibc
import Model
import TestSupport
import Testing

@testable import Sampling

@Suite struct ProcTaskReaderTests {
    private let fake = FakeProc()
    private let machine = Machine(
        pageSize: 4096, tick: 10_000_000, cpuCount: 1, release: "", architecture: "", hostName: "")

    private func reader() throws -> ProcTaskReader {
        try ProcTaskReader(root: fake.root, machine: machine)
    }

    /// Writes `stat` with zeros but for the places given.
    private func writeStat(_ path: String, _ pid: UInt32, name: String = "x", _ places: [Int: Int])
    {
        let numbers = (4...52).map { String(places[$0] ?? ($0 == 20 ? 1 : 0)) }
        fake.write("\(path)/stat", "\(pid) (\(name)) S \(numbers.joined(separator: " "))\n")
    }

    private func writeProcess(_ pid: UInt32, name: String = "x", _ places: [Int: Int] = [:]) {
        writeStat("proc/\(pid)", pid, name: name, places)
        fake.write("proc/\(pid)/status", ProcStatusTests.linux6)
    }

    @Test func `a record holds what the files say, in ns, pages and bytes`() throws {
        writeProcess(
            7, name: "a)b c\n",
            [
                4: 3, 5: 5, 6: 6, 7: 34817, 9: 4_194_304, 10: 100, 12: 9, 14: 150, 15: 50, 18: 39,
                19: 19, 20: 1, 22: 77, 23: 3_133_440, 39: 1, 40: 0, 41: 3, 42: 2, 48: 1000,
                49: 1010, 51: 1020,
            ])
        fake.write("proc/7/schedstat", "2001234567 4321 10\n")
        fake.write(
            "proc/7/io",
            "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\nwrite_bytes: 6\ncancelled_write_bytes: 7\n"
        )
        fake.write("proc/7/oom_score_adj", "-998\n")
        fake.write("proc/7/loginuid", "1000\n")
        var reader = try reader()
        let records = reader.read(threads: false)
        let record = try #require(records.first)
        #expect(records.count == 1)
        #expect(record.identity == ProcessIdentity(pid: 7, startTime: 770_000_000))
        #expect(record.name == "a)b c\n")
        #expect((record.ppid, record.pgrp, record.session) == (3, 5, 6))
        #expect(record.terminal.map { [$0.major, $0.minor] } == [136, 1])
        #expect((record.utime, record.stime) == (1_500_000_000, 500_000_000))
        #expect(record.runtime == 2_001_234_567)
        #expect(record.runDelay == 4321)
        #expect(record.blockDelay == 20_000_000)
        #expect(record.swapinDelay == nil)
        #expect((record.minorFaults, record.majorFaults) == (100, 9))
        #expect((record.priority, record.nice) == (39, 19))
        #expect((record.policy, record.lastCPU, record.threads) == (3, 1, 1))
        #expect(record.virtualPages == 765)
        #expect(record.anonymousPages == 29)
        #expect(record.sharedPages == 407)
        #expect(record.swapPages == 2)
        #expect(record.pageTableBytes == 44 * 1024)
        #expect((record.uid, record.euid, record.gid, record.egid) == (1000, 1001, 100, 101))
        #expect(record.namespacePID == 1)
        #expect(record.voluntarySwitches == 150)
        #expect(record.cancelledWriteBytes == 7)
        #expect(record.oom_score_adj == -998)
        #expect(record.loginUserID == 1000)
        #expect(record.processState == .sleeping)
    }

    @Test func `what /proc does not say is unknown and not zero`() throws {
        writeStat("proc/7", 7, [23: 8192])
        fake.write("proc/7/status", "VmSize: 8 kB\n")
        var reader = try reader()
        let record = try #require(reader.read(threads: false).first)
        #expect(record.runDelay == nil)
        #expect(record.blockDelay == nil)
        #expect(record.readBytes == nil)
        #expect(record.residentPages == nil)
        #expect(record.swapPages == nil)
        #expect(record.voluntarySwitches == nil)
        #expect(record.namespacePID == nil)
        #expect(record.loginUserID == nil)
        #expect(record.cgroupID == nil)
        #expect(record.euid == UInt32.max)
        #expect(record.on_cpu == UInt32.max)
    }

    @Test func `a kernel thread has no memory, which is zero`() throws {
        writeStat("proc/2", 2, name: "kworker/u128:3-events_unbound", [9: 0x20_8040])
        fake.write("proc/2/status", ProcStatusTests.kernelThread3)
        var reader = try reader()
        let record = try #require(reader.read(threads: false).first)
        #expect(record.isKernelThread)
        #expect(record.residentPages == 0)
        #expect(record.pageTableBytes == 0)
        #expect(record.name == "kworker/u128:3-")
    }

    @Test func `of several threads what is only the leader's is unknown`() throws {
        writeProcess(7, [20: 2, 14: 10, 42: 5])
        fake.write("proc/7/schedstat", "999000000000 4321 10\n")
        var reader = try reader()
        let record = try #require(reader.read(threads: false).first)
        #expect(record.runtime == 100_000_000)
        #expect(record.runDelay == nil)
        #expect(record.blockDelay == nil)
        #expect(record.voluntarySwitches == nil)
        #expect(record.involuntarySwitches == nil)
    }

    @Test func `threads that have died stay in the runtime, and switches without them are unknown`()
        throws
    {
        writeProcess(7, [14: 500])
        fake.write("proc/7/schedstat", "30000000 4321 10\n")
        var reader = try reader()
        let record = try #require(reader.read(threads: false).first)
        #expect(record.runtime == 5_000_000_000)
        #expect(record.runDelay == 4321)
        #expect(record.voluntarySwitches == nil)
    }

    @Test func `records are in ascending order and threads come behind all groups`() throws {
        for pid: UInt32 in [100, 9, 10] {
            writeProcess(pid, [20: pid == 9 ? 2 : 1])
            fake.write("proc/\(pid)/schedstat", "9 9 9\n")
        }
        writeStat("proc/9/task/9", 9, [20: 2, 22: 1, 14: 1])
        writeStat("proc/9/task/11", 11, name: "worker", [20: 2, 22: 5, 14: 2])
        fake.write("proc/9/task/11/schedstat", "25000000 7 3\n")
        var reader = try reader()
        #expect(reader.read(threads: false).map(\.pid) == [9, 10, 100])
        let records = reader.read(threads: true)
        #expect(records.map(\.pid) == [9, 10, 100, 9, 11, 10, 100])
        #expect(records.map(\.isThread) == [false, false, false, true, true, true, true])
        let worker = records[4]
        #expect(worker.tgid == 9)
        #expect(worker.name == "worker")
        #expect(worker.start_boottime == 50_000_000)
        #expect(worker.runtime == 25_000_000)
        #expect(worker.runDelay == 7)
        #expect(worker.residentPages == records[0].residentPages)
        #expect(worker.readBytes == nil)
        #expect(worker.namespacePID == nil)
    }

    @Test func `a process that did not run is not read again before its turn`() throws {
        writeProcess(7)
        fake.write("proc/7/schedstat", "5 6 7\n")
        var reader = try reader()
        _ = reader.read(threads: false)
        fake.write("proc/7/status", ProcStatusTests.kernelThread3)
        var sizes: [UInt64?] = []
        for _ in 0..<ProcTaskReader.period {
            sizes.append(reader.read(threads: false).first?.residentPages)
        }
        // Each process has one turn in every period, and the first refresh was none of these.
        #expect(sizes.first == 436)
        #expect(sizes.last == 0)
    }

    @Test func `a process that ran is read again at once`() throws {
        writeProcess(7)
        fake.write("proc/7/schedstat", "5 6 7\n")
        var reader = try reader()
        _ = reader.read(threads: false)
        fake.write("proc/7/status", ProcStatusTests.kernelThread3)
        fake.write("proc/7/schedstat", "5 6 8\n")
        #expect(reader.read(threads: false).first?.residentPages == 0)
    }

    @Test func `where the kernel keeps no schedule every process is read at every refresh`() throws
    {
        writeProcess(7)
        fake.write("proc/7/schedstat", "0 0 0\n")
        var reader = try reader()
        _ = reader.read(threads: false)
        fake.write("proc/7/status", ProcStatusTests.kernelThread3)
        #expect(reader.read(threads: false).first?.residentPages == 0)
        #expect(reader.read(threads: false).first?.runDelay == nil)
    }

    @Test func `a number that is used again is another process`() throws {
        writeProcess(7, [22: 10])
        fake.write("proc/7/schedstat", "5 6 7\n")
        var reader = try reader()
        let first = try #require(reader.read(threads: false).first)
        writeStat("proc/7", 7, [22: 11])
        fake.write("proc/7/status", ProcStatusTests.kernelThread3)
        let second = try #require(reader.read(threads: false).first)
        #expect(first.identity != second.identity)
        #expect(second.residentPages == 0)
    }

    @Test func `processes that end between the list and their files are left out`() throws {
        writeProcess(7)
        fake.makeDirectory("proc/8")
        writeStat("proc/9", 9, [:])
        fake.write("proc/10/stat", "")
        fake.write("proc/11/stat", "11 (x) S 1 2 3\n")
        var reader = try reader()
        #expect(reader.read(threads: true).map(\.pid) == [7, 7])
        fake.remove("proc/7")
        #expect(reader.read(threads: true).isEmpty)
        #expect(reader.facts.hiddenProcesses == 0)
    }

    @Test func `a cgroup's id is its directory's inode, on a hybrid machine too`() throws {
        fake.write(
            "proc/self/mountinfo",
            """
            31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw
            41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw

            """)
        fake.makeDirectory("sys/fs/cgroup/unified/a.slice/b")
        for (pid, path) in [(1, "/"), (2, "/a.slice/b"), (3, "/gone"), (4, "/../x")] {
            writeProcess(UInt32(pid))
            fake.write("proc/\(pid)/cgroup", "9:pids:/v1\n0::\(path)\n")
        }
        var reader = try reader()
        let ids = reader.read(threads: false).map(\.cgroupID)
        let expected = [
            fake.inode("sys/fs/cgroup/unified"), fake.inode("sys/fs/cgroup/unified/a.slice/b"),
        ]
        #expect(ids == [expected[0], expected[1], nil, nil])
        #expect(reader.cgroups == [expected[0]: "/", expected[1]: "/a.slice/b"])
    }

    @Test func `a cgroup that is made again under its path has its new id at once`() throws {
        fake.write("proc/self/mountinfo", "41 31 0:38 / /cg rw - cgroup2 cgroup2 rw\n")
        fake.makeDirectory("cg/a")
        let former = fake.inode("cg/a")
        writeProcess(7)
        fake.write("proc/7/cgroup", "0::/a\n")
        var reader = try reader()
        #expect(reader.read(threads: false).map(\.cgroupID) == [former])
        // Made before the former goes, so that it cannot have its inode.
        fake.makeDirectory("cg/b")
        fake.remove("cg/a")
        #expect(rename("\(fake.root)/cg/b", "\(fake.root)/cg/a") == 0)
        writeProcess(8)
        fake.write("proc/8/cgroup", "0::/a\n")
        let records = reader.read(threads: false)
        #expect(records.last?.cgroupID == fake.inode("cg/a") && fake.inode("cg/a") != former)
        #expect(reader.cgroups[fake.inode("cg/a")] == "/a")
    }

    @Test func `an exec gives another execution number, time does not`() throws {
        writeProcess(7, [48: 1000, 14: 1])
        var reader = try reader()
        let first = try #require(reader.read(threads: false).first)
        writeProcess(7, [48: 1000, 14: 99])
        let later = try #require(reader.read(threads: false).first)
        writeProcess(7, [48: 2000, 14: 99])
        let other = try #require(reader.read(threads: false).first)
        #expect(first.exec_id == later.exec_id)
        #expect(first.exec_id != other.exec_id)
    }

    @Test(
        arguments: [
            ("rw,hidepid=2", "2"), ("rw,hidepid=invisible", "invisible"), ("rw,hidepid=off", nil),
            ("rw", nil),
        ] as [(String, String?)])
    func `a /proc that hides processes is told`(options: String, expected: String?) throws {
        fake.write("proc/self/mountinfo", "22 1 0:20 / /proc rw - proc proc \(options)\n")
        let reader = try reader()
        #expect(reader.facts.hidePID == expected)
        #expect(reader.facts.sentences.count == (expected == nil ? 0 : 1))
        #expect(reader.facts.isNamespaced == nil)
    }

    @Test func `without a /proc there is an error and no empty machine`() {
        #expect(throws: ProcError.self) { _ = try reader() }
    }
}
