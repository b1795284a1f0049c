package import Model

extension JSONText {
    /// Writes a sample as one object: `schema`, `time_ns`, `elapsed_ns`, `source`, `system`, `processes`.
    ///
    /// A process is an object keyed by the columns' names; what is unknown is null.
    package mutating func sample(_ snapshot: Snapshot, _ list: ProcessList, columns: [Column]) {
        object { json in
            json.string("schema", "bpftop.sample.v1")
            json.integer("time_ns", snapshot.current.time.realtime)
            json.integer("elapsed_ns", snapshot.elapsed)
            json.string("source", snapshot.current.source)
            json.name("system")
            json.system(snapshot.current.system)
            json.name("processes")
            json.array { json in
                for row in list.rows where row.matches {
                    json.process(snapshot, Int(row.index), columns)
                }
            }
        }
    }

    /// Writes one row as an object of the columns.
    package mutating func process(_ snapshot: Snapshot, _ row: Int, _ columns: [Column]) {
        object { json in
            for column in columns {
                json.name(column.name)
                json.value(column.value(snapshot, row))
            }
        }
    }

    /// Writes a value: numbers in the unit that the column's name says, words as strings.
    mutating func value(_ value: Value) {
        switch value {
        case .absent: null()
        case .integer(let number): integer(number)
        case .bytes(let number), .duration(let number): integer(number)
        case .moment(let moment): integer(moment.nanoseconds)
        case .byteRate(let number), .rate(let number), .percent(let number): self.number(number)
        case .text(let text): string(text)
        }
    }

    /// Writes the system-wide numbers.
    private mutating func system(_ system: SystemSample) {
        object { json in
            json.machine(system.machine)
            json.integer("uptime_ns", system.uptime)
            json.name("load")
            json.array { json in
                for load in [system.load?.one, system.load?.five, system.load?.fifteen] {
                    json.number(load)
                }
            }
            json.integer("forks", system.forks)
            json.name("memory")
            json.memory(system.memory)
            json.name("pressure")
            json.pressure(system.pressure)
            json.name("cpu_total")
            json.cpu(system.cpuTotal, number: nil)
            json.name("cpus")
            json.array { json in
                for cpu in system.cpus { json.cpu(cpu, number: cpu.number) }
            }
        }
    }

    private mutating func machine(_ machine: Machine) {
        string("host", machine.hostName)
        string("release", machine.release)
        string("architecture", machine.architecture)
        integer("cpu_count", machine.cpuCount)
        integer("page_size_bytes", machine.pageSize)
    }

    private mutating func memory(_ memory: SystemSample.Memory) {
        numbers([
            ("total_bytes", memory.total), ("free_bytes", memory.free),
            ("available_bytes", memory.available), ("used_bytes", memory.used),
            ("buffers_bytes", memory.buffers), ("cached_bytes", memory.cached),
            ("reclaimable_bytes", memory.reclaimable), ("shared_bytes", memory.shared),
            ("swap_total_bytes", memory.swapTotal),
            ("swap_free_bytes", memory.swapFree),
        ])
    }

    /// The times of a CPU, or with no number those of all.
    ///
    /// As in /proc/stat those of guests are in `user_ns` and `nice_ns` too.
    private mutating func cpu(_ cpu: SystemSample.CPUTimes, number: Int?) {
        let number = number.map { [("number", UInt64(clamping: $0))] } ?? []
        numbers(
            number + [
                ("user_ns", cpu.user), ("nice_ns", cpu.nice), ("system_ns", cpu.system),
                ("idle_ns", cpu.idle), ("iowait_ns", cpu.iowait), ("irq_ns", cpu.irq),
                ("softirq_ns", cpu.softirq), ("steal_ns", cpu.steal), ("guest_ns", cpu.guest),
                ("guest_nice_ns", cpu.guestNice),
            ])
    }

    private mutating func numbers(_ members: [(String, UInt64?)]) {
        object { json in
            for (key, value) in members {
                json.integer(key, value)
            }
        }
    }

    private mutating func pressure(_ pressure: SystemSample.Pressure?) {
        guard let pressure else { return null() }
        object { json in
            for (key, value) in [
                ("cpu_some_percent", pressure.cpuSome),
                ("memory_some_percent", pressure.memorySome),
                ("memory_full_percent", pressure.memoryFull), ("io_some_percent", pressure.ioSome),
                ("io_full_percent", pressure.ioFull),
            ] {
                json.number(key, value)
            }
        }
    }
}
