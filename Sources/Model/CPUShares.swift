/// How one CPU, or all together, spent the time between two samples; each a share of 0 to 1.
///
/// Guest time is taken out of the user and nice time, in which the kernel counts it too.
package struct CPUShares: Equatable, Sendable {
    /// The kernel's number of the CPU.
    package var number = 0
    /// Outside the kernel.
    package var user = 0.0
    /// Outside the kernel, at a raised nice value.
    package var nice = 0.0
    /// Inside the kernel.
    package var system = 0.0
    /// In hardware interrupts.
    package var irq = 0.0
    /// In software interrupts.
    package var softirq = 0.0
    /// Taken by the hypervisor for others.
    package var steal = 0.0
    /// Running guests.
    package var guest = 0.0
    /// Idle while a task waited for I/O.
    package var iowait = 0.0
    /// Idle otherwise.
    package var idle = 0.0

    /// Everything but idleness and waiting for I/O.
    package var busy: Double { user + nice + system + irq + softirq + steal + guest }

    /// Derives the shares; nil when no tick passed, as in the first sample or right after a CPU came online.
    package init?(_ now: SystemSample.CPUTimes, since before: SystemSample.CPUTimes) {
        let growth = now.growth(since: before)
        let guestUser = min(growth.guest, growth.user)
        let guestNice = min(growth.guestNice, growth.nice)
        number = now.number
        (user, nice) = (Double(growth.user - guestUser), Double(growth.nice - guestNice))
        (system, irq) = (Double(growth.system), Double(growth.irq))
        (softirq, steal) = (Double(growth.softirq), Double(growth.steal))
        (guest, iowait) = (Double(guestUser + guestNice), Double(growth.iowait))
        idle = Double(growth.idle)
        let total = busy + iowait + idle
        guard total > 0 else { return nil }
        (user, nice, system, irq) = (user / total, nice / total, system / total, irq / total)
        (softirq, steal, guest) = (softirq / total, steal / total, guest / total)
        (iowait, idle) = (iowait / total, idle / total)
    }

    /// The shares of all CPUs together since the older sample; nil in the first one and where no time passed.
    package init?(_ snapshot: borrowing Snapshot) {
        guard let before = snapshot.previousSystem?.cpuTotal else { return nil }
        self.init(snapshot.current.system.cpuTotal, since: before)
    }
}

extension SystemSample.CPUTimes {
    /// What each time grew by since an older reading of the same CPU, in ns.
    ///
    /// A counter that went back, as the kernel's idle and iowait may (fs/proc/stat.c), counts as unchanged.
    fileprivate func growth(since before: Self) -> Self {
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
