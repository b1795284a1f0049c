import CBpftop
import Glibc
import Model
import Sampling
import TestSupport
import Testing

/// CPU time, and the counters that are sums over threads.
extension RunningKernel {
    @Suite struct Times {
        @Test(arguments: RunningKernel.mechanisms)
        func `CPU time is that of all threads, dead ones included, to the nanosecond`(
            mechanism: WalkMechanism
        ) throws {
            let subject = try Subject("burn", "3", "2", "40")
            #expect(try subject.answer() == [3])
            let clock = try subject.settledRuntime()
            let record = try RunningKernel.record(subject.pid, mechanism)
            #expect(record.runtime == clock)
            #expect(record.runtime > 5 * 40_000_000)
            #expect(record.threads == 4)
            #expect(record.userTime + record.systemTime == record.runtime)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `user and system time are proc's`(mechanism: WalkMechanism) throws {
            let subject = try Subject("burn", "2", "1", "100")
            _ = try subject.answer()
            _ = try subject.settledRuntime()
            let record = try RunningKernel.record(subject.pid, mechanism)
            let tick = 1_000_000_000 / sysconf(Int32(_SC_CLK_TCK))
            let proc = Proc(subject.pid)
            let user = try #require(proc.stat(14))
            let system = try #require(proc.stat(15))
            #expect(abs(Int(record.userTime) / tick - user) <= 1)
            #expect(abs(Int(record.systemTime) / tick - system) <= 1)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `a leader that has exited leaves a row with its threads' time`(
            mechanism: WalkMechanism
        ) throws {
            let subject = try Subject("leader")
            _ = try subject.answer()
            let clock = try subject.settledRuntime()
            let record = try RunningKernel.record(subject.pid, mechanism)
            #expect(record.runtime == clock && clock > 20_000_000)
            #expect(record.threads == 2)
            #expect(Proc(subject.pid).stat[3] == "Z")
            #expect(record.processState == .zombie)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `the sums of a process of 2,000 threads are whole`(mechanism: WalkMechanism) throws {
            let subject = try Subject("burn", "2000", "0", "0")
            _ = try subject.answer()
            let clock = try subject.settledRuntime()
            let record = try RunningKernel.record(subject.pid, mechanism)
            #expect(record.threads == 2001)
            #expect(record.runtime == clock)
            let rows = try RunningKernel.walk(mechanism, threads: true)
                .filter { $0.isThread && $0.tgid == subject.pid }
            #expect(rows.count == 2001)
            #expect(rows.reduce(0) { $0 + $1.runtime } == clock)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `rows of threads are the tasks of proc`(mechanism: WalkMechanism) throws {
            let subject = try Subject("burn", "5", "1", "10")
            _ = try subject.answer()
            _ = try subject.settledRuntime()
            let rows = try RunningKernel.walk(mechanism, threads: true)
                .filter { $0.isThread && $0.tgid == subject.pid }
            let pid = subject.pid
            #expect(Set(rows.map(\.pid)) == Proc(pid).threads)
            #expect(Set(rows.map(\.name)).isSuperset(of: (0..<5).map { "worker \($0)" }))
            for row in rows {
                let proc = Proc(pid, thread: row.pid)
                #expect(row.name + "\n" == File.text("\(proc.folder)/comm"))
                #expect(row.processState == .sleeping)
                let schedule = File.text("\(proc.folder)/schedstat")?.split(separator: " ")
                #expect(schedule?.first.flatMap { UInt64($0) } == row.runtime)
                if let delay = row.runDelay {
                    #expect(schedule?.dropFirst().first.flatMap { UInt64($0) } == delay)
                }
                #expect(proc.number("voluntary_ctxt_switches") == row.voluntarySwitches)
            }
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `every thread of the machine that stays is a row`(mechanism: WalkMechanism) throws {
            func threads() -> Set<UInt32> {
                File.numbers(in: "/proc").reduce(into: []) { $0.formUnion(Proc($1).threads) }
            }
            let before = threads()
            let rows = Set(
                try RunningKernel.walk(mechanism, threads: true).filter(\.isThread).map(\.pid))
            let stable = before.intersection(threads())
            for missing in stable.subtracting(rows) {
                #expect(try !RunningKernel.isVisible(missing), "\(missing) is missing")
            }
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `run-queue wait is the living threads' sum`(mechanism: WalkMechanism) throws {
            let subject = try Subject("burn", "4", "0", "20")
            _ = try subject.answer()
            _ = try subject.settledRuntime()
            let record = try RunningKernel.record(subject.pid, mechanism)
            let delays = Proc(subject.pid).threads.compactMap { thread in
                File.text("\(Proc(subject.pid, thread: thread).folder)/schedstat")?
                    .split(separator: " ").dropFirst().first.flatMap { UInt64($0) }
            }
            guard let sum = record.runDelay else { return }
            #expect(sum == delays.reduce(0, +))
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `switches and faults are those of all threads, dead ones included`(
            mechanism: WalkMechanism
        ) throws {
            let subject = try Subject("switches")
            let usage = try subject.answer()
            _ = try subject.settledRuntime()
            let record = try RunningKernel.record(subject.pid, mechanism)
            let voluntary = Int(try #require(record.voluntarySwitches))
            #expect(usage[0] > 150 && (usage[0]...usage[0] + 4).contains(voluntary))
            let involuntary = Int(try #require(record.involuntarySwitches))
            #expect((usage[1]...usage[1] + 4).contains(involuntary))
            let proc = Proc(subject.pid)
            #expect(proc.stat(10) == record.minorFaults.map(Int.init))
            #expect(proc.stat(12) == record.majorFaults.map(Int.init))
            #expect(usage[2] <= Int(try #require(record.minorFaults)))
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `I/O counters are proc's, all seven`(mechanism: WalkMechanism) throws {
            let files = FakeProc()
            let subject = try Subject("io", "\(files.root)/first", "\(files.root)/second")
            let written = try subject.answer()[0]
            _ = try subject.settledRuntime()
            let record = try RunningKernel.record(subject.pid, mechanism)
            let proc = Proc(subject.pid)
            #expect(record.readCharacters == proc.number("rchar", in: "io"))
            #expect(record.writtenCharacters == proc.number("wchar", in: "io"))
            #expect(record.syscr == proc.number("syscr", in: "io"))
            #expect(record.syscw == proc.number("syscw", in: "io"))
            #expect(record.readBytes == proc.number("read_bytes", in: "io"))
            #expect(record.writeBytes == proc.number("write_bytes", in: "io"))
            let cancelled = proc.number("cancelled_write_bytes", in: "io")
            #expect(record.cancelledWriteBytes == cancelled)
            #expect(Int(record.writtenCharacters ?? 0) >= 2 * written)
        }
    }
}
