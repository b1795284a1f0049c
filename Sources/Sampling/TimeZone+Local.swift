internal import Glibc
package import Model

extension TimeZone {
    /// Local time by TZ or /etc/localtime, from a year before the boot to a year after an instant.
    package static func local(around instant: Instant = .now()) -> TimeZone {
        let (boot, now) = seconds(instant)
        let year: Int64 = 366 * 86_400
        return TimeZone(learning: boot - year...now + year) { moment in
            var time = time_t(moment)
            var fields = unsafe tm()
            guard unsafe localtime_r(&time, &fields) != nil else { return 0 }
            return Int32(truncatingIfNeeded: unsafe fields.tm_gmtoff)
        }
    }

    /// Whether it knows every moment from the boot to an instant; one that was learnt long ago, or before the clock was set, does not.
    func covers(_ instant: Instant) -> Bool {
        let (boot, now) = Self.seconds(instant)
        return known.contains(boot) && known.contains(now)
    }

    /// When the machine was started, and the instant, in s since the epoch.
    private static func seconds(_ instant: Instant) -> (boot: Int64, now: Int64) {
        let second: UInt64 = 1_000_000_000
        let now = Int64(instant.realtime / second)
        return (now - Int64(instant.boottime / second), now)
    }
}
