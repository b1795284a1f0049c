import Glibc
import Interface
import Model
import TestSupport
import Testing

@testable import Actions

@Suite struct SignalTests {
    private let actions = Actions(isReadOnly: false)

    @Test func `a signal reaches the process`() throws {
        let child = try Child("sleep", "60")
        #expect(actions.signal([child.target], number: SIGTERM).map(\.failure) == [nil])
        #expect(child.waitForEnd() == SIGTERM)
    }

    @Test func `a real-time signal reaches it too`() throws {
        let child = try Child("sleep", "60")
        #expect(actions.signal([child.target], number: 40).map(\.failure) == [nil])
        #expect(child.waitForEnd() == 40)
    }

    @Test func `a process that has ended is reported as such`() throws {
        let child = try Child("true")
        let target = Target(
            identity: ProcessIdentity(pid: UInt32(child.pid), startTime: child.startTime),
            name: "true", user: "root")
        _ = child.waitForEnd()
        #expect(actions.signal([target], number: SIGTERM).map(\.failure) == [.vanished])
    }

    @Test func `where proc numbers processes otherwise than the calls do nothing is done`() throws {
        try CheckedProcess.requireOwnNumbers()
        let fake = FakeProc()
        for (status, words) in [
            ("Name:\tx\nNSpid:\t4711\t5\n", "another PID namespace"), ("Name:\tx\n", "itself"),
        ] {
            fake.write("proc/self/status", status)
            let failure = #expect(throws: ActionFailure.self) {
                try CheckedProcess.requireOwnNumbers(proc: "\(fake.root)/proc")
            }
            #expect(failure?.text.contains(words) == true)
        }
    }

    @Test(arguments: [-1, 1] as [Int64])
    func `a process that started at another tick is left alone`(ticks: Int64) throws {
        let child = try Child("sleep", "60")
        let shift = ticks * Int64(CheckedProcess.nanosecondsPerTick)
        let other = ProcessIdentity(
            pid: UInt32(child.pid), startTime: UInt64(Int64(child.startTime) + shift))
        let target = Target(identity: other, name: "sleep", user: "root")
        #expect(actions.signal([target], number: SIGKILL).map(\.failure) == [.replaced])
        #expect(kill(child.pid, 0) == 0)
        #expect(child.waits { child.status("State").hasPrefix("S") })
    }

    @Test func `within one tick it is the same process`() throws {
        let child = try Child("sleep", "60")
        let tick = CheckedProcess.nanosecondsPerTick
        let start = child.startTime / tick * tick
        for rest in [0, tick - 1] {
            let identity = ProcessIdentity(pid: UInt32(child.pid), startTime: start + rest)
            let target = Target(identity: identity, name: "sleep", user: "root")
            #expect(actions.signal([target], number: 0).map(\.failure) == [nil])
        }
    }

    @Test func `a number that was a thread's is no process of that number`() throws {
        // The main thread's own number is fine; a number of no process is not.
        let none = ProcessIdentity(pid: UInt32(Int32.max), startTime: 0)
        let target = Target(identity: none, name: "x", user: "root")
        #expect(actions.signal([target], number: 0).map(\.failure) == [.vanished])
        for pid in [0, UInt32.max] {
            let odd = Target(
                identity: ProcessIdentity(pid: pid, startTime: 0), name: "x", user: "root")
            #expect(actions.signal([odd], number: 0).map(\.failure) == [.vanished])
        }
    }

    @Test func `what is no signal is refused`() throws {
        let child = try Child("sleep", "60")
        let outcome = actions.signal([child.target], number: 999)
        #expect(outcome.map(\.failure) == [.failed("999 is no signal")])
    }

    @Test func `a stopped process goes on with SIGCONT`() throws {
        let child = try Child("sleep", "60")
        _ = actions.signal([child.target], number: SIGSTOP)
        #expect(child.waits { child.status("State").hasPrefix("T") })
        _ = actions.signal([child.target], number: SIGCONT)
        #expect(child.waits { child.status("State").hasPrefix("S") })
    }

    @Test func `one thread gets a signal of its own`() throws {
        let child = try Child("sleep", "60")
        let target = Target(
            identity: ProcessIdentity(pid: UInt32(child.pid), startTime: child.startTime),
            name: "sleep", user: "root", isThread: true)
        #expect(actions.signal([target], number: SIGUSR1).map(\.failure) == [nil])
        #expect(child.waitForEnd() == SIGUSR1)
    }

    @Test func `read-only sends nothing`() throws {
        let child = try Child("sleep", "60")
        let readOnly = Actions(isReadOnly: true)
        let result = readOnly.perform(.signal([child.target], number: SIGKILL))
        #expect(result?.isFailure == true)
        #expect(child.waits { child.status("State").hasPrefix("S") })
        for effect: Effect in [
            .setNice([child.target], 5), .changeNice([child.target], by: 1),
            .setIOPriority([child.target], .idle), .setAffinity([child.target], cpus: [0]),
            .freeze([]), .thaw([]),
        ] {
            #expect(readOnly.perform(effect)?.isFailure == true)
        }
        #expect(getpriority(prioProcess, id_t(child.pid)) == 0)
    }

    @Test func `effects that concern no process are nobody's business here`() {
        #expect(actions.perform(.quit) == nil)
        #expect(actions.perform(.copy("x")) == nil)
    }

    @Test(.enabled(if: Privileges.isRoot, "becoming another user takes root"))
    func `another user's process is refused with what would help`() throws {
        let child = try Child("sleep", "60")
        let target = child.target
        let reply = asOtherUser {
            let outcome = Actions(isReadOnly: false).signal([target], number: SIGKILL)
            let nice = Actions(isReadOnly: false).setNice([target], 5)
            return "\(outcome[0].failure?.text ?? "sent") / \(nice[0].failure?.text ?? "set")"
        }
        #expect(reply.contains("not permitted"))
        #expect(reply.contains("CAP_KILL"))
        #expect(reply.contains("CAP_SYS_NICE"))
        #expect(child.waits { child.status("State").hasPrefix("S") })
    }
}

/// The first argument of getpriority(2), which the C library types by its own whim.
let prioProcess = Int32(bitPattern: PRIO_PROCESS.rawValue)
