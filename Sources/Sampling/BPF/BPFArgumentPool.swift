internal import KernelOffsets
internal import LibBPF
internal import Model
internal import Synchronization

/// Readers of arguments for threads that may hang: each call takes a reader of its own, so that one that waits for a process's
/// memory map lock holds up no other.
final class BPFArgumentPool: Sendable {
    private let offsets: KernelOffsets
    private let idle = Mutex<[Slot]>([])

    /// One reader; unchecked, because a slot is either in the pool or held by the one thread that took it.
    private final class Slot: @unchecked Sendable {
        let reader: BPFArgumentReader

        init(_ offsets: KernelOffsets) throws(BPFError) {
            reader = try BPFArgumentReader(offsets)
        }
    }

    /// Makes a pool without readers; they are loaded when they are needed, in the thread that needs them.
    init(_ offsets: KernelOffsets) {
        self.offsets = offsets
    }

    /// The arguments of a process, each ended by NUL and one byte too many where they are cut; nil where there are none.
    func read(_ process: ProcessIdentity) -> [UInt8]? {
        guard let slot = take() else { return nil }
        let arguments = slot.reader.read(process)
        give(slot)
        return arguments
    }

    private func take() -> Slot? {
        idle.withLock { $0.popLast() } ?? (try? Slot(offsets))
    }

    private func give(_ slot: Slot) {
        idle.withLock { $0.append(slot) }
    }
}
