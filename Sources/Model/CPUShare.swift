/// How CPU time was spent between two samples, in percent that add up to 100.
package struct CPUShare: Equatable, Sendable {
    package var user = 0.0
    package var nice = 0.0
    package var system = 0.0
    package var idle = 0.0
    package var iowait = 0.0
    package var irq = 0.0
    package var softirq = 0.0
    package var steal = 0.0
    /// Part of `user` and `nice`: time given to virtual machines.
    package var guest = 0.0

    /// Percent that was neither idle nor waiting for I/O.
    package var busy: Double { max(0, 100 - idle - iowait) }

    /// The share of all CPUs together since the older sample; nil where no time passed.
    package init?(_ snapshot: Snapshot) {
        guard let before = snapshot.previousSystem?.cpuTotal else { return nil }
        self.init(from: before, to: snapshot.current.system.cpuTotal)
    }

    /// The share between two readings of the same CPU; nil where no tick passed, as on a CPU that was offline.
    package init?(from before: SystemSample.CPUTimes, to after: SystemSample.CPUTimes) {
        let growth = after.growth(since: before)
        let parts = [
            growth.user, growth.nice, growth.system, growth.idle, growth.iowait, growth.irq,
            growth.softirq, growth.steal,
        ].map { Double($0) }
        let total = parts.reduce(0, +)
        guard total > 0 else { return nil }
        let shares = parts.map { $0 * 100 / total }
        (user, nice, system, idle) = (shares[0], shares[1], shares[2], shares[3])
        (iowait, irq, softirq, steal) = (shares[4], shares[5], shares[6], shares[7])
        guest = min(user + nice, (Double(growth.guest) + Double(growth.guestNice)) * 100 / total)
    }
}

extension SystemSample.CPUTimes {
    /// What each time grew by since an older reading of the same CPU, in ns.
    ///
    /// A counter that went back, as the kernel's idle and iowait may (fs/proc/stat.c), counts as unchanged.
    package func growth(since before: Self) -> Self {
        var growth = self
        growth.user = user.growth(since: before.user)
        growth.nice = nice.growth(since: before.nice)
        growth.system = system.growth(since: before.system)
        growth.idle = idle.growth(since: before.idle)
        growth.iowait = iowait.growth(since: before.iowait)
        growth.irq = irq.growth(since: before.irq)
        growth.softirq = softirq.growth(since: before.softirq)
        growth.steal = steal.growth(since: before.steal)
        growth.guest = guest.growth(since: before.guest)
        growth.guestNice = guestNice.growth(since: before.guestNice)
        return growth
    }
}

extension UInt64 {
    fileprivate func growth(since before: UInt64) -> UInt64 { self > before ? self - before : 0 }
}
