import Glibc
import Interface
import Model
import Sampling

/// Measures what the monitor itself costs, without the children that read arguments and ask for names.
struct CostMeter {
    private var lastWall: UInt64?
    private var lastCPU: UInt64 = 0
    private var begun: UInt64?
    private var refreshTime: UInt64 = 0

    /// What the last refresh cost; nil before the second.
    private(set) var cost: State.Cost?

    /// Notes that a refresh begins.
    mutating func beginRefresh() {
        let now = Instant.now().monotonic
        let cpu = Self.ownCPUTime()
        if let lastWall, now > lastWall {
            let percent = Double(cpu - lastCPU) * 100 / Double(now - lastWall)
            cost = State.Cost(cpuPercent: percent, refreshTime: refreshTime)
        }
        lastWall = now
        lastCPU = cpu
        begun = now
    }

    /// Notes that its frame has been sent.
    mutating func finishRefresh() {
        guard let begun else { return }
        refreshTime = Instant.now().monotonic - begun
        self.begun = nil
    }

    /// The CPU time of all our threads, in ns.
    private static func ownCPUTime() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
