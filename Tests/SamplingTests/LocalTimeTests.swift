import Glibc
import Model
import Testing

@testable import Sampling

/// Local time as libc knows it, in whatever zone the tests run.
@Suite struct LocalTimeTests {
    @Test func `every day's offset since the boot is libc's own`() {
        let now = Instant.now()
        let zone = TimeZone.local(around: now)
        let seconds = Int64(now.realtime / 1_000_000_000)
        let boot = seconds - Int64(now.boottime / 1_000_000_000)
        for moment in stride(from: boot, through: seconds + 300 * 86_400, by: 43_200) {
            var time = time_t(moment)
            var fields = tm()
            localtime_r(&time, &fields)
            #expect(zone.offset(at: moment) == fields.tm_gmtoff)
        }
    }

    @Test func `a zone that was learnt before the clock was set is learnt anew`() {
        let early = Instant(monotonic: 0, boottime: 0, realtime: 1_000_000_000)
        let now = Instant.now()
        #expect(!TimeZone.local(around: early).covers(now))
        #expect(TimeZone.local(around: now).covers(now))
    }
}
