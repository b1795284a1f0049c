package import Interface
internal import Synchronization

/// Performs effects that may take seconds, off the main path and in the order in which they were asked for.
///
/// When one is done `descriptor` becomes readable and `take` says how it went.
package final class BackgroundActions: Sendable {
    private let actions: Actions
    private let pipe: WakePipe
    private let state = Mutex(State())

    private struct State {
        var waiting: [Effect] = []
        var isRunning = false
        var results: [ActionResult] = []
    }

    /// Makes a queue before actions; fails where no pipe can be had.
    package init(_ actions: Actions) throws(ActionFailure) {
        self.actions = actions
        do throws(Errno) {
            pipe = try WakePipe()
        } catch {
            throw .failed("pipe: \(error.text)")
        }
    }

    /// Readable while there are results to take; owned by the queue, to be polled and nothing else.
    package var descriptor: Int32 { pipe.reader.number }

    /// Begins an effect, or has it wait for those before it; returns at once.
    package func perform(_ effect: Effect) {
        let isFirst = state.withLock { state in
            state.waiting.append(effect)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard isFirst, !BackgroundThread.run({ [self] in work() }) else { return }
        state.withLock { state in
            (state.waiting, state.isRunning) = ([], false)
            state.results.append(
                ActionResult("nothing is done: no thread can be had", isFailure: true))
        }
        pipe.wake()
    }

    /// Hands out how effects went since the last time.
    package func take() -> [ActionResult] {
        pipe.drain()
        return state.withLock { state in
            defer { state.results = [] }
            return state.results
        }
    }

    private func work() {
        while let effect = next() {
            guard let result = actions.perform(effect) else { continue }
            state.withLock { $0.results.append(result) }
            pipe.wake()
        }
    }

    /// The next effect; the thread ends when there is none.
    private func next() -> Effect? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isRunning = false
                return nil
            }
            return state.waiting.removeFirst()
        }
    }
}
