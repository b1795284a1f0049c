/// System-wide numbers at one instant; nil where the kernel does not give them.
package struct SystemSample: Equatable, Sendable {
    /// The machine's constants.
    package var machine: Machine
    /// Time spent by all CPUs together, from /proc/stat.
    package var cpuTotal = CPUTimes()
    /// Time spent by each online CPU; `number` is the kernel's and may have gaps.
    package var cpus: [CPUTimes] = []
    /// Processes and threads made since boot, from /proc/stat.
    package var forks: UInt64?
    /// Bytes of memory by kind, from /proc/meminfo.
    package var memory = Memory()
    /// The load averages over 1, 5 and 15 minutes.
    package var load: Load?
    /// ns since boot, sleep included.
    package var uptime: UInt64?
    /// Pressure stall information, nil where the kernel has none.
    package var pressure: Pressure?
    /// What compressed swap in memory holds, summed over all zram devices that are swap; nil when there is none.
    package var zram: Zram?
    /// Bytes read from and written to whole disks since boot.
    package var disk: Transfer?
    /// Bytes received and sent by all interfaces but loopback since boot.
    package var network: Transfer?

    /// Makes a sample without numbers yet.
    package init(machine: Machine) {
        self.machine = machine
    }

    /// One CPU's time by kind, each in ns (the kernel counts in ticks of 1/USER_HZ s).
    package struct CPUTimes: Equatable, Sendable {
        package var number: Int = 0
        package var user: UInt64 = 0
        package var nice: UInt64 = 0
        package var system: UInt64 = 0
        package var idle: UInt64 = 0
        package var iowait: UInt64 = 0
        package var irq: UInt64 = 0
        package var softirq: UInt64 = 0
        package var steal: UInt64 = 0
        /// Already counted in `user` by the kernel.
        package var guest: UInt64 = 0
        /// Already counted in `nice` by the kernel.
        package var guestNice: UInt64 = 0

        /// Makes times that are all 0.
        package init() {}
    }

    /// Memory by kind, in bytes, under the names of /proc/meminfo.
    package struct Memory: Equatable, Sendable {
        package var total: UInt64 = 0
        package var free: UInt64 = 0
        package var available: UInt64?
        package var buffers: UInt64 = 0
        package var cached: UInt64 = 0
        package var reclaimable: UInt64 = 0
        package var shared: UInt64 = 0
        package var swapTotal: UInt64 = 0
        package var swapFree: UInt64 = 0

        /// Makes memory without any byte.
        package init() {}

        /// Bytes in use as htop counts: neither free nor reclaimable cache; shared memory counts as used.
        package var used: UInt64 {
            let cache = cached &+ reclaimable &+ buffers
            let other = free &+ (cache > shared ? cache - shared : 0)
            return total > other ? total - other : 0
        }
    }

    /// The load averages: the mean number of runnable and uninterruptible tasks.
    package struct Load: Equatable, Sendable {
        package var one: Double
        package var five: Double
        package var fifteen: Double

        /// Makes the three averages.
        package init(one: Double, five: Double, fifteen: Double) {
            self.one = one
            self.five = five
            self.fifteen = fifteen
        }
    }

    /// Percent of the last 10 s in which some task, or all of them, waited for a resource; nil where not reported.
    package struct Pressure: Equatable, Sendable {
        package var cpuSome: Double?
        package var memorySome: Double?
        package var memoryFull: Double?
        package var ioSome: Double?
        package var ioFull: Double?

        /// Makes pressure of which nothing is known.
        package init() {}
    }

    /// Compressed swap, in bytes.
    package struct Zram: Equatable, Sendable {
        /// What was swapped out, before compression.
        package var original: UInt64
        /// The same after compression.
        package var compressed: UInt64
        /// The memory that all this takes.
        package var used: UInt64

        /// Makes the three numbers.
        package init(original: UInt64, compressed: UInt64, used: UInt64) {
            self.original = original
            self.compressed = compressed
            self.used = used
        }
    }

    /// Bytes in and out since boot.
    package struct Transfer: Equatable, Sendable {
        package var received: UInt64
        package var sent: UInt64

        /// Makes the two numbers: read or received, written or sent.
        package init(received: UInt64, sent: UInt64) {
            self.received = received
            self.sent = sent
        }
    }
}

/// The constants of the machine on which numbers were read.
package struct Machine: Equatable, Sendable {
    /// Bytes in a page of the running kernel.
    package var pageSize: UInt64
    /// ns in a tick of /proc's clocks (1/USER_HZ s).
    package var tick: UInt64
    /// CPUs online.
    package var cpuCount: Int
    /// The kernel's release, as uname says it.
    package var release: String
    /// The architecture, as uname says it.
    package var architecture: String
    /// The host's name.
    package var hostName: String

    /// Makes the constants.
    package init(
        pageSize: UInt64, tick: UInt64, cpuCount: Int, release: String, architecture: String,
        hostName: String
    ) {
        self.pageSize = pageSize
        self.tick = tick
        self.cpuCount = cpuCount
        self.release = release
        self.architecture = architecture
        self.hostName = hostName
    }
}
