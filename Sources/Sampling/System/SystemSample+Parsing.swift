internal import Model

extension SystemSample {
    /// Takes the CPU lines of /proc/stat, which lists online CPUs only; `machine.cpuCount` becomes their number.
    mutating func readCPUs(_ bytes: RawSpan) {
        var scanner = FieldScanner(bytes)
        cpus.reserveCapacity(machine.cpuCount)
        while scanner.take("cpu") {
            let number = FieldScanner.isBlank(scanner.current) ? nil : scanner.unsigned()
            let times = CPUTimes(
                number: Int(clamping: number ?? 0), scanner: &scanner, tick: machine.tick)
            if number == nil { cpuTotal = times } else { cpus.append(times) }
            if !scanner.skipLine() { break }
        }
        if !cpus.isEmpty { machine.cpuCount = cpus.count }
        readForks(&scanner)
    }

    /// Reads the line `processes` of those behind the CPUs'.
    private mutating func readForks(_ scanner: inout FieldScanner) {
        repeat {
            if scanner.take("processes ") {
                forks = scanner.unsigned()
                return
            }
        } while scanner.skipLine()
    }
}

extension SystemSample.CPUTimes {
    /// Reads the ten times behind a CPU's name; kernels that have fewer leave the last ones 0.
    init(number: Int, scanner: inout FieldScanner, tick: UInt64) {
        self.init()
        self.number = number
        user = (scanner.unsigned() ?? 0) &* tick
        nice = (scanner.unsigned() ?? 0) &* tick
        system = (scanner.unsigned() ?? 0) &* tick
        idle = (scanner.unsigned() ?? 0) &* tick
        iowait = (scanner.unsigned() ?? 0) &* tick
        irq = (scanner.unsigned() ?? 0) &* tick
        softirq = (scanner.unsigned() ?? 0) &* tick
        steal = (scanner.unsigned() ?? 0) &* tick
        guest = (scanner.unsigned() ?? 0) &* tick
        guestNice = (scanner.unsigned() ?? 0) &* tick
    }
}

extension SystemSample.Memory {
    /// Reads /proc/meminfo, whose numbers are KiB.
    init(meminfo bytes: RawSpan) {
        self.init()
        var scanner = FieldScanner(bytes)
        repeat {
            readLine(&scanner)
        } while scanner.skipLine()
    }

    private mutating func readLine(_ scanner: inout FieldScanner) {
        func amount(_ scanner: inout FieldScanner) -> UInt64 { (scanner.unsigned() ?? 0) &* 1024 }
        if scanner.take("MemTotal:") {
            total = amount(&scanner)
        } else if scanner.take("MemFree:") {
            free = amount(&scanner)
        } else if scanner.take("MemAvailable:") {
            available = amount(&scanner)
        } else if scanner.take("Buffers:") {
            buffers = amount(&scanner)
        } else if scanner.take("Cached:") {
            cached = amount(&scanner)
        } else if scanner.take("SReclaimable:") {
            reclaimable = amount(&scanner)
        } else if scanner.take("Shmem:") {
            shared = amount(&scanner)
        } else if scanner.take("SwapTotal:") {
            swapTotal = amount(&scanner)
        } else if scanner.take("SwapFree:") {
            swapFree = amount(&scanner)
        }
    }
}

extension SystemSample.Load {
    /// Reads the first three numbers of /proc/loadavg; nil when they are not there.
    init?(loadavg bytes: RawSpan) {
        var scanner = FieldScanner(bytes)
        guard let one = scanner.decimal(), let five = scanner.decimal(),
            let fifteen = scanner.decimal()
        else { return nil }
        self.init(one: one, five: five, fifteen: fifteen)
    }
}

/// The averages over 10 s, in percent, of a file of /proc/pressure (since Linux 4.20; the CPU's `full` means nothing).
func pressureAverages(_ bytes: RawSpan) -> (some: Double?, full: Double?) {
    var result: (some: Double?, full: Double?) = (nil, nil)
    var scanner = FieldScanner(bytes)
    repeat {
        if scanner.take("some avg10=") {
            result.some = scanner.decimal()
        } else if scanner.take("full avg10=") {
            result.full = scanner.decimal()
        }
    } while scanner.skipLine()
    return result
}
