internal import Glibc
package import Model

extension Instant {
    /// This instant, the three clocks read one after another.
    package static func now() -> Instant {
        Instant(
            monotonic: clockTime(CLOCK_MONOTONIC), boottime: clockTime(CLOCK_BOOTTIME),
            realtime: clockTime(CLOCK_REALTIME))
    }
}
