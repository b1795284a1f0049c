import Glibc
import Testing

@testable import Sampling

/// A child that is read from with a deadline.
@Suite struct ChildProcessTests {
    private func output(_ script: String, seconds: UInt64 = 20) -> String? {
        ChildProcess("/bin/sh", ["sh", "-c", script])?
            .output(until: clockTime(CLOCK_MONOTONIC) + seconds * 1_000_000_000)
    }

    @Test func `it leads a session of its own, so that no stop of our group reaches it`() throws {
        let stat = try #require(output("read line < /proc/$$/stat; echo $line"))
        // Process, parent, group, session, terminal: proc_pid_stat(5).
        let numbers = stat.split(separator: " ").compactMap { Int($0) }
        #expect(numbers[0] == numbers[2] && numbers[0] == numbers[3] && numbers[4] == 0)
        #expect(numbers[1] == Int(getpid()))
    }

    @Test func `what it writes comes whole, and what it says beside is dropped`() {
        #expect(output("echo one; echo no >&2; printf two") == "one\ntwo")
    }

    @Test func `a program that is not there gives nothing`() {
        #expect(ChildProcess("/no/such/program", ["program"])?.output(until: .max) == nil)
    }

    @Test func `one that goes on is not waited for`() {
        let begin = clockTime(CLOCK_MONOTONIC)
        #expect(output("echo early; sleep 60", seconds: 0) == nil)
        #expect(clockTime(CLOCK_MONOTONIC) - begin < 10_000_000_000)
    }
}
