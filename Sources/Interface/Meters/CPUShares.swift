package import Model

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
        let total = busy + iowait + Double(growth.idle)
        guard total > 0 else { return nil }
        (user, nice, system, irq) = (user / total, nice / total, system / total, irq / total)
        (softirq, steal) = (softirq / total, steal / total)
        (guest, iowait) = (guest / total, iowait / total)
    }

    /// The parts in the order in which a bar shows them.
    package var segments: [Bar.Segment] {
        [
            Bar.Segment(.cpuUser, user), Bar.Segment(.cpuNice, nice),
            Bar.Segment(.cpuSystem, system), Bar.Segment(.cpuIRQ, irq),
            Bar.Segment(.cpuSoftIRQ, softirq), Bar.Segment(.cpuSteal, steal),
            Bar.Segment(.cpuGuest, guest), Bar.Segment(.cpuIOWait, iowait),
        ]
    }
}

/// One CPU of the header.
package struct CPUMeter: Equatable, Sendable {
    /// The kernel's number of the CPU.
    package var number: Int
    /// What it did; nil while that is not known.
    package var shares: CPUShares?
}

/// All CPUs of the header, worked out once for a snapshot.
package struct CPUMeters: Equatable, Sendable {
    /// What each online CPU did, in the kernel's order.
    package private(set) var each: [CPUMeter] = []
    /// What all together did; nil in the first sample.
    package private(set) var all: CPUShares?

    /// Makes meters of a machine that is not known yet.
    package init() {}

    /// Compares a snapshot's two samples, CPU by CPU as they are numbered, since they come and go.
    package init(_ snapshot: borrowing Snapshot) {
        let system = snapshot.current.system
        let before = Dictionary(
            (snapshot.previousSystem?.cpus ?? []).map { ($0.number, $0) },
            uniquingKeysWith: { first, _ in first })
        each = system.cpus.map { now in
            CPUMeter(
                number: now.number,
                shares: before[now.number].flatMap { CPUShares(now, since: $0) })
        }
        all = snapshot.previousSystem.flatMap {
            CPUShares(system.cpuTotal, since: $0.cpuTotal)
        }
    }
}
