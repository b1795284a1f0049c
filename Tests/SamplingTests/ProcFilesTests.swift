import CBpftop
import Glibc
import Model
import TestSupport
import Testing

@testable import Sampling

@Suite struct ProcFilesTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func `statm gives pages`() throws {
        let statm = try #require(parsed("765 435 406 5 0 123 0\n") { ProcStatm($0) })
        #expect(statm.size == 765)
        #expect(statm.resident == 435)
        #expect(statm.shared == 406)
        #expect(statm.text == 5)
        #expect(statm.data == 123)
        #expect(parsed("765 435 406 5 0 123") { ProcStatm($0) } == nil)
    }

    @Test func `schedstat of a kernel that keeps none is told apart`() throws {
        let kept = try #require(parsed("1200 34 5\n") { ProcSchedstat($0) })
        #expect((kept.runtime, kept.runDelay, kept.slices) == (1200, 34, 5))
        #expect(kept.isKept)
        #expect(parsed("0 0 0\n") { ProcSchedstat($0) }?.isKept == false)
        #expect(parsed("1 2") { ProcSchedstat($0) } == nil)
    }

    @Test func `io needs all its lines`() throws {
        let text = """
            rchar: 1
            wchar: 2
            syscr: 3
            syscw: 4
            read_bytes: 5
            write_bytes: 6
            cancelled_write_bytes: 7

            """
        let io = try #require(parsed(text) { ProcIO($0) })
        #expect(io.readCharacters == 1)
        #expect(io.writeCalls == 4)
        #expect(io.cancelledWriteBytes == 7)
        for length in 0..<(text.utf8.count - 2) {
            #expect(parsed(String(text.prefix(length))) { ProcIO($0) } == nil)
        }
    }

    @Test func `cgroup lines of a hybrid machine are told apart`() {
        let text = "9:name=systemd:/a:b\n4:cpu,cpuacct:/c\n0::/d/e f:g\n"
        let lines = parsed(text) { ProcCgroup.all($0) }
        #expect(lines.map(\.hierarchy) == [9, 4, 0])
        #expect(lines.map(\.controllers) == ["name=systemd", "cpu,cpuacct", ""])
        #expect(lines.map(\.path) == ["/a:b", "/c", "/d/e f:g"])
        let path = parsed(text) { bytes in
            ProcCgroup.unifiedPath(bytes).map { FieldScanner(bytes).text($0) }
        }
        #expect(path == "/d/e f:g")
    }

    @Test func `a machine of cgroup v1 alone has no unified path`() {
        #expect(parsed("1:cpu:/\n10::/x\n") { ProcCgroup.unifiedPath($0) } == nil)
    }

    @Test func `mutated files never crash a parser`() {
        let stat = "1 (a b) S \((4...52).map(String.init).joined(separator: " "))\n"
        let mounts = "41 31 0:38 / /sys/fs/cgroup\\040x rw shared:1 - cgroup2 cgroup2 rw,a=b\n"
        let cpu = "cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 1 2 3 4 5 6 7 8 9 10\nintr 5\n"
        let disks = "   8  0 sda 1 2 3 4 5 6 7 8 9\n   8  1 sda1 1 2 3 4 5 6 7 8 9\n"
        let network = "h\nh\n  eth0: 1 2 3 4 5 6 7 8 9 10\n lo: 1 2 3 4 5 6 7 8 9 1\n"
        let texts = [stat, ProcStatusTests.linux6, mounts, cpu, disks, network]
        for (index, text) in texts.enumerated() {
            for mutated in mutations(of: bytes(text), count: 3000, seed: UInt64(index)) {
                parseAll(mutated.span.bytes)
            }
        }
    }

    /// Runs every parser over the same bytes; what is asserted is that all come back.
    private func parseAll(_ bytes: RawSpan) {
        let stat = ProcStat(bytes)
        var record = TaskRecord()
        if let stat {
            #expect(stat.lastPlace <= 52)
            record.fill(stat, machine: .current())
        }
        record.fill(ProcStatus(bytes), schedule: ProcSchedstat(bytes), machine: .current())
        _ = (ProcStatm(bytes), ProcIO(bytes), ProcCgroup.all(bytes))
        var sample = SystemSample(machine: .current())
        sample.readCPUs(bytes)
        _ = (SystemSample.Memory(meminfo: bytes), SystemSample.Load(loadavg: bytes))
        _ = (SystemSample.Transfer(diskstats: bytes), SystemSample.Transfer(netdev: bytes))
        _ = (pressureAverages(bytes), SystemSample.Zram(mmStat: bytes), UserNames.parse(bytes))
    }

    @Test func `a file that is not there is an absence, not a denial`() {
        let missing = ProcProcess(UInt32.max)
        #expect(throws: ProcError.self) { try missing.stat() }
        do {
            _ = try missing.stat()
        } catch {
            #expect(error.isAbsence)
            #expect(!error.isDenial)
            #expect(error.description.hasSuffix("stat cannot be read: No such file or directory"))
        }
    }

    @Test func `a file of another form is said to be so`() {
        let fake = FakeProc()
        fake.write("proc/5/stat", "nonsense")
        #expect(throws: ProcError.malformed(path: "\(fake.root)/proc/5/stat")) {
            try ProcProcess(5, root: fake.root).stat()
        }
    }

    @Test func `arguments keep empty ones and drop the last end`() throws {
        let fake = FakeProc()
        fake.write("proc/5/cmdline", "sh\0-c\0\0x y\0")
        let arguments = try ProcProcess(5, root: fake.root).arguments()
        #expect(arguments.map { String(decoding: $0, as: UTF8.self) } == ["sh", "-c", "", "x y"])
        fake.write("proc/5/cmdline", "")
        #expect(try ProcProcess(5, root: fake.root).arguments().isEmpty)
    }

    @Test func `only numbers are processes, in ascending order`() throws {
        let fake = FakeProc()
        for name in ["10", "9", "100", "self", "1x", "4294967296", "-3"] {
            fake.makeDirectory("proc/\(name)")
        }
        #expect(try ProcProcess.all(root: fake.root) == [9, 10, 100])
    }
}
