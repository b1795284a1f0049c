import Glibc
import Sampling
import TestSupport
import Testing

extension RunningKernel {
    @Suite struct SyscallCounterTests {
        @Test func `each of our system calls is counted, from the first`() throws {
            let counter = try SyscallCounter()
            let before = counter.count
            for _ in 0..<1000 { _ = getppid() }
            #expect(counter.count - before >= 1000)
        }

        @Test func `the calls of others are not`() throws {
            let counter = try SyscallCounter()
            let before = counter.count
            // dd makes two calls for every byte that it copies.
            let run = try Finished(
                "dd", ["if=/dev/zero", "of=/dev/null", "bs=1", "count=200000", "status=none"])
            #expect(run.code == 0)
            #expect(counter.count - before < 200_000)
        }
    }
}
