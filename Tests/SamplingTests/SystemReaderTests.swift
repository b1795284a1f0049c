import Model
import TestSupport
import Testing

@testable import Sampling

@Suite struct SystemReaderTests {
    private let machine = Machine(
        pageSize: 4096, tick: 10_000_000, cpuCount: 1, release: "", architecture: "", hostName: "")

    @Test func `a machine without any file has no numbers but the clock's`() {
        let fake = FakeProc()
        var reader = SystemReader(root: fake.root, machine: machine)
        let sample = reader.read()
        #expect(sample.cpus.isEmpty)
        #expect(sample.memory == SystemSample.Memory())
        #expect(sample.load == nil)
        #expect(sample.pressure == nil)
        #expect(sample.zram == nil)
        #expect(sample.disk == nil)
        #expect(sample.network == nil)
        #expect(sample.uptime ?? 0 > 0)
    }

    @Test func `CPUs keep their numbers and times become ns`() {
        let fake = FakeProc()
        fake.write(
            "proc/stat",
            """
            cpu  10 20 30 40 50 60 70 80 90 100
            cpu0 1 2 3 4 5 6 7 8 9 10
            cpu3 11 12 13 14
            intr 1 2 3
            cpuother 7
            ctxt 99
            btime 1700000000
            processes 12345
            procs_running 2

            """)
        var reader = SystemReader(root: fake.root, machine: machine)
        let sample = reader.read()
        #expect(sample.forks == 12_345)
        #expect(sample.cpuTotal.user == 100_000_000)
        #expect(sample.cpuTotal.guestNice == 1_000_000_000)
        #expect(sample.cpus.map(\.number) == [0, 3])
        #expect(sample.cpus[0].steal == 80_000_000)
        #expect(sample.cpus[1].idle == 140_000_000)
        #expect(sample.cpus[1].iowait == 0)
        #expect(sample.machine.cpuCount == 2)
    }

    @Test func `memory is bytes, and what an old kernel lacks is nil`() {
        let fake = FakeProc()
        fake.write(
            "proc/meminfo",
            """
            MemTotal:       24684092 kB
            MemFree:        100 kB
            Buffers:           7 kB
            Cached:      2391952 kB
            SwapCached:            9 kB
            Shmem:               5 kB
            SReclaimable:       11 kB
            SwapTotal:      12 kB
            SwapFree:       13 kB
            HugePages_Total:       0

            """)
        var reader = SystemReader(root: fake.root, machine: machine)
        let memory = reader.read().memory
        #expect(memory.total == 24_684_092 * 1024)
        #expect(memory.cached == 2_391_952 * 1024)
        #expect(memory.shared == 5 * 1024)
        #expect(memory.reclaimable == 11 * 1024)
        #expect(memory.swapFree == 13 * 1024)
        #expect(memory.available == nil)
    }

    @Test func `the load has three averages or none`() {
        let fake = FakeProc()
        fake.write("proc/loadavg", "7.80 6.89 14.60 6/170 16749\n")
        var reader = SystemReader(root: fake.root, machine: machine)
        #expect(reader.read().load == SystemSample.Load(one: 7.8, five: 6.89, fifteen: 14.6))
        fake.write("proc/loadavg", "7.80 6.89\n")
        reader = SystemReader(root: fake.root, machine: machine)
        #expect(reader.read().load == nil)
    }

    @Test func `averages are read as often as the kernel makes them, and no more`() {
        let fake = FakeProc()
        let second: UInt64 = 1_000_000_000
        func write(_ number: Int) {
            fake.write("proc/loadavg", "\(number).00 1.00 1.00 1/1 1\n")
            fake.write("proc/pressure/cpu", "some avg10=\(number).00 avg60=0 avg300=0 total=9\n")
        }
        var reader = SystemReader(root: fake.root, machine: machine)
        let numbers = (1...5).map { number in
            write(number)
            let sample = reader.read(at: UInt64(number) * second)
            #expect(sample.load?.one == sample.pressure?.cpuSome)
            return sample.load?.one
        }
        #expect(numbers == [1, 1, 3, 3, 5])
    }

    @Test func `pressure is nil line by line`() {
        let fake = FakeProc()
        fake.write("proc/pressure/cpu", "some avg10=1.50 avg60=0.00 avg300=0.00 total=9\n")
        fake.write(
            "proc/pressure/io",
            """
            some avg10=2.25 avg60=0.00 avg300=0.00 total=0
            full avg10=100.00 avg60=0.00 avg300=0.00 total=0

            """)
        var reader = SystemReader(root: fake.root, machine: machine)
        let pressure = reader.read().pressure
        #expect(pressure?.cpuSome == 1.5)
        #expect(pressure?.memorySome == nil)
        #expect(pressure?.ioSome == 2.25)
        #expect(pressure?.ioFull == 100)
    }

    @Test func `all interfaces but loopback are added up`() {
        let fake = FakeProc()
        fake.write(
            "proc/net/dev",
            """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs
                lo:    4875      87    0    0    0     0          0         0     4875      87    0
              eth0: 8777697377  173400    0    0    0     0          0         0  6712020  100684 0
             wlan0:10 1 0 0 0 0 0 0 20 2 0
              lo0: 1 0 0 0 0 0 0 0 2 0

            """)
        var reader = SystemReader(root: fake.root, machine: machine)
        #expect(
            reader.read().network
                == SystemSample.Transfer(received: 8_777_697_388, sent: 6_712_042))
    }

    @Test func `what zram devices hold as swap is added up, other zram is not`() {
        let fake = FakeProc()
        fake.write(
            "proc/swaps",
            """
            Filename                                Type            Size            Used            Priority
            /dev/zram0                              partition       999     0       100
            /dev/sda2                               partition       999     0       -2
            /dev/zram12                             partition       999     0       100

            """)
        fake.write("sys/block/zram0/mm_stat", "  100  40  50  0  60  1  2  0  0\n")
        fake.write("sys/block/zram1/mm_stat", "  7 7 7 0 0 0 0\n")
        fake.write("sys/block/zram12/mm_stat", "  1000  400  500  0\n")
        var reader = SystemReader(root: fake.root, machine: machine)
        #expect(
            reader.read().zram == SystemSample.Zram(original: 1100, compressed: 440, used: 550))
    }

    @Test func `files stay open and are read anew at every refresh`() {
        let fake = FakeProc()
        fake.write("proc/meminfo", "MemTotal: 1 kB\n")
        var reader = SystemReader(root: fake.root, machine: machine)
        _ = reader.read()
        fake.write("proc/meminfo", "MemTotal: 2 kB\n")
        #expect(reader.read().memory.total == 2048)
        // Removed, yet still open.
        fake.remove("proc/meminfo")
        #expect(reader.read().memory.total == 2048)
    }

    @Test func `an absent file is not looked for again for a while`() {
        let fake = FakeProc()
        let file = KeptFile("\(fake.root)/x")
        var buffer = ReadBuffer()
        #expect(!file.read(into: &buffer, now: 1))
        fake.write("x", "here")
        #expect(!file.read(into: &buffer, now: KeptFile.patience))
        #expect(file.read(into: &buffer, now: KeptFile.patience + 1))
        #expect(buffer.count == 4)
    }

    @Test func `a file larger than the buffer is read whole`() {
        let fake = FakeProc()
        let content = String(repeating: "0123456789", count: 10_000)
        fake.write("x", content)
        for longest in [nil, 512, ReadBuffer.anyLength] {
            var buffer = ReadBuffer(capacity: 256)
            #expect(KeptFile("\(fake.root)/x", longestRecord: longest).read(into: &buffer, now: 1))
            #expect(FieldScanner(buffer.bytes).text(0..<100_000) == content)
        }
    }

    @Test(arguments: ["/proc/diskstats", "/proc/net/dev"])
    func `a piece with room for another line is the last`(path: String) {
        func lines(_ longest: Int) -> Int {
            var buffer = ReadBuffer()
            _ = KeptFile(path, longestRecord: longest).read(into: &buffer, now: 1)
            return FieldScanner(buffer.bytes).text(0..<buffer.count).split(separator: "\n").count
        }
        #expect(lines(512) > 1 && lines(512) == lines(ReadBuffer.anyLength))
    }

    @Test func `the running machine's numbers are of a possible size`() {
        var reader = SystemReader()
        let first = reader.read()
        let second = reader.read()
        let ticks = first.cpuTotal
        #expect(ticks.user + ticks.system + ticks.idle > 0)
        #expect(first.cpus.count == first.machine.cpuCount)
        #expect(second.cpuTotal.user >= first.cpuTotal.user)
        let perCPU = first.cpus.reduce(0) { $0 + $1.user }
        // Each CPU's part is rounded down to a tick on its own.
        #expect(ticks.user >= perCPU)
        #expect(ticks.user - perCPU <= UInt64(first.cpus.count) * first.machine.tick)
        #expect(first.memory.total > first.memory.free)
        #expect(first.load != nil)
        #expect(first.network != nil)
        #expect(second.uptime! >= first.uptime!)
    }

    @Test func `the machine's constants are plausible`() {
        let machine = Machine.current()
        #expect([4096, 16384, 65536].contains(machine.pageSize))
        #expect(machine.tick == 10_000_000)
        #expect(machine.cpuCount >= 1)
        #expect(machine.release.first?.isNumber == true)
        #expect(!machine.architecture.isEmpty)
    }
}
