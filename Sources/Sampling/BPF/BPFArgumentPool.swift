internal import Glibc
internal import KernelOffsets
internal import LibBPF
internal import Model
internal import Synchronization

/// Readers of arguments, each with a child of its own: one that waits for a process is left to itself, and another takes its place.
final class BPFArgumentPool: Sendable {
    private let offsets: KernelOffsets
    private let state = Mutex(State())

    private struct State {
        var idle: [Slot] = []
        /// Whether the kernel does not let the program in.
        var isRefused = false
        /// What has been read for those that will be asked for next.
        var ahead: [ProcessIdentity: [UInt8]?] = [:]
        /// At whom a child has waited in vain, and until when nobody does so again (monotonic clock, ns).
        var suspects: [ProcessIdentity: UInt64] = [:]
        /// Those whose child waits.
        var stuck: [Slot] = []

        func suspects(_ process: ProcessIdentity) -> Bool {
            suspects[process].map { clockTime(CLOCK_MONOTONIC) < $0 } ?? false
        }
    }

    /// How many processes a child is asked for at once: a round trip takes longer than ten of them, and much longer on a busy host.
    private static let batch = 32
    /// How many children may wait before no other is started.
    private static let mostStuck = 8
    /// How long a process at which a child has waited in vain is left alone, in ns.
    private static let pause: UInt64 = 600_000_000_000

    /// One reader and its child; unchecked, because a slot is either in the pool or held by the one thread that took it.
    private final class Slot: @unchecked Sendable {
        private let reader: BPFArgumentReader
        private var runner: BPFArgumentReader.Runner

        init(_ offsets: KernelOffsets) throws(BPFError) {
            let reader = try BPFArgumentReader(offsets)
            let runner = try reader.runner(capacity: batch)
            self.reader = reader
            self.runner = runner
        }

        /// Whether its child, which kept a round waiting, waits no more.
        var isAnswered: Bool { runner.isAnswered }

        func read(_ processes: [ProcessIdentity]) throws(BPFError) -> [[UInt8]?] {
            try reader.read(processes, by: &runner)
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
    /// `upcoming` says who will be asked for next; `instead` reads where the kernel refuses the program, and where a child would
    /// wait.
    func read(
        _ process: ProcessIdentity, _ upcoming: () -> [ProcessIdentity] = { [] },
        instead: (ProcessIdentity) -> [UInt8]? = { _ in nil }
    ) -> [UInt8]? {
        if let known = state.withLock({ $0.ahead.removeValue(forKey: process) }) { return known }
        let isSuspect = state.withLock { $0.suspects(process) }
        guard !isSuspect, let slot = take() else { return instead(process) }
        let next = upcoming()
        let processes = state.withLock { state in
            [process] + next.filter { !state.suspects($0) }.prefix(Self.batch - 1)
        }
        do throws(BPFError) {
            let found = try slot.read(processes)
            keep(slot, processes, found)
            return found.isEmpty ? instead(process) : found[0]
        } catch {
            // Its child may be gone; another slot takes its place.
            return instead(process)
        }
    }

    /// Keeps what was read beside the first, and the slot where it has read everything.
    private func keep(_ slot: Slot, _ processes: [ProcessIdentity], _ found: [[UInt8]?]) {
        state.withLock { state in
            state.ahead = Dictionary(
                zip(processes, found).dropFirst().map { ($0, $1) }, uniquingKeysWith: { $1 })
            if found.count == processes.count {
                state.idle.append(slot)
            } else {
                state.suspects[processes[found.count]] = clockTime(CLOCK_MONOTONIC) &+ Self.pause
                state.stuck.append(slot)
            }
        }
    }

    private func take() -> Slot? {
        let (slot, isOver) = state.withLock { state in
            // A child that got on in the end is let go; it is not known what it answers.
            if state.idle.isEmpty { state.stuck.removeAll { $0.isAnswered } }
            return (state.idle.popLast(), state.isRefused || state.stuck.count >= Self.mostStuck)
        }
        if slot != nil || isOver { return slot }
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
