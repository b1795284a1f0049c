/// Says when the next tick of a period is due; pure, the caller gives the time.
///
/// Ticks lie on a grid, so a late one does not move those after it, and missed ones are not made up for. One that would follow
/// within half a period of a late one is left out, as what is measured over so short a time says little.
package struct PeriodicTimer: Sendable {
    /// The time between two ticks, at least a millisecond.
    package private(set) var period: Duration
    private var next: SuspendingClock.Instant

    /// Creates a timer whose first tick is a period from now.
    package init(every period: Duration, from now: SuspendingClock.Instant) {
        self.period = max(period, .milliseconds(1))
        next = now.advanced(by: self.period)
    }

    /// Takes another period; the next tick is one such period from now.
    ///
    /// Where it is the same the ticks stay on their grid.
    package mutating func setPeriod(_ period: Duration, from now: SuspendingClock.Instant) {
        let other = PeriodicTimer(every: period, from: now)
        if other.period != self.period { self = other }
    }

    /// The milliseconds until the next tick, rounded up, 0 when it is due; made for `Poll.wait`.
    package func timeoutMilliseconds(at now: SuspendingClock.Instant) -> Int {
        guard next > now else { return 0 }
        let (seconds, attoseconds) = (next - now).components
        let whole = Int(clamping: seconds.multipliedReportingOverflow(by: 1000).partialValue)
        return whole + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    /// Takes the tick that is due; returns how many periods have passed since the last one, 0 when none is due.
    package mutating func take(at now: SuspendingClock.Instant) -> Int {
        guard now >= next else { return 0 }
        let passed = now - next < period ? 1 : 1 + Int(min((now - next) / period, 1e9))
        next = next.advanced(by: period * passed)
        if next - now < period / 2 { next = next.advanced(by: period) }
        // After a division in floating point the next tick may still lie behind by a rounding.
        if next <= now { next = now.advanced(by: period) }
        return passed
    }
}
