import Benchmark
import Glibc

/// CPU time of the thread: the wall's clock would count what else the machine does.
let cpuTime = BenchmarkMetric.custom("CPU (ns)", polarity: .prefersSmaller)

/// Measures one part of a refresh, each time of another sample.
func stage(_ stage: Desk.Stage, _ name: String, _ desk: @escaping @autoclosure () -> Desk) {
    measure("stage: \(stage) \(name)", desk()) { desk in
        desk.advance()
        for earlier in Desk.Stage.allCases.prefix(while: { $0 != stage }) { desk.perform(earlier) }
    } _: {
        $0.perform(stage)
    }
}

/// Measures all that follows upon a sample.
func refresh(_ name: String, _ desk: @escaping @autoclosure () -> Desk) {
    measure("refresh: \(name)", desk()) {
        $0.advance()
    } _: {
        $0.refresh()
    }
}

/// Measures what a key press makes; with `other` the two take turns, and both count.
func key(
    _ name: String, _ desk: @escaping @autoclosure () -> Desk, _ keys: String,
    then other: String? = nil
) {
    var typed = other ?? keys
    measure("key: \(name)", desk()) { _ in
        typed = typed == keys ? other ?? keys : keys
    } _: {
        $0.type(typed)
    }
}

private func measure(
    _ name: String, _ desk: Desk, prepare: @escaping (inout Desk) -> Void,
    _ body: @escaping (inout Desk) -> Void
) {
    nonisolated(unsafe) var desk = desk
    nonisolated(unsafe) let (prepare, body) = (prepare, body)
    Benchmark(name) { benchmark in
        prepare(&desk)
        let begin = threadTime()
        body(&desk)
        benchmark.measurement(cpuTime, threadTime() - begin)
        blackHole(desk.sent.count)
    }
}

/// The CPU time of this thread, in ns.
private func threadTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
