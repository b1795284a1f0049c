import CBpftop
import Glibc
import KernelOffsets
import LibBPF
import Model
import TestSupport
import Testing

@testable import Sampling

/// What programs do on CPUs that load in another order than they are told to, done on this one.
extension RunningKernel {
    @Suite struct WeakOrderTests {
        @Test(arguments: RunningKernel.mechanisms.filter { $0 != .list })
        func `a walk that makes later loads depend on earlier ones says the same`(
            mechanism: WalkMechanism
        ) throws {
            let child = TestChild("/bin/sleep", ["1000"])
            _ = eventually {
                File.text("/proc/\(child.pid)/wchan")?.contains("nanosleep") ?? true
            }
            usleep(50_000)
            let offsets = try RunningKernel.offsets.get()
            var settings = BPFTaskReader.plainSettings(offsets)
            settings.weakly_ordered = 1
            if offsets.member(named: "mm_rss_file_percpu")?.isUsable == true {
                try BPFTaskReader.findCPUs(offsets, &settings, mechanism)
            }
            var walk = try BPFTaskReader.loadWalk(mechanism, offsets, &settings, threads: false)
            var reader = try BPFTaskReader(offsets: offsets, mechanism: mechanism)
            for _ in 0..<3 {
                let count = try walk.walk(threads: false)
                let pid = child.pid
                let weak = unsafe walk.withRecords(count) { unsafe $0.first { $0.pid == pid } }
                let strong = try reader.read(threads: false).first { $0.pid == pid }
                #expect(Self.bytes(try #require(weak)) == Self.bytes(try #require(strong)))
            }
        }

        private static func bytes(_ record: TaskRecord) -> [UInt8] {
            withUnsafeBytes(of: record) { Array($0) }
        }
    }
}
