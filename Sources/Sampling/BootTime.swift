internal import Glibc
internal import Model

/// When the machine was started on the wall clock, the same in every sample until somebody sets that clock.
///
/// It is the difference of two clocks, which are read one after the other, so no two readings are alike.
struct BootTime {
    /// In ns since the epoch.
    private(set) var value: UInt64

    /// By how many ns a reading may be off before it is the clock that was set.
    private static let tolerance: UInt64 = 1_000_000

    /// One look at the clocks.
    struct Reading {
        /// CLOCK_REALTIME less CLOCK_BOOTTIME, in ns.
        var value: UInt64
        /// By how many ns it may be wrong, as the thread may have been held up between the clocks.
        var uncertainty: UInt64
    }

    /// Takes what the surest of some readings says.
    init() {
        let readings = (0..<5).map { _ in Reading.now() }
        self.init(readings.min { $0.uncertainty < $1.uncertainty } ?? .now())
    }

    /// Takes what a reading says.
    init(_ reading: Reading) {
        value = reading.value
    }

    /// Takes a newer reading, which changes something only where it cannot mean the same time.
    mutating func update(_ reading: Reading) {
        let change = Int64(bitPattern: reading.value &- value).magnitude
        if change > Self.tolerance + reading.uncertainty { value = reading.value }
    }

    /// This instant, on a wall clock that runs with the boot clock from the time of the boot.
    mutating func now() -> Instant {
        update(.now())
        let boottime = clockTime(CLOCK_BOOTTIME)
        return Instant(
            monotonic: clockTime(CLOCK_MONOTONIC), boottime: boottime,
            realtime: value &+ boottime)
    }
}

extension BootTime.Reading {
    /// Reads the wall clock between two looks at the boot clock.
    static func now() -> Self {
        let before = clockTime(CLOCK_BOOTTIME)
        let realtime = clockTime(CLOCK_REALTIME)
        let after = clockTime(CLOCK_BOOTTIME)
        let half = (after &- before) / 2
        return Self(value: realtime &- (before &+ half), uncertainty: half)
    }
}
