import CBpftop
import Glibc
import Model
import TestSupport
import Testing

@testable import Sampling

/// The reader against the running kernel.
@Suite(.serialized) struct LiveProcTests {
    private func own(_ records: [TaskRecord], _ pid: UInt32 = UInt32(getpid())) -> TaskRecord? {
        records.first { $0.pid == pid && !$0.isThread }
    }

    @Test func `our own record agrees with what the kernel tells us of ourselves`() throws {
        var before = rusage()
        getrusage(RUSAGE_SELF.rawValue, &before)
        var reader = try ProcTaskReader()
        let record = try #require(own(reader.read(threads: false)))
        var after = rusage()
        getrusage(RUSAGE_SELF.rawValue, &after)
        #expect(record.ppid == UInt32(getppid()))
        #expect(record.pgrp == UInt32(getpgrp()))
        #expect(record.session == UInt32(getsid(0)))
        #expect((record.uid, record.euid) == (getuid(), geteuid()))
        #expect((record.gid, record.egid) == (getgid(), getegid()))
        #expect(record.nice == getpriority(Int32(PRIO_PROCESS.rawValue), 0))
        let tick = Machine.current().tick
        #expect(record.utime + record.stime + 2 * tick >= Self.time(before))
        #expect(record.utime + record.stime <= Self.time(after) + 2 * tick)
        #expect(record.min_flt >= UInt64(before.ru_minflt))
        #expect(record.min_flt <= UInt64(after.ru_minflt))
        #expect(record.maj_flt <= UInt64(after.ru_majflt))
        #expect(record.residentPages ?? 0 > 100)
        #expect(record.processState == .running || record.processState == .sleeping)
    }

    private static func time(_ usage: rusage) -> UInt64 {
        let seconds = UInt64(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        let micros = UInt64(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec)
        return seconds * 1_000_000_000 + micros * 1000
    }

    @Test func `every process that lives on is listed once, in ascending order`() throws {
        var reader = try ProcTaskReader()
        let before = Set(try ProcProcess.all())
        let pids = reader.read(threads: false).map(\.pid)
        let after = Set(try ProcProcess.all())
        #expect(pids == Set(pids).sorted())
        #expect(Set(pids).isSuperset(of: before.intersection(after)))
        #expect(pids.contains(1))
    }

    @Test func `the records of a quiet child are steady and complete`() throws {
        let child = TestChild("/bin/sleep", ["60"])
        var reader = try ProcTaskReader()
        // Until it has executed its program and sleeps.
        #expect(
            eventually {
                own(reader.read(threads: false), child.pid)?.name == "sleep"
            })
        usleep(50_000)
        let first = try #require(own(reader.read(threads: false), child.pid))
        let second = try #require(own(reader.read(threads: false), child.pid))
        #expect(first.ppid == UInt32(getpid()))
        #expect(first.threads == 1)
        #expect(first.runtime == second.runtime)
        #expect(first.runDelay == second.runDelay)
        #expect(first.voluntarySwitches ?? 0 > 0)
        let memory = try ProcProcess(child.pid).statm()
        #expect(first.residentPages == memory.resident)
        #expect(first.sharedPages == memory.shared)
        #expect(first.virtualPages == memory.size)
    }

    @Test func `a process that runs grows in ns and in its I/O`() throws {
        let child = TestChild("/bin/sh", ["-c", "while :; do :; done"])
        var reader = try ProcTaskReader()
        let first = try #require(own(reader.read(threads: false), child.pid))
        usleep(300_000)
        let second = try #require(own(reader.read(threads: false), child.pid))
        #expect(second.runtime > first.runtime)
        #expect(second.runtime % 10_000_000 != 0 || first.runtime % 10_000_000 != 0)
        #expect(second.readBytes != nil)
    }

    @Test func `what is kept of processes that did not run is what a new reader reads`() throws {
        let child = TestChild("/bin/sleep", ["60"])
        usleep(50_000)
        var old = try ProcTaskReader()
        for _ in 0..<5 {
            _ = old.read(threads: false)
            usleep(20_000)
        }
        let kept = old.read(threads: false)
        var new = try ProcTaskReader()
        let fresh = Dictionary(
            uniqueKeysWithValues: new.read(threads: false).map { ($0.identity, $0) })
        var compared = 0
        for record in kept where record.threads == 1 && record.runDelay != nil {
            guard let other = fresh[record.identity], other.runtime == record.runtime,
                other.run_delay == record.run_delay
            else { continue }
            compared += 1
            #expect((record.uid, record.euid, record.gid) == (other.uid, other.euid, other.gid))
            #expect(record.nvcsw == other.nvcsw)
            #expect(record.nivcsw == other.nivcsw)
            #expect((record.rchar, record.wchar) == (other.rchar, other.wchar))
            #expect(
                (record.read_bytes, record.write_bytes) == (other.read_bytes, other.write_bytes))
            #expect(record.cgroup_id == other.cgroup_id)
            #expect(record.oom_score_adj == other.oom_score_adj)
        }
        // The child that sleeps, at least.
        #expect(compared >= 1)
        _ = child.pid
    }

    @Test func `a zombie is a zombie without memory`() throws {
        let child = TestChild("/bin/true", [])
        var reader = try ProcTaskReader()
        #expect(
            eventually {
                own(reader.read(threads: false), child.pid)?.processState == .zombie
            })
        let record = try #require(own(reader.read(threads: false), child.pid))
        #expect(record.residentPages == 0)
        #expect(record.virtualPages == 0)
        #expect(try ProcProcess(child.pid).arguments().isEmpty)
    }

    @Test func `a stopped process is stopped and a continued one sleeps`() throws {
        let child = TestChild("/bin/sleep", ["60"])
        var reader = try ProcTaskReader()
        child.signal(SIGSTOP)
        #expect(
            eventually {
                own(reader.read(threads: false), child.pid)?.processState == .stopped
            })
        child.signal(SIGCONT)
        #expect(
            eventually {
                own(reader.read(threads: false), child.pid)?.processState == .sleeping
            })
    }

    @Test func `a hostile name does not shift the numbers`() throws {
        let fake = FakeProc()
        let name = "x) Z 1 (\n2 ) R"
        #expect(symlink("/bin/sleep", "\(fake.root)/\(name)") == 0)
        let child = TestChild("\(fake.root)/\(name)", ["60"])
        var reader = try ProcTaskReader()
        #expect(eventually { own(reader.read(threads: false), child.pid)?.name == name })
        let record = try #require(own(reader.read(threads: false), child.pid))
        #expect(record.ppid == UInt32(getpid()))
        #expect(record.processState == .sleeping)
        #expect(
            record.start_boottime / 10_000_000 == (try ProcProcess(child.pid).stat()).startTicks)
    }

    @Test func `threads are those of the task directory, and their runtimes add up to less`() throws
    {
        var reader = try ProcTaskReader()
        let pid = UInt32(getpid())
        let before = Set(try ProcProcess(pid).threads())
        let records = reader.read(threads: true)
        let after = Set(try ProcProcess(pid).threads())
        let seen = Set(records.filter { $0.isThread && $0.tgid == pid }.map(\.pid))
        #expect(seen.isSuperset(of: before.intersection(after)))
        #expect(seen.contains(pid))
        let firstThread = records.firstIndex(where: \.isThread) ?? records.count
        #expect(records[firstThread...].allSatisfy { $0.isThread })
    }

    @Test func `processes that come and go never disturb the others`() throws {
        let steady = TestChild("/bin/sleep", ["60"])
        let busy = TestChild(
            "/bin/sh", ["-c", "while :; do /bin/true & /bin/true; done"])
        var reader = try ProcTaskReader()
        for _ in 0..<60 {
            let records = reader.read(threads: true)
            #expect(own(records, steady.pid) != nil)
            #expect(
                Set(records.filter { !$0.isThread }.map(\.pid)).count
                    == records.count { !$0.isThread })
        }
        _ = busy.pid
    }

    @Test func `every record's cgroup agrees with its file`() throws {
        var reader = try ProcTaskReader()
        let record = try #require(own(reader.read(threads: false)))
        let lines = try ProcProcess(UInt32(getpid())).cgroups()
        guard let line = lines.first(where: { $0.hierarchy == 0 }), let id = record.cgroupID else {
            #expect(record.cgroupID == nil)
            return
        }
        #expect(reader.cgroups[id]?.path == line.path)
    }

    @Test func `descriptors do not add up`() throws {
        var reader = try ProcTaskReader()
        var system = SystemReader()
        _ = (reader.read(threads: true), system.read())
        let before = try descriptors()
        for _ in 0..<20 { _ = (reader.read(threads: true), system.read()) }
        // Other tests of this process open and close files meanwhile.
        #expect(try descriptors() < before + 15)
    }

    private func descriptors() throws -> Int {
        let stream = try #require(opendir("/proc/self/fd"))
        defer { closedir(stream) }
        var count = 0
        while readdir(stream) != nil { count += 1 }
        return count
    }
}
