internal import Glibc
internal import Linux
internal import Synchronization

/// Looks things up in a thread of its own, so that whoever asks never waits.
///
/// The thread lives while there is something to look up, and waits a while for more. One that takes longer than the deadline for a single key is left to
/// itself and another takes its place; that key is refused for a while. What a late thread still brings is taken all the same.
package final class BackgroundLookup<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let state = Mutex(State())
    private let lookUp: @Sendable (Key, () -> [Key]) -> Value?
    private let deadline: UInt64
    private let pause: UInt64
    private let retry: UInt64
    private let capacity: Int
    private let wakeup = Wakeup()
    private let completion = Wakeup()

    /// How long a thread that has nothing to do waits for more, in ns: starting another takes twenty system calls.
    private static var patience: UInt64 { 5_000_000_000 }
    /// How many threads may hang before no other is started.
    private static var mostStuck: Int { 8 }

    /// Makes a store that asks `lookUp`, which runs in another thread and may block.
    ///
    /// `deadline`, `pause` and `retry` are ns: how long one look-up may take, how long a key is refused after one that took longer,
    /// and how long after the first that gave nil: twice as long after each further one, up to `pause`, which is also what it is where it
    /// is not given. At most `capacity` keys wait at a time; what is requested beyond them is dropped.
    package convenience init(
        deadline: UInt64, pause: UInt64, retry: UInt64? = nil, capacity: Int,
        lookUp: @escaping @Sendable (Key) -> Value?
    ) {
        self.init(deadline: deadline, pause: pause, retry: retry, capacity: capacity) { key, _ in
            lookUp(key)
        }
    }

    /// The same with a `lookUp` that may ask which keys come next, some of them at least.
    package init(
        deadline: UInt64, pause: UInt64, retry: UInt64? = nil, capacity: Int,
        lookUp: @escaping @Sendable (Key, () -> [Key]) -> Value?
    ) {
        self.lookUp = lookUp
        self.deadline = deadline
        self.pause = pause
        self.retry = retry ?? pause
        self.capacity = capacity
    }

    struct State {
        /// What waits, last first.
        var queue: [Key] = []
        /// What waits or is being looked up.
        var pending: Set<Key> = []
        /// What nobody has taken yet.
        var found: [Key: Value] = [:]
        var refusals: [Key: Refusal] = [:]
        var current: (key: Key, since: UInt64)?
        /// Another number for every thread; only the last one's is this.
        var generation: UInt64 = 0
        var isRunning = false
        /// Whether the running thread waits for something to do.
        var isIdle = false
        var stuck = 0
        /// Whether someone waits until nothing is pending.
        var isAwaited = false
    }

    /// Until when a key is refused, in ns of CLOCK_MONOTONIC, and for how long it was.
    struct Refusal {
        var until: UInt64
        var length: UInt64
    }

    /// Asks for keys and returns how many were new; those already asked for or found, or refused at present, are passed over.
    @discardableResult
    package func request(_ keys: some Sequence<Key>, atMost limit: Int = .max) -> Int {
        let now = clockTime(CLOCK_MONOTONIC)
        var added: [Key] = []
        state.withLock { state in
            state.forgetRefusals(now: now)
            for key in keys {
                if added.count >= limit || state.pending.count >= capacity { break }
                if state.found[key] != nil || state.isRefused(key, now) { continue }
                if state.pending.insert(key).inserted { added.append(key) }
            }
            if !added.isEmpty { state.queue.insert(contentsOf: added.reversed(), at: 0) }
        }
        startIfNeeded()
        return added.count
    }

    /// Returns what has been found since the last call, and sees to a thread that hangs.
    ///
    /// It waits for the rest first, at most until a time of CLOCK_MONOTONIC in ns, where one is given.
    package func take(until time: UInt64? = nil) -> [Key: Value] {
        if let time { _ = wait(until: time) }
        let found = state.withLock { state in
            // The clock is read behind the lock, or a look-up could have begun after it.
            let now = clockTime(CLOCK_MONOTONIC)
            if let current = state.current, now &- current.since > deadline {
                state.abandon(current.key, Refusal(until: now &+ pause, length: pause))
            }
            defer { state.found = [:] }
            return state.found
        }
        startIfNeeded()
        return found
    }

    /// Waits until nothing that was asked for will still come, at most until a time of CLOCK_MONOTONIC in ns; returns whether that is so.
    package func wait(until deadline: UInt64) -> Bool {
        while true {
            let isDone = state.withLock { state in
                state.isAwaited = state.isAtWork(mostStuck: Self.mostStuck)
                return !state.isAwaited
            }
            if isDone { return true }
            let now = clockTime(CLOCK_MONOTONIC)
            if now >= deadline { return false }
            completion.wait(atMost: deadline - now)
        }
    }

    /// How many keys wait or are being looked up, and how many threads hang.
    package var activity: (pending: Int, stuck: Int) {
        state.withLock { ($0.pending.count, $0.stuck) }
    }

    /// Whether nothing is being looked up, or has been found and not taken.
    package var isSettled: Bool {
        state.withLock { !$0.isAtWork(mostStuck: Self.mostStuck) && $0.found.isEmpty }
    }

    /// Whether a key is refused at present.
    package func isRefused(_ key: Key) -> Bool {
        let now = clockTime(CLOCK_MONOTONIC)
        return state.withLock { $0.isRefused(key, now) }
    }

    private func startIfNeeded() {
        let need: Need = state.withLock { $0.need(mostStuck: Self.mostStuck) }
        switch need {
        case .nothing: break
        case .wakeup: wakeup.post()
        case .thread(let generation):
            if !startThread({ self.work(generation) }) {
                state.withLock { $0.isRunning = false }
            }
        }
    }

    /// What it takes to get work done.
    enum Need {
        case nothing, wakeup
        case thread(UInt64)
    }

    /// The thread's life.
    private func work(_ generation: UInt64) {
        repeat {
            while let key = state.withLock({ $0.next(generation) }) {
                let value = lookUp(key) { self.state.withLock { $0.queue.suffix(64).reversed() } }
                let now = clockTime(CLOCK_MONOTONIC)
                let (isWanted, isLast) = state.withLock { state in
                    if value == nil { state.refuse(key, now, first: retry, most: pause) }
                    let isWanted = state.finish(key, value, generation)
                    return (isWanted, state.endWait())
                }
                if isLast { completion.post() }
                if !isWanted { return }
            }
            wakeup.wait(atMost: Self.patience)
        } while state.withLock({ $0.goesOn(generation) })
    }
}

extension BackgroundLookup.State {
    /// What it takes to get the queue done: a thread, a word to the one that waits, or nothing.
    mutating func need(mostStuck: Int) -> BackgroundLookup.Need {
        if queue.isEmpty || stuck >= mostStuck { return .nothing }
        if isIdle {
            isIdle = false
            return .wakeup
        }
        if isRunning { return .nothing }
        isRunning = true
        generation &+= 1
        return .thread(generation)
    }

    /// Whether something is being looked up; with as many threads hanging as may, what waits is not.
    func isAtWork(mostStuck: Int) -> Bool { !pending.isEmpty && stuck < mostStuck }

    /// The next key for a thread, which is idle when there is none.
    mutating func next(_ thread: UInt64) -> Key? {
        guard thread == generation, let key = queue.popLast() else {
            if thread == generation { isIdle = true }
            return nil
        }
        current = (key, clockTime(CLOCK_MONOTONIC))
        return key
    }

    /// Whether a thread that has waited is to go on: where it has been called, or where there is something to do.
    mutating func goesOn(_ thread: UInt64) -> Bool {
        guard thread == generation else { return false }
        if isIdle && queue.isEmpty {
            isIdle = false
            isRunning = false
            return false
        }
        isIdle = false
        return true
    }

    /// Takes a thread's result; false when another thread has taken its place.
    mutating func finish(
        _ key: Key, _ value: Value?, _ thread: UInt64
    ) -> Bool {
        if let value {
            found[key] = value
            refusals[key] = nil
        }
        guard thread == generation else {
            stuck -= 1
            return false
        }
        pending.remove(key)
        current = nil
        return true
    }

    /// Whether someone waits and has nothing to wait for any more; true once.
    mutating func endWait() -> Bool {
        guard isAwaited && pending.isEmpty else { return false }
        isAwaited = false
        return true
    }

    /// Gives up on the thread that hangs with a key.
    mutating func abandon(_ key: Key, _ refusal: BackgroundLookup.Refusal) {
        refusals[key] = refusal
        pending.remove(key)
        current = nil
        generation &+= 1
        isRunning = false
        stuck += 1
    }

    func isRefused(_ key: Key, _ now: UInt64) -> Bool { refusals[key]?.until ?? 0 > now }

    /// Refuses a key for twice as long as the last time.
    mutating func refuse(_ key: Key, _ now: UInt64, first: UInt64, most: UInt64) {
        let length = min(most, refusals[key].map { $0.length &* 2 } ?? first)
        refusals[key] = BackgroundLookup.Refusal(until: now &+ length, length: length)
    }

    /// Drops refusals that have been over for as long as they were, now and then.
    mutating func forgetRefusals(now: UInt64) {
        if refusals.count < 1024 { return }
        refusals = refusals.filter { $0.value.until &+ $0.value.length > now }
    }
}
