import CBpftop
import Model

/// Samples made up of numbers that tests choose; everything is a function of its arguments.
struct Invented {
    var tasks: [TaskRecord] = []
    var system = SystemSample(machine: machine(cpus: 4))
    var texts = Texts()
    /// ns since the first sample.
    var time: UInt64 = 0
    var source = "bpf:btf"

    static let second: UInt64 = 1_000_000_000
    /// ns of the boot clock at the first sample: 1 day, 2 h, 3 min, 4 s.
    static let boottime: UInt64 = 93_784 * second

    static func machine(cpus: Int) -> Machine {
        Machine(
            pageSize: 4096, tick: 10_000_000, cpuCount: cpus, release: "6.1.0-test",
            architecture: "x86_64", hostName: "test")
    }

    var sample: Sample {
        Sample(
            time: Instant(
                monotonic: Self.boottime + time, boottime: Self.boottime + time,
                realtime: 1_700_000_000 * Self.second + time),
            source: source, tasks: tasks, system: system, texts: texts, walkTime: 2_000_000)
    }

    // MARK: Processes

    /// Adds a process; its numbers follow from its id unless given.
    @discardableResult
    mutating func add(
        _ pid: UInt32, _ name: String, parent: UInt32 = 1, command: String? = nil,
        user: UInt32 = 1000, runtime: UInt64 = 0, pages: UInt64 = 2500, state: UInt32 = 1,
        kernelThread: Bool = false, threadOf group: UInt32? = nil, cgroup: UInt64 = 7
    ) -> ProcessIdentity {
        var record = Self.record(pid, name, parent: parent)
        record.tgid = group ?? pid
        record.kind = group == nil ? 0 : UInt32(BPFTOP_IS_THREAD)
        record.runtime = runtime
        record.utime = runtime / 2
        record.stime = runtime - runtime / 2
        (record.uid, record.euid) = (user, user)
        record.rss_anon = pages
        record.state = state
        record.flags = kernelThread ? 0x0020_0000 : 0
        record.cgroup_id = cgroup
        tasks.append(record)
        if let command { texts.commands[record.identity] = command }
        return record.identity
    }

    private static func record(_ pid: UInt32, _ name: String, parent: UInt32) -> TaskRecord {
        var record = TaskRecord()
        record.pid = pid
        record.ppid = parent
        record.start_boottime = UInt64(pid) * 10_000_000
        record.prio = 120
        record.static_prio = 120
        record.threads = 1
        record.total_vm = 50_000
        record.rss_file = 1000
        record.run_delay = .max
        record.blkio_delay = .max
        record.swapin_delay = .max
        record.on_cpu = .max
        record.loginuid = .max
        withUnsafeMutableBytes(of: &record.comm) { $0.copyBytes(from: name.utf8.prefix(15)) }
        return record
    }

    // MARK: The machine

    /// Sets the CPUs: each spends its second as `kinds` says, shifted by its number.
    mutating func setCPUs(_ count: Int, seconds: UInt64) {
        system.machine = Self.machine(cpus: count)
        system.cpus = (0..<count).map { number in
            var times = SystemSample.CPUTimes()
            times.number = number
            let load = UInt64(number % 10) * 10
            let tick = seconds * Self.second / 100
            times.user = load * tick / 2
            times.nice = load * tick / 20
            times.system = load * tick / 5
            times.irq = load * tick / 20
            times.softirq = load * tick / 20
            times.steal = load * tick / 20
            times.iowait = load * tick / 20
            times.guest = load * tick / 10
            times.idle = (100 - load) * tick + load * tick / 20
            return times
        }
        system.cpuTotal = system.cpus.reduce(into: SystemSample.CPUTimes()) { sum, one in
            sum.user += one.user
            sum.nice += one.nice
            sum.system += one.system
            sum.irq += one.irq
            sum.softirq += one.softirq
            sum.steal += one.steal
            sum.iowait += one.iowait
            sum.guest += one.guest
            sum.idle += one.idle
        }
    }

    /// Sets memory, load, pressure and transfers.
    mutating func setMeters() {
        let gigabyte: UInt64 = 1 << 30
        system.memory.total = 16 * gigabyte
        system.memory.free = 4 * gigabyte
        system.memory.buffers = gigabyte
        system.memory.cached = 5 * gigabyte
        system.memory.reclaimable = gigabyte
        system.memory.shared = gigabyte
        system.memory.swapTotal = 8 * gigabyte
        system.memory.swapFree = 6 * gigabyte
        system.load = SystemSample.Load(one: 0.5, five: 1.25, fifteen: 12)
        system.uptime = Self.boottime + time
        var pressure = SystemSample.Pressure()
        (pressure.cpuSome, pressure.memorySome, pressure.ioSome) = (1.5, 0, 12.25)
        system.pressure = pressure
        system.disk = SystemSample.Transfer(received: 1 << 30 + time / 500, sent: 1 << 20)
        system.network = SystemSample.Transfer(received: 5_000_000, sent: 1_000_000 + time / 1000)
    }

    /// What stands a second later: the same processes, of which each ran for as many ms as its id ends in.
    func later() -> Invented {
        var next = self
        next.time += Self.second
        for index in next.tasks.indices {
            let growth = UInt64(next.tasks[index].pid % 100) * 10_000_000
            next.tasks[index].runtime += growth
            next.tasks[index].utime += growth / 2
            next.tasks[index].stime += growth - growth / 2
        }
        next.setCPUs(system.cpus.count, seconds: next.time / Self.second)
        next.setMeters()
        return next
    }

    var snapshot: Snapshot { Snapshot(later().sample, since: sample) }
}

extension Invented {
    /// A small machine with a few processes, threads of the kernel among them.
    static func desktop(cpus: Int = 4) -> Invented {
        var world = Invented()
        world.setCPUs(cpus, seconds: 0)
        world.setMeters()
        world.texts.users = [0: "root", 1000: "ada", 1001: "a-very-long-user-name"]
        world.texts.cgroups = [
            7: "/user.slice/user-1000.slice/session-1.scope", 8: "/system.slice/ssh.service",
        ]
        world.add(1, "systemd", parent: 0, command: "/sbin/init splash", user: 0)
        world.add(2, "kthreadd", parent: 0, user: 0, pages: 0, kernelThread: true)
        world.add(17, "ksoftirqd/0", parent: 2, user: 0, pages: 0, kernelThread: true)
        world.add(
            400, "sshd", command: "/usr/sbin/sshd -D -o Banner=none", user: 0, cgroup: 8)
        world.add(812, "bash", parent: 400, command: "-bash")
        world.add(
            1042, "vim", parent: 812, command: "/usr/bin/vim notes.txt", user: 1001,
            runtime: 4_000_000_000)
        world.add(
            1099, "make", parent: 812, command: "make -j8 all", runtime: 61_000_000_000,
            pages: 400_000, state: 0)
        world.add(2345, "gone", parent: 1099, pages: 0, state: 0x20)
        world.add(
            31_337, "firefox", command: "/usr/lib/firefox/firefox --new-window", pages: 900_000)
        world.add(31_350, "Web Content", parent: 31_337, command: "/usr/lib/firefox/web content")
        return world
    }

    /// Names and commands that mean harm: escapes, bidirectional controls, wide and combining characters.
    static func hostile() -> Invented {
        var world = desktop(cpus: 1)
        world.texts.users[666] = "\u{1B}[31mroot"
        world.add(4000, "\u{1B}[2Jowned", command: "\u{1B}]0;title\u{07}rm -rf /", user: 666)
        world.add(4001, "evil\u{202E}txt", command: "/bin/\u{202E}gpj.exe \u{200B}\u{FEFF}x")
        world.add(4002, "日本語プロセス", command: "日本語プロセス 引数 引数 引数 引数 引数")
        world.add(4003, "e\u{301}e\u{301}\u{301}", command: "e\u{301}\u{301}\u{301} \n\r\t tab")
        world.add(4004, "", command: "")
        world.add(4005, "long", command: String(repeating: "x", count: 5000))
        world.add(4006, "👨‍👩‍👧‍👦", command: "👨‍👩‍👧‍👦 🇩🇪 \u{0}\u{1}\u{7F}\u{9B}31m")
        return world
    }

    /// Many processes, in a tree of which each has ten children.
    static func crowd(_ count: Int, cpus: Int = 8) -> Invented {
        var world = desktop(cpus: cpus)
        world.tasks = []
        world.add(1, "init", parent: 0, command: "/sbin/init", user: 0)
        for number in 2..<UInt32(count + 1) {
            world.add(
                number, "worker\(number)", parent: max(1, number / 10),
                command: "/usr/bin/worker\(number) --of \(count)",
                user: number % 3 == 0 ? 0 : 1000, runtime: UInt64(number) * 1_000_003,
                pages: UInt64(number) * 37 % 100_000)
        }
        return world
    }
}
