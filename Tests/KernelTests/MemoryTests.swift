import CBpftop
import Glibc
import KernelOffsets
import Model
import Sampling
import TestSupport
import Testing

/// Memory, to the page, while several threads on every CPU touch it.
extension RunningKernel {
    @Suite struct Memory {
        @Test(arguments: RunningKernel.mechanisms)
        func `resident memory and its parts are exact at every step`(
            mechanism: WalkMechanism
        ) throws {
            let files = FakeProc()
            let subject = try Subject("memory", "8", "\(files.root)/pages")
            let pages = UInt64(8 << 20) / UInt64(sysconf(Int32(_SC_PAGESIZE)))
            _ = try subject.answer()
            let start = try compare(subject, mechanism)
            try subject.proceed()
            let anonymous = try compare(subject, mechanism)
            #expect(anonymous.rss_anon - start.rss_anon >= pages)
            #expect(anonymous.rss_anon - start.rss_anon < pages + 512)
            #expect(anonymous.rss_shmem == start.rss_shmem)
            try subject.proceed()
            let shared = try compare(subject, mechanism)
            #expect(shared.rss_shmem == start.rss_shmem + pages)
            #expect(shared.sharedPages ?? 0 >= pages)
            try subject.proceed()
            let mapped = try compare(subject, mechanism)
            // /tmp may be a tmpfs, whose pages are shared memory.
            let grown = mapped.rss_file + mapped.rss_shmem - shared.rss_file - shared.rss_shmem
            #expect(grown == pages)
            try subject.proceed()
            let less = try compare(subject, mechanism)
            let left = less.rss_file + less.rss_shmem
            #expect(mapped.rss_file + mapped.rss_shmem - left == pages / 2)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `the memory of every process that rests is proc's`(mechanism: WalkMechanism) throws {
            var compared = 0
            for record in try RunningKernel.walk(mechanism) where !record.isKernelThread {
                let before = Proc(record.pid).statm
                let now = try RunningKernel.walk(mechanism).first { $0.pid == record.pid }
                guard let now, before == Proc(record.pid).statm, before.count > 2,
                    now.processState == .sleeping, record.residentPages == now.residentPages
                else { continue }
                #expect(now.virtualPages == before[0], "\(record.pid)")
                #expect(isNear(now.residentPages, before[1], now), "\(record.pid)")
                #expect(isNear(now.sharedPages, before[2], now), "\(record.pid)")
                compared += 1
                if compared == 20 { break }
            }
            #expect(compared > 0)
        }

        @Test(arguments: RunningKernel.mechanisms)
        func `page tables and swap are proc's`(mechanism: WalkMechanism) throws {
            let subject = try Subject("plain")
            _ = try subject.answer()
            _ = try subject.settledRuntime()
            let record = try RunningKernel.record(subject.pid, mechanism)
            let proc = Proc(subject.pid)
            #expect(record.pageTableBytes == proc.number("VmPTE").map { $0 * 1024 })
            let page = UInt64(sysconf(Int32(_SC_PAGESIZE)))
            let swap = record.swapPages.map { $0 * page / 1024 }
            #expect(swap == proc.number("VmSwap"))
        }

        /// Compares a resting process with /proc and gives its record.
        private func compare(
            _ subject: borrowing Subject, _ mechanism: WalkMechanism
        ) throws -> TaskRecord {
            _ = try subject.settledRuntime()
            let record = try RunningKernel.record(subject.pid, mechanism)
            let proc = Proc(subject.pid)
            let statm = proc.statm
            try #require(statm.count > 2)
            #expect(record.virtualPages == statm[0])
            #expect(isNear(record.residentPages, statm[1], record))
            #expect(isNear(record.sharedPages, statm[2], record))
            let kib = UInt64(sysconf(Int32(_SC_PAGESIZE))) / 1024
            #expect(isNear(record.rss_anon, (proc.number("RssAnon") ?? 0) / kib, record))
            #expect(isNear(record.rss_file, (proc.number("RssFile") ?? 0) / kib, record))
            #expect(isNear(record.rss_shmem, (proc.number("RssShmem") ?? 0) / kib, record))
            return record
        }

        /// Equal from 6.2 on; before, every thread holds back up to 64 pages of each counter.
        private func isNear(_ pages: UInt64?, _ wanted: UInt64, _ record: TaskRecord) -> Bool {
            guard let pages, let offsets = try? RunningKernel.offsets.get() else { return false }
            let isExact = offsets.member(named: "mm_rss_file_percpu")?.isUsable == true
            let slack = isExact ? 0 : 192 * UInt64(record.threads)
            return pages <= wanted + slack && wanted <= pages + slack
        }
    }
}
