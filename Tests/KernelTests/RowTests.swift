import CBpftop
import Glibc
import Model
import Sampling
import TestSupport
import Testing

/// Which rows a walk gives.
extension RunningKernel {
    @Suite struct Rows {
        @Test(arguments: RunningKernel.mechanisms)
        func `every process that lives all the while is a row, and no other is`(
            mechanism: WalkMechanism
        ) throws {
            let before = RunningKernel.startedProcesses()
            let rows = Set(try RunningKernel.walk(mechanism).map(\.pid))
            let after = RunningKernel.startedProcesses()
            let stable = before.filter { after[$0.key] == $0.value }
            #expect(stable.count > 10)
            for pid in stable.keys where !rows.contains(pid) {
                #expect(try !RunningKernel.isVisible(pid), "\(pid) is missing")
            }
            let known = Set(before.keys).union(after.keys)
            let isClean =
                try rows.isSubset(of: known)
                || eventually(seconds: 3) {
                    let before = File.numbers(in: "/proc")
                    let rows = Set(try RunningKernel.walk(mechanism).map(\.pid))
                    return rows.isSubset(of: before.union(File.numbers(in: "/proc")))
                }
            #expect(isClean, "rows without a process")
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `this process is a row with its own numbers`(mechanism: WalkMechanism) throws {
            let own = try RunningKernel.record(UInt32(getpid()), mechanism)
            #expect(own.ppid == UInt32(getppid()))
            #expect(own.pgrp == UInt32(getpgrp()))
            #expect(own.session == UInt32(getsid(0)))
            #expect(own.tgid == own.pid && own.namespacePID == own.pid)
            #expect(!own.isThread && !own.isKernelThread)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `start times are those of proc to the tick`(mechanism: WalkMechanism) throws {
            let tick = UInt64(1_000_000_000 / sysconf(Int32(_SC_CLK_TCK)))
            var compared = 0
            for record in try RunningKernel.walk(mechanism) {
                guard let ticks = Proc(record.pid).stat(22) else { continue }
                #expect(record.start_boottime / tick == UInt64(ticks), "\(record.pid)")
                compared += 1
            }
            #expect(compared > 10)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `kernel threads are told apart and have no memory`(mechanism: WalkMechanism) throws {
            let records = try RunningKernel.walk(mechanism)
            let kernel = records.filter(\.isKernelThread)
            #expect(kernel.contains { $0.name.hasPrefix("ksoftirqd") })
            for record in kernel {
                #expect(record.virtualPages == 0 && record.residentPages == 0)
                #expect(record.threads == 1)
            }
            let own = records.first { $0.pid == UInt32(getpid()) }
            #expect(own?.isKernelThread == false)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `an array that is too small grows, and no task is lost`(
            mechanism: WalkMechanism
        ) throws {
            var reader = try BPFTaskReader(
                offsets: RunningKernel.offsets.get(), mechanism: mechanism, capacity: 3)
            let small = reader.capacity
            #expect(small == 3)
            let rows = Set(try reader.read(threads: false).map(\.pid))
            let grown = reader.capacity
            #expect(grown > 3 && grown >= rows.count)
            #expect(rows.contains(UInt32(getpid())))
            let usual = Set(try RunningKernel.walk(mechanism).map(\.pid))
            #expect(rows.intersection(usual).count > usual.count * 9 / 10)
            let threads = try reader.read(threads: true)
            #expect(threads.contains { $0.isThread })
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `there is room for processes at first, and for threads once they are wanted`(
            mechanism: WalkMechanism
        ) throws {
            let subject = try Subject("burn", "6000", "0", "0")
            _ = try subject.answer()
            var reader = try BPFTaskReader(
                offsets: RunningKernel.offsets.get(), mechanism: mechanism)
            let processes = reader.capacity
            #expect(try reader.read(threads: false).count <= processes)
            #expect(processes == reader.capacity && processes < 6000)
            let tasks = try reader.read(threads: true)
            #expect(tasks.count { $0.isThread && $0.tgid == subject.pid } >= 6000)
            let all = reader.capacity
            #expect(all >= tasks.count && all < 3 * tasks.count)
        }

        @Test func `groups whose numbers fall on the same slots are all there, each once`() throws {
            // With so few records there are 512 slots, and a number is looked for in 16 of them.
            let subject = try Subject("crowd", "512", "20")
            let numbers = try subject.answer().map { UInt32($0) }
            #expect(numbers.count == 20)
            for number in numbers {
                _ = try RunningKernel.record(number, .list) {
                    $0.threads == 2 && $0.runtime > 2_000_000
                }
            }
            var reader = try BPFTaskReader(
                offsets: RunningKernel.offsets.get(), mechanism: .iterator, capacity: 250)
            let tasks = try reader.read(threads: false)
            let capacity = reader.capacity
            #expect(capacity > 250)
            for number in numbers {
                let found = tasks.filter { $0.pid == number }
                #expect(found.map(\.threads) == [2])
                let cpu = found.map(\.runtime)
                #expect(cpu.allSatisfy { $0 > 2_000_000 })
                #expect(try [RunningKernel.record(number, .list).runtime] == cpu)
            }
        }

        @Test(arguments: RunningKernel.mechanisms, [false, true])
        func `births and deaths during walks never give one identity twice`(
            mechanism: WalkMechanism, threads withThreads: Bool
        ) throws {
            _ = try RunningKernel.walk(mechanism, threads: withThreads)
            let subject = try Subject("forker", "300")
            #expect(try subject.answer() == [0])
            let walks = try subject.meanwhile {
                let records = try RunningKernel.walk(mechanism, threads: withThreads)
                let processes = records.filter { !$0.isThread }
                let threads = records.filter(\.isThread)
                #expect(Set(processes.map(\.identity)).count == processes.count)
                #expect(Set(processes.map(\.pid)).count == processes.count)
                #expect(Set(threads.map(\.identity)).count == threads.count)
                #expect(records.prefix(processes.count).allSatisfy { !$0.isThread })
            }
            #expect(walks > 3)
        }
    }

    /// The processes of /proc with their start ticks.
    static func startedProcesses() -> [UInt32: Int] {
        var started: [UInt32: Int] = [:]
        for pid in File.numbers(in: "/proc") { started[pid] = Proc(pid).stat(22) }
        return started
    }
}

extension Subject {
    /// Lets the child go on and repeats a body until it answers; how often the body ran.
    borrowing func meanwhile(_ body: () throws -> Void) throws -> Int {
        begin()
        var count = 0
        while !isReady && count < 10_000 {
            try body()
            count += 1
        }
        _ = try answer()
        return count
    }
}
