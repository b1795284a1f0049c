import Glibc
import Sampling
import Testing

extension RunningKernel {
    @Suite struct SyscallCounterTests {
        @Test func `each of our system calls is counted, from the first`() throws {
            let counter = try SyscallCounter()
            let before = counter.count
            for _ in 0..<1000 { _ = getppid() }
            #expect(counter.count - before >= 1000)
        }
    }
}
