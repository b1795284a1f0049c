import Glibc
import Model
import Testing

@testable import Sampling

/// When the machine was started, as samples are told.
@Suite struct BootTimeTests {
    private let boot: UInt64 = 1_700_000_000_000_000_000

    @Test(arguments: [-900_000, -100, 0, 100, 900_000] as [Int64])
    func `readings that differ by less than a millisecond are one time`(change: Int64) {
        var time = BootTime(BootTime.Reading(value: boot, uncertainty: 0))
        time.update(.init(value: boot &+ UInt64(bitPattern: change), uncertainty: 20))
        #expect(time.value == boot)
    }

    @Test(arguments: [-86_400_000_000_000, -2_000_000, 2_000_000, 86_400_000_000_000] as [Int64])
    func `a clock that was set is followed`(change: Int64) {
        var time = BootTime(BootTime.Reading(value: boot, uncertainty: 0))
        let set = boot &+ UInt64(bitPattern: change)
        time.update(.init(value: set, uncertainty: 20))
        #expect(time.value == set)
    }

    @Test func `a reading that was held up is no clock that was set`() {
        var time = BootTime(BootTime.Reading(value: boot, uncertainty: 0))
        time.update(.init(value: boot - 40_000_000, uncertainty: 40_000_000))
        #expect(time.value == boot)
    }

    @Test func `instants are those of the clocks, and all as long after the boot as they say`() {
        var time = BootTime()
        let first = time.now()
        let wall = clockTime(CLOCK_REALTIME)
        let second = time.now()
        #expect(first.realtime < wall + 1_000_000 && wall < second.realtime + 1_000_000)
        #expect(first.realtime - first.boottime == second.realtime - second.boottime)
        #expect(first.monotonic <= second.monotonic && first.boottime <= second.boottime)
    }
}
