import CBpftop
import KernelOffsets
import Model
import TestSupport
import Testing

@testable import Sampling

/// The per-CPU counters of memory, where the kernel has them (6.2).
extension RunningKernel {
    @Suite struct Counters {
        /// The record of a process by a walk that takes the four counters to lie side by side, or does not.
        private func record(
            _ pid: UInt32, _ mechanism: WalkMechanism, isPacked: Bool
        ) throws -> TaskRecord {
            let offsets = try RunningKernel.offsets.get()
            var settings = BPFTaskReader.plainSettings(offsets)
            try BPFTaskReader.findCPUs(offsets, &settings, mechanism)
            settings.packed_counters = isPacked ? 1 : 0
            var walk = try Walk(mechanism, offsets: offsets, settings: settings, threads: false)
            let count = try walk.walk(threads: false)
            let foundScattered = walk.foundScatteredCounters
            #expect(!foundScattered)
            let records = unsafe walk.withRecords(count) { unsafe Array($0) }
            return try #require(records.first { $0.pid == pid })
        }

        private static var isPerCPU: Bool {
            (try? RunningKernel.offsets.get())?.member(named: "mm_rss_file_percpu")?.isUsable
                == true
        }

        @Test(
            .enabled(if: isPerCPU, "counters are plain before 6.2"),
            arguments: RunningKernel.mechanisms)
        func `counters that are read each for itself add up to the same`(
            mechanism: WalkMechanism
        ) throws {
            let subject = try Subject("plain")
            _ = try subject.answer()
            _ = try subject.settledRuntime()
            let packed = try record(subject.pid, mechanism, isPacked: true)
            let scattered = try record(subject.pid, mechanism, isPacked: false)
            #expect(packed.rss_file > 0 && packed.rss_anon > 0)
            #expect(scattered.rss_file == packed.rss_file)
            #expect(scattered.rss_anon == packed.rss_anon)
            #expect(scattered.rss_shmem == packed.rss_shmem)
            #expect(scattered.swap == packed.swap)
            // What tells a walk on a machine of many CPUs that nothing has changed.
            #expect(scattered.shared_pages == packed.shared_pages)
        }
    }
}
