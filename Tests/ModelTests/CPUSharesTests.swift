import Model
import Testing

@Suite struct CPUSharesTests {
    private func times(
        user: UInt64 = 0, guest: UInt64 = 0, idle: UInt64 = 0, iowait: UInt64 = 0,
        system: UInt64 = 0
    ) -> SystemSample.CPUTimes {
        var times = SystemSample.CPUTimes()
        (times.user, times.guest, times.idle) = (user, guest, idle)
        (times.iowait, times.system) = (iowait, system)
        return times
    }

    @Test func `guest time is not counted twice`() throws {
        let shares = try #require(
            CPUShares(times(user: 60, guest: 20, idle: 40), since: times()))
        #expect(shares.user == 0.4)
        #expect(shares.guest == 0.2)
        #expect(abs(shares.busy - 0.6) < 1e-9)
        #expect(abs(shares.busy + shares.idle - 1) < 1e-9)
    }

    @Test func `waiting for I/O is shown but not busy`() throws {
        let shares = try #require(CPUShares(times(idle: 50, iowait: 50), since: times()))
        #expect(shares.busy == 0)
        #expect(shares.iowait == 0.5)
    }

    @Test func `a CPU on which no tick passed is not known`() {
        #expect(CPUShares(times(user: 5), since: times(user: 5)) == nil)
        #expect(CPUShares(times(user: 5), since: times(user: 9)) == nil)
    }

    @Test func `two samples give the shares of all CPUs, one gives none`() throws {
        var (before, after) = (Sample.at(second, []), Sample.at(2 * second, []))
        before.system.cpuTotal = times(user: 10, idle: 10)
        after.system.cpuTotal = times(user: 40, idle: 20)
        #expect(CPUShares(Snapshot(after)) == nil)
        #expect(try #require(CPUShares(Snapshot(after, since: before))).user == 0.75)
    }
}
