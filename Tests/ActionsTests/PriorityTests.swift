import Clinux
import Glibc
import Interface
import Model
import Testing

@testable import Actions

@Suite struct PriorityTests {
    private let actions = Actions(isReadOnly: false)

    @Test func `the nice value is set for every thread`() throws {
        // A process of several threads, whichever the machine has: this one's own children have but one.
        let child = try Child("python3", "-c", Self.threads)
        try #require(child.waits { child.status("Threads") == "4" })
        #expect(actions.setNice([child.target], 7).map(\.failure) == [nil])
        for tid in try Path.names(in: "/proc/\(child.pid)/task") {
            #expect(getpriority(prioProcess, id_t(tid) ?? 0) == 7)
        }
    }

    private static let threads = """
        import threading, time
        for _ in range(3): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        time.sleep(60)
        """

    @Test(arguments: [(0, 5, 5), (5, 30, 19), (0, Int.max, 19)] as [(Int, Int, Int32)])
    func `steps are bounded`(start: Int, step: Int, end: Int32) throws {
        let child = try Child("sleep", "60")
        _ = actions.setNice([child.target], start)
        #expect(actions.changeNice([child.target], by: step).map(\.failure) == [nil])
        #expect(getpriority(prioProcess, id_t(child.pid)) == end)
    }

    @Test(.enabled(if: Privileges.isRoot, "a lower nice value takes root"))
    func `root lowers a nice value, even to -1, which looks like a failure`() throws {
        let child = try Child("sleep", "60")
        #expect(actions.setNice([child.target], -1).map(\.failure) == [nil])
        #expect(actions.changeNice([child.target], by: -1).map(\.failure) == [nil])
        #expect(getpriority(prioProcess, id_t(child.pid)) == -2)
        #expect(actions.changeNice([child.target], by: -100).map(\.failure) == [nil])
        #expect(getpriority(prioProcess, id_t(child.pid)) == -20)
    }

    @Test(arguments: [-21, 20, Int.max])
    func `a nice value that there is not is refused`(nice: Int) throws {
        let child = try Child("sleep", "60")
        #expect(actions.setNice([child.target], nice).first?.failure != nil)
        #expect(getpriority(prioProcess, id_t(child.pid)) == 0)
    }

    @Test(arguments: [
        IOPriority.idle, .bestEffort(level: 0), .bestEffort(level: 7), .none,
    ])
    func `the I/O priority is set and read back`(priority: IOPriority) throws {
        let child = try Child("sleep", "60")
        #expect(actions.setIOPriority([child.target], priority).map(\.failure) == [nil])
        let read = IOPriority(kernelValue: bpftop_ioprio_get(child.pid))
        // Without a class the kernel may answer with the one that the nice value means.
        #expect(read == priority || priority == .none)
    }

    @Test func `a level that there is not is refused`() throws {
        let child = try Child("sleep", "60")
        let outcome = actions.setIOPriority([child.target], .bestEffort(level: 8))
        #expect(outcome.first?.failure != nil)
    }

    @Test func `the numbers are those of ioprio_set`() {
        #expect(IOPriority.realTime(level: 3).kernelValue == 8195)
        #expect(IOPriority.bestEffort(level: 4).kernelValue == 16388)
        #expect(IOPriority.idle.kernelValue == 24576)
        #expect(IOPriority(kernelValue: 16388) == .bestEffort(level: 4))
        #expect(IOPriority(kernelValue: 4 << 13) == nil)
        #expect(IOPriority(kernelValue: -1) == nil)
    }

    @Test func `a process is bound to a CPU`() throws {
        let child = try Child("sleep", "60")
        #expect(actions.setAffinity([child.target], cpus: [0]).map(\.failure) == [nil])
        #expect(child.status("Cpus_allowed_list") == "0")
    }

    @Test func `a CPU that the machine has not is refused`() throws {
        let child = try Child("sleep", "60")
        let before = child.status("Cpus_allowed_list")
        #expect(actions.setAffinity([child.target], cpus: [8000]).first?.failure != nil)
        #expect(actions.setAffinity([child.target], cpus: []).first?.failure != nil)
        #expect(actions.setAffinity([child.target], cpus: [-1, 1 << 40]).first?.failure != nil)
        #expect(child.status("Cpus_allowed_list") == before)
    }

    @Test func `masks are words of bits`() {
        #expect(
            CPUMask.cpus(CPUMask.bytes([0, 1, 63, 64, 8191, 8192, -1])) == [0, 1, 63, 64, 8191])
        #expect(CPUMask.cpus([]) == [])
        #expect(CPUMask.cpus([1, 0, 0]) == [])
    }
}

@Suite struct ReportTests {
    private func outcome(_ pid: UInt32, _ failure: ActionFailure? = nil) -> Outcome {
        Outcome(
            target: Target(
                identity: ProcessIdentity(pid: pid, startTime: 0), name: "p\(pid)", user: "u"),
            failure: failure)
    }

    @Test func `a report says whom it met and why not the others`() {
        func report(_ outcomes: [Outcome]) -> ActionResult {
            outcomes.report("sent SIGTERM to", orNot: "send SIGTERM to")
        }
        #expect(report([outcome(1)]) == ActionResult("sent SIGTERM to p1 (1)"))
        #expect(report([outcome(1), outcome(2)]) == ActionResult("sent SIGTERM to 2 processes"))
        #expect(
            report([outcome(1, .vanished)])
                == ActionResult("could not send SIGTERM to p1 (1): it has ended", isFailure: true))
        #expect(
            report([outcome(1), outcome(2, .vanished), outcome(3, .replaced)])
                == ActionResult(
                    "sent SIGTERM to 1 of 3 processes; not p2 (2): it has ended (and 1 more)",
                    isFailure: true))
    }
}

@Suite struct ProcStatTests {
    @Test func `a name with parentheses and blanks hides nothing`() {
        let rest = "S 42 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 1 777 20 21"
        for name in ["sleep", "a) R 1 (b", "", ")))", "x y"] {
            let stat = ProcStat(Array("7 (\(name)) \(rest)\n".utf8))
            #expect(stat?.ppid == 42)
            // Field 22; field 3 is the state.
            #expect(stat?.startTicks == 777)
        }
    }

    @Test(arguments: ["", "1 (x", "1 (x) S 2", "1 (x) S a b c d e f g h i j k l m n o p q r s t"])
    func `a line that is not whole is none`(line: String) {
        #expect(ProcStat(Array(line.utf8)) == nil)
    }
}
