import CBpftop
import Glibc
import Model
import Sampling
import TestSupport
import Testing

/// What tasks are doing, on tasks that are made to do it.
extension RunningKernel {
    @Suite struct States {
        @Test(arguments: RunningKernel.mechanisms)
        func `a process that waits sleeps, and one that is stopped is stopped`(
            mechanism: WalkMechanism
        ) throws {
            let subject = try Subject("plain")
            _ = try subject.answer()
            #expect(try state(subject.pid, mechanism, is: .sleeping) == .sleeping)
            subject.signal(SIGSTOP)
            #expect(try state(subject.pid, mechanism, is: .stopped) == .stopped)
            subject.signal(SIGCONT)
            #expect(try state(subject.pid, mechanism, is: .sleeping) == .sleeping)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `a traced process is told from a stopped one`(mechanism: WalkMechanism) throws {
            let subject = try Subject("traced")
            let child = try number(of: subject)
            #expect(try state(child, mechanism, is: .traced) == .traced)
            #expect(Proc(child).stat[3] == "t")
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `a zombie is one, without memory`(mechanism: WalkMechanism) throws {
            let subject = try Subject("zombie")
            let child = try number(of: subject)
            let record = try RunningKernel.record(child, mechanism)
            #expect(record.processState == .zombie)
            #expect(record.ppid == subject.pid)
            #expect(record.residentPages == 0 && record.virtualPages == 0)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `a parent that waits for its vfork is uninterruptible`(
            mechanism: WalkMechanism
        ) throws {
            let subject = try Subject("vfork")
            let child = try number(of: subject)
            #expect(try state(subject.pid, mechanism, is: .uninterruptible) == .uninterruptible)
            let parent = try RunningKernel.record(subject.pid, mechanism)
            let record = try RunningKernel.record(child, mechanism) {
                $0.processState == .sleeping
            }
            #expect(record.processState == .sleeping)
            #expect(record.residentPages == parent.residentPages, "one address space")
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `kernel threads are idle or parked where proc says so`(
            mechanism: WalkMechanism
        ) throws {
            let kernel = try RunningKernel.walk(mechanism).filter(\.isKernelThread)
            var counts: [ProcessState: Int] = [:]
            for record in kernel {
                let before = Proc(record.pid).stat[3]
                guard before == "I" || before == "P" else { continue }
                let now = try state(record.pid, mechanism, is: ProcessState(letter: before))
                #expect(now == ProcessState(letter: before), "\(record.name)")
                counts[now, default: 0] += 1
            }
            #expect(counts[.idle] ?? 0 > 0)
        }

        @Test(
            .enabled(
                if: sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1, "needs a CPU beside this test's"),
            arguments: RunningKernel.mechanisms)
        func `of several loops on one CPU one runs and the others queue`(
            mechanism: WalkMechanism
        ) throws {
            let cpu = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) - 1
            let first = try Subject("spin", "\(cpu)")
            let second = try Subject("spin", "\(cpu)")
            let third = try Subject("spin", "\(cpu)")
            let pids: Set<UInt32> = [first.pid, second.pid, third.pid]
            _ = try (first.answer(), second.answer(), third.answer())
            // The CPU has to be theirs: neither other programs nor this test shall run there.
            for pid in pids { setpriority(Int32(PRIO_PROCESS.rawValue), id_t(pid), -15) }
            let usual = affinity()
            setAffinity(
                usual.enumerated().map {
                    $0.offset == cpu / 64 ? $0.element & ~(1 << (cpu % 64)) : $0.element
                })
            defer { setAffinity(usual) }
            var seen: [[ProcessState]] = []
            let isSeen = try eventually(seconds: 3) {
                let records = try RunningKernel.walk(mechanism).filter { pids.contains($0.pid) }
                seen.append(records.map(\.processState).sorted { $0.rawValue < $1.rawValue })
                #expect(records.allSatisfy { $0.lastCPU == UInt32(cpu) })
                return seen.last == [.queued, .queued, .running]
            }
            #expect(isSeen, "\(seen.suffix(3))")
            #expect(seen.allSatisfy { $0.allSatisfy { $0 == .queued || $0 == .running } })
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `this process runs while it asks`(mechanism: WalkMechanism) throws {
            let thread = try #require(
                RunningKernel.walk(mechanism, threads: true).first {
                    $0.isThread && $0.pid == UInt32(threadNumber())
                })
            #expect(thread.processState == .running)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `priority, nice and policy are those of proc`(mechanism: WalkMechanism) throws {
            let subject = try Subject("plain")
            _ = try subject.answer()
            #expect(setpriority(Int32(PRIO_PROCESS.rawValue), id_t(subject.pid), 7) == 0)
            let record = try RunningKernel.record(subject.pid, mechanism)
            #expect(record.nice == 7)
            #expect(Int(record.priority) == Proc(subject.pid).stat(18))
            #expect(Int(record.policy) == Proc(subject.pid).stat(41))
            for record in try RunningKernel.walk(mechanism) where record.isKernelThread {
                guard let priority = Proc(record.pid).stat(18) else { continue }
                #expect(Int(record.priority) == priority, "\(record.name)")
                #expect(Int(record.rt_priority) == Proc(record.pid).stat(40), "\(record.name)")
                #expect(Int(record.nice) == Proc(record.pid).stat(19), "\(record.name)")
            }
        }

        private func number(of subject: borrowing Subject) throws -> UInt32 {
            UInt32(try #require(try subject.answer().first))
        }

        private func state(
            _ pid: UInt32, _ mechanism: WalkMechanism, is wanted: ProcessState?
        ) throws -> ProcessState {
            try RunningKernel.record(pid, mechanism) { $0.processState == wanted }.processState
        }
    }
}

/// The CPUs on which this thread may run, one bit each; glibc shows the calls to GNU sources only.
private func affinity() -> [UInt64] {
    var mask = [UInt64](repeating: 0, count: 128)
    _ = readAffinity(0, mask.count * 8, &mask)
    return mask
}

private func setAffinity(_ mask: [UInt64]) {
    _ = writeAffinity(0, mask.count * 8, mask)
}

@_silgen_name("sched_getaffinity")
private func readAffinity(_ pid: Int32, _ size: Int, _ mask: UnsafeMutablePointer<UInt64>) -> Int32

@_silgen_name("sched_setaffinity")
private func writeAffinity(_ pid: Int32, _ size: Int, _ mask: UnsafePointer<UInt64>) -> Int32

/// gettid(2), which glibc shows to GNU sources only.
@_silgen_name("gettid")
private func threadNumber() -> Int32

extension ProcessState {
    /// The state of one of /proc's letters.
    init?(letter: Substring?) {
        guard let letter else { return nil }
        self.init(rawValue: String(letter))
    }
}
