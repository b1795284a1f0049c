import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Sampling

@Suite struct BackgroundLookupTests {
    private let millisecond: UInt64 = 1_000_000

    /// Takes results until there are as many as wanted, or time is up.
    private func take<Key, Value>(
        _ count: Int, _ lookup: BackgroundLookup<Key, Value>
    ) -> [(Key, Value)] {
        var all: [(Key, Value)] = []
        _ = eventually {
            all += lookup.take().map { ($0.key, $0.value) }
            return all.count >= count
        }
        return all
    }

    @Test func `what is asked for is found, in the order of asking`() {
        let order = Mutex<[Int]>([])
        let lookup = BackgroundLookup<Int, Int>(
            deadline: 1000 * millisecond, pause: 1000 * millisecond, capacity: 1000
        ) { key in
            order.withLock { $0.append(key) }
            return key * 2
        }
        #expect(lookup.request(1...100) == 100)
        let found = take(100, lookup)
        #expect(order.withLock { $0 } == Array(1...100))
        #expect(found.map(\.0).sorted() == Array(1...100))
        #expect(found.allSatisfy { $0.1 == 2 * $0.0 })
        #expect(lookup.take().isEmpty)
        #expect(lookup.activity == (pending: 0, stuck: 0))
    }

    @Test func `what has been found is not looked up again before it is taken`() {
        let lookup = BackgroundLookup<Int, Int>(
            deadline: 1000 * millisecond, pause: 1000 * millisecond, capacity: 10
        ) { $0 }
        lookup.request([1, 2])
        #expect(eventually { lookup.activity.pending == 0 })
        #expect(lookup.request([1, 2, 3]) == 1)
        #expect(take(3, lookup).map(\.0).sorted() == [1, 2, 3])
        #expect(lookup.request([1]) == 1)
    }

    @Test func `the work is done in another thread, and in one at a time`() {
        let caller = UInt(pthread_self())
        let running = Atomic<Int>(0)
        let most = Atomic<Int>(0)
        let lookup = BackgroundLookup<Int, UInt>(
            deadline: 5000 * millisecond, pause: 1, capacity: 100
        ) { _ in
            let now = running.add(1, ordering: .relaxed).newValue
            most.max(now, ordering: .relaxed)
            usleep(1000)
            running.subtract(1, ordering: .relaxed)
            return UInt(pthread_self())
        }
        for key in 0..<20 { lookup.request([key]) }
        let found = take(20, lookup)
        #expect(found.count == 20)
        #expect(found.allSatisfy { $0.1 != caller })
        #expect(most.load(ordering: .relaxed) == 1)
    }

    @Test func `a thread that has nothing to do waits for more`() {
        let threads = Mutex<Set<UInt>>([])
        let lookup = BackgroundLookup<Int, Int>(
            deadline: 5000 * millisecond, pause: 1, capacity: 100
        ) { key in
            threads.withLock { _ = $0.insert(UInt(pthread_self())) }
            return key
        }
        for key in 0..<30 {
            lookup.request([key])
            #expect(take(1, lookup).map(\.0) == [key])
            usleep(2000)
        }
        // More than one only where the machine has let one wait for five seconds.
        #expect(threads.withLock { $0.count } <= 2)
    }

    @Test func `nothing is looked up twice while it waits, and no more than there is room for`() {
        let calls = Atomic<Int>(0)
        let gate = Mutex(())
        let lookup = BackgroundLookup<Int, Int>(
            deadline: 5000 * millisecond, pause: 1, capacity: 3
        ) { key in
            calls.add(1, ordering: .relaxed)
            return gate.withLock { _ in key }
        }
        let added = gate.withLock { _ in
            [lookup.request([1, 1, 2]), lookup.request([1, 2, 3, 4, 5])]
        }
        #expect(added == [2, 1])
        #expect(take(3, lookup).count == 3)
        #expect(calls.load(ordering: .relaxed) == 3)
    }

    @Test func `what is not found is refused for a while and then asked for again`() {
        let calls = Atomic<Int>(0)
        let lookup = BackgroundLookup<Int, Int>(
            deadline: 5000 * millisecond, pause: 200 * millisecond, capacity: 3
        ) { _ in
            calls.add(1, ordering: .relaxed)
            return nil
        }
        lookup.request([1])
        #expect(eventually { lookup.isRefused(1) })
        #expect(lookup.request([1]) == 0)
        #expect(eventually { !lookup.isRefused(1) })
        #expect(lookup.request([1]) == 1)
        #expect(eventually { calls.load(ordering: .relaxed) == 2 })
    }

    @Test func `what gave nothing is asked again soon, then twice as late each time`() {
        var state = BackgroundLookup<Int, Int>.State()
        var lengths: [UInt64] = []
        for now in [0, 1000, 2000, 3000, 4000] as [UInt64] {
            state.refuse(1, now, first: 100, most: 500)
            lengths.append(state.refusals[1]?.length ?? 0)
            #expect(state.isRefused(1, now) && !state.isRefused(1, now + 500))
        }
        #expect(lengths == [100, 200, 400, 500, 500])
        _ = state.finish(1, 7, 0)
        #expect(!state.isRefused(1, 4001) && state.found == [1: 7])
    }

    @Test func `a look-up that hangs is left behind and the others go on`() {
        let isHung = Atomic<Bool>(true)
        let lookup = BackgroundLookup<Int, Int>(
            deadline: 100 * millisecond, pause: 60_000 * millisecond, capacity: 100
        ) { key in
            while key == 3 && isHung.load(ordering: .relaxed) { usleep(1000) }
            return key
        }
        lookup.request(1...5)
        let found = take(4, lookup)
        #expect(Set(found.map(\.0)) == [1, 2, 4, 5])
        #expect(lookup.activity.stuck == 1)
        #expect(lookup.isRefused(3))
        #expect(lookup.request([3]) == 0)
        // When it comes back at last, its result is taken and the thread ends.
        isHung.store(false, ordering: .relaxed)
        #expect(take(1, lookup).map(\.0) == [3])
        #expect(lookup.activity == (pending: 0, stuck: 0))
    }

    @Test func `a thread that gets on is never given up`() {
        let lookup = BackgroundLookup<Int, Int>(
            deadline: 1000 * millisecond, pause: 1, capacity: 1000
        ) { $0 }
        var found = 0
        var next = 0
        while found < 50_000 {
            if next - found < 500 {
                next += lookup.request(next..<next + 400)
            }
            found += lookup.take().count
            if lookup.activity.stuck > 0 { break }
        }
        #expect(lookup.activity.stuck == 0 && found >= 50_000)
    }

    @Test func `hanging threads are bounded`() {
        let isHung = Atomic<Bool>(true)
        let started = Atomic<Int>(0)
        let lookup = BackgroundLookup<Int, Int>(
            deadline: 5 * millisecond, pause: 60_000 * millisecond, capacity: 100
        ) { key in
            started.add(1, ordering: .relaxed)
            while isHung.load(ordering: .relaxed) { usleep(1000) }
            return key
        }
        lookup.request(0..<50)
        for _ in 0..<100 {
            _ = lookup.take()
            usleep(2000)
        }
        #expect(started.load(ordering: .relaxed) == 8)
        #expect(lookup.activity.stuck == 8)
        // Nobody works at the others, so nobody is to wait for them.
        #expect(lookup.isSettled && lookup.wait(until: .max))
        isHung.store(false, ordering: .relaxed)
        #expect(take(50, lookup).count == 50)
        #expect(lookup.activity == (pending: 0, stuck: 0))
    }

    @Test func `a wait ends when everything is there, and before that when its time is over`() {
        let isHung = Atomic<Bool>(true)
        let lookup = BackgroundLookup<Int, Int>(
            deadline: 60_000 * millisecond, pause: 60_000 * millisecond, capacity: 100
        ) { key in
            while key == 3 && isHung.load(ordering: .relaxed) { usleep(1000) }
            return key
        }
        let far = clockTime(CLOCK_MONOTONIC) + 600_000 * millisecond
        #expect(lookup.wait(until: far) && lookup.isSettled)
        lookup.request(1...2)
        #expect(lookup.wait(until: far))
        #expect(!lookup.isSettled)
        #expect(lookup.take().count == 2 && lookup.isSettled)
        lookup.request(3...4)
        let near = clockTime(CLOCK_MONOTONIC) + 5 * millisecond
        #expect(!lookup.wait(until: near) && clockTime(CLOCK_MONOTONIC) >= near)
        isHung.store(false, ordering: .relaxed)
        #expect(lookup.take(until: far).count == 2)
    }

    @Test func `the thread takes no signals, and whoever asks takes what it took`() {
        let lookup = BackgroundLookup<Int, Bool>(
            deadline: 5000 * millisecond, pause: 1, capacity: 1
        ) { _ in
            var mask = sigset_t()
            pthread_sigmask(SIG_SETMASK, nil, &mask)
            return sigismember(&mask, SIGINT) == 1 && sigismember(&mask, SIGWINCH) == 1
        }
        let before = blockedSignals()
        lookup.request([0])
        #expect(blockedSignals() == before)
        #expect(take(1, lookup).map(\.1) == [true])
    }

    /// Of the calling thread.
    private func blockedSignals() -> [Int32] {
        var mask = sigset_t()
        pthread_sigmask(SIG_SETMASK, nil, &mask)
        return (1..<32).filter { sigismember(&mask, $0) == 1 }
    }
}
