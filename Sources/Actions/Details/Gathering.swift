internal import Glibc
internal import Interface
internal import Synchronization

/// Sections that are read at the same time, each on a thread of its own, so that one that blocks holds up no other.
final class Gathering: Sendable {
    /// A section's title and what reads it.
    struct Part: Sendable {
        let title: String
        let read: @Sendable () -> ProcessDetails.Section
    }

    private let results: Mutex<[ProcessDetails.Section?]>
    private let pipe: WakePipe

    private init(count: Int) throws(Errno) {
        pipe = try WakePipe()
        results = Mutex(Array(repeating: nil, count: count))
    }

    /// Reads all parts and returns when the last has answered, or after so many ms with what there is by then.
    ///
    /// A part that has not answered gets a section that says so; its thread goes on and its answer is dropped.
    static func sections(of parts: [Part], within milliseconds: Int) -> [ProcessDetails.Section] {
        let gathering: Gathering
        do {
            gathering = try Gathering(count: parts.count)
        } catch {
            return parts.map { .init(title: $0.title, lines: [], problem: error.text) }
        }
        var refused: Set<Int> = []
        for (index, part) in parts.enumerated() {
            let isStarted = BackgroundThread.run {
                let section = part.read()
                gathering.results.withLock { $0[index] = section }
                gathering.pipe.wake()
            }
            if !isStarted { refused.insert(index) }
        }
        gathering.wait(for: parts.count - refused.count, within: milliseconds)
        let results = gathering.results.withLock { $0 }
        return parts.indices.map { index in
            let reason =
                refused.contains(index)
                ? "too many reads are still waiting" : "no answer within \(milliseconds) ms"
            return results[index]
                ?? .init(title: parts[index].title, lines: [], problem: reason)
        }
    }

    private func wait(for count: Int, within milliseconds: Int) {
        let end = Self.now() + milliseconds
        while true {
            let answered = results.withLock { $0.count { $0 != nil } }
            let remaining = end - Self.now()
            if answered >= count || remaining <= 0 { return }
            pipe.wait(milliseconds: remaining)
            pipe.drain()
        }
    }

    /// ms of the monotonic clock.
    private static func now() -> Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}
