internal import KernelOffsets
internal import LibBPF
internal import Model
internal import Synchronization

/// Readers of arguments for threads that may hang: each call takes a reader of its own, so that one that waits for a process's
/// memory map lock holds up no other.
final class BPFArgumentPool: Sendable {
    private let offsets: KernelOffsets
    private let state = Mutex(State())

    private struct State {
        var idle: [Slot] = []
        var isRefused = false
    }

    /// One reader and its child; unchecked, because a slot is either in the pool or held by the one thread that took it.
    private final class Slot: @unchecked Sendable {
        let reader: BPFArgumentReader
        let runner: ProgramRunner

        init(_ offsets: KernelOffsets) throws(BPFError) {
            let reader = try BPFArgumentReader(offsets)
            let runner = try reader.runner()
            self.reader = reader
            self.runner = runner
        }
    }

    /// Makes a pool without readers; they are loaded when they are needed, in the thread that needs them.
    init(_ offsets: KernelOffsets) {
        self.offsets = offsets
    }

    /// Whether the kernel lets the program in; loads it, in this thread.
    var isUsable: Bool {
        guard let slot = take() else { return false }
        give(slot)
        return true
    }

    /// The arguments of a process, each ended by NUL and one byte too many where they are cut; nil where there are none.
    ///
    /// `instead` reads them where the kernel refuses the program.
    func read(
        _ process: ProcessIdentity, instead: (ProcessIdentity) -> [UInt8]? = { _ in nil }
    ) -> [UInt8]? {
        guard let slot = take() else { return instead(process) }
        do throws(BPFError) {
            let arguments = try slot.reader.read(process, by: slot.runner)
            give(slot)
            return arguments
        } catch {
            // Its child may be gone; another slot takes its place.
            return nil
        }
    }

    private func take() -> Slot? {
        let (slot, isRefused) = state.withLock { ($0.idle.popLast(), $0.isRefused) }
        if slot != nil || isRefused { return slot }
        do throws(BPFError) {
            return try Slot(offsets)
        } catch {
            // Not for want of a process or a file, which is a matter of the moment.
            if error.operation == "load" { state.withLock { $0.isRefused = true } }
            return nil
        }
    }

    private func give(_ slot: Slot) {
        state.withLock { $0.idle.append(slot) }
    }
}
