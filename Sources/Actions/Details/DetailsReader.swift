internal import Clinux
internal import Glibc
package import Interface
internal import Linux
package import Model
internal import Synchronization

/// Reads what is too slow for a walk, off the main path and never for longer than a deadline.
///
/// `request` returns at once; when the details are there `descriptor` becomes readable and `take` hands them out.
package final class DetailsReader: Sendable {
    private let pipe: WakePipe
    private let ready = Mutex<[ProcessDetails]>([])
    private let milliseconds: Int
    private let hierarchy: UnifiedHierarchy?

    /// Makes a reader with a deadline in ms; fails where no pipe can be had.
    package init(milliseconds: Int = 500) throws(ActionFailure) {
        do throws(Errno) {
            pipe = try WakePipe()
        } catch {
            throw .failed("pipe: \(error.text)")
        }
        self.milliseconds = milliseconds
        hierarchy = UnifiedHierarchy(mounts: Mount.all())
    }

    /// Readable while there are details to take; owned by the reader, to be polled and nothing else.
    package var descriptor: Int32 { pipe.reader.number }

    /// Begins to read; the answer may be that nothing could be read, but it always comes.
    package func request(_ identity: ProcessIdentity) {
        let isStarted = BackgroundThread.run { [self] in deliver(read(identity)) }
        if !isStarted {
            deliver(Self.nothing(identity, "too many reads are still waiting"))
        }
    }

    /// Hands out what has been read since the last time.
    package func take() -> [ProcessDetails] {
        pipe.drain()
        return ready.withLock { details in
            defer { details = [] }
            return details
        }
    }

    private func deliver(_ details: ProcessDetails) {
        ready.withLock { $0.append(details) }
        pipe.wake()
    }

    /// Reads on the calling thread, which waits no longer than the deadline.
    func read(_ identity: ProcessIdentity) -> ProcessDetails {
        do throws(ActionFailure) {
            let process = try CheckedProcess(identity, isThread: false)
            let files = ProcessFiles(
                directory: try process.duplicateDirectory(), tid: Int32(clamping: identity.pid),
                hierarchy: hierarchy)
            var details = ProcessDetails(
                identity: identity,
                sections: Gathering.sections(of: files.parts, within: milliseconds))
            details.allowedCPUs = Self.allowedCPUs(files.tid)
            details.ioPriority = IOPriority(kernelValue: bpftop_ioprio_get(files.tid))
            return details
        } catch {
            return Self.nothing(identity, error.text)
        }
    }

    private static func nothing(_ identity: ProcessIdentity, _ reason: String) -> ProcessDetails {
        ProcessDetails(
            identity: identity, sections: [.init(title: "Details", lines: [], problem: reason)])
    }

    private static func allowedCPUs(_ tid: Int32) -> [Int]? {
        var mask = CPUMask.bytes([])
        let count = unsafe mask.withUnsafeMutableBufferPointer { buffer in
            unsafe bpftop_sched_getaffinity(tid, buffer.count, buffer.baseAddress)
        }
        return count > 0 ? CPUMask.cpus(Array(mask.prefix(Int(count)))) : nil
    }
}
