package import Model

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
        all = CPUShares(snapshot)
    }
}

extension CPUShares {
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
