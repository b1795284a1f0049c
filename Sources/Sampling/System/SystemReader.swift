// The system-wide numbers, from files that stay open: each refresh reads them at offset 0 and parses the bytes in place.
// It opens nothing on the way but what was absent for half a minute, and knows no process.

internal import Glibc
package import Model

/// Reads the system-wide numbers of /proc and /sys.
///
/// What the kernel does not have is nil in every sample; an absent file is looked for again only every 30 s.
package struct SystemReader: ~Copyable {
    private let machine: Machine
    private var buffer = ReadBuffer()
    private let cpus: KeptFile
    private let memory: KeptFile
    private let load: KeptFile
    private let cpuPressure: KeptFile
    private let memoryPressure: KeptFile
    private let ioPressure: KeptFile
    private let disks: KeptFile
    private let interfaces: KeptFile
    private var zram: ZramReader
    private var averages = Averages()

    /// What the kernel itself works out anew only every few seconds.
    private struct Averages {
        var load: SystemSample.Load?
        var pressure: SystemSample.Pressure?
        /// When it is to be read again, in ns of the monotonic clock.
        var due: UInt64 = 0
    }

    /// For how long averages are kept, in ns.
    ///
    /// The kernel makes those of pressure every 2 s (PSI_FREQ of kernel/sched/psi.c) and those of load every 5 (LOAD_FREQ of
    /// include/linux/sched/loadavg.h). A little less, as no refresh is quite in time.
    static let averagesPeriod: UInt64 = 1_900_000_000

    /// No line of diskstats (a name of 32 bytes and 20 numbers) or net/dev (one of 15 and 16) is longer, in bytes.
    private static let longestLine = 512

    /// Makes a reader of the files below a root directory; nothing is opened yet.
    package init(root: String = "/", machine: Machine = .current()) {
        let proc = root + (root.hasSuffix("/") ? "proc/" : "/proc/")
        self.machine = machine
        cpus = KeptFile(proc + "stat")
        memory = KeptFile(proc + "meminfo")
        load = KeptFile(proc + "loadavg")
        cpuPressure = KeptFile(proc + "pressure/cpu")
        memoryPressure = KeptFile(proc + "pressure/memory")
        ioPressure = KeptFile(proc + "pressure/io")
        disks = KeptFile(proc + "diskstats", longestRecord: Self.longestLine)
        interfaces = KeptFile(proc + "net/dev", longestRecord: Self.longestLine)
        zram = ZramReader(root: root)
    }

    /// Reads everything once at a time of CLOCK_MONOTONIC in ns, averages only where they may be others; `uptime` is CLOCK_BOOTTIME,
    /// which counts sleep.
    package mutating func read(at now: UInt64 = clockTime(CLOCK_MONOTONIC)) -> SystemSample {
        var sample = SystemSample(machine: machine)
        sample.uptime = clockTime(CLOCK_BOOTTIME)
        if cpus.read(into: &buffer, now: now) {
            sample.readCPUs(buffer.bytes)
        }
        if memory.read(into: &buffer, now: now) {
            sample.memory = SystemSample.Memory(meminfo: buffer.bytes)
        }
        if disks.read(into: &buffer, now: now) {
            sample.disk = SystemSample.Transfer(diskstats: buffer.bytes)
        }
        if interfaces.read(into: &buffer, now: now) {
            sample.network = SystemSample.Transfer(netdev: buffer.bytes)
        }
        sample.zram = zram.read(into: &buffer, now: now)
        if now >= averages.due { readAverages(now: now) }
        (sample.load, sample.pressure) = (averages.load, averages.pressure)
        return sample
    }

    private mutating func readAverages(now: UInt64) {
        averages = Averages(pressure: readPressure(now: now), due: now &+ Self.averagesPeriod)
        if load.read(into: &buffer, now: now) {
            averages.load = SystemSample.Load(loadavg: buffer.bytes)
        }
    }

    private mutating func readPressure(now: UInt64) -> SystemSample.Pressure? {
        var pressure = SystemSample.Pressure()
        if cpuPressure.read(into: &buffer, now: now) {
            pressure.cpuSome = pressureAverages(buffer.bytes).some
        }
        if memoryPressure.read(into: &buffer, now: now) {
            let averages = pressureAverages(buffer.bytes)
            (pressure.memorySome, pressure.memoryFull) = (averages.some, averages.full)
        }
        if ioPressure.read(into: &buffer, now: now) {
            let averages = pressureAverages(buffer.bytes)
            (pressure.ioSome, pressure.ioFull) = (averages.some, averages.full)
        }
        return pressure == SystemSample.Pressure() ? nil : pressure
    }
}
