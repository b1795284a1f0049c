import CBpftop
import Model
import Testing

@Suite struct TaskRecordTests {
    @Test func `what the header calls unknown is nil`() {
        var record = TaskRecord()
        withUnsafeMutableBytes(of: &record) { bytes in
            for index in bytes.indices { bytes[index] = 0xff }
        }
        #expect(record.namespacePID == nil && record.loginUserID == nil && record.terminal == nil)
        #expect(record.cgroupID == nil && record.lastCPU == nil && record.runDelay == nil)
        #expect(record.blockDelay == nil && record.swapinDelay == nil)
        #expect(record.residentPages == nil && record.sharedPages == nil)
        #expect(record.anonymousPages == nil && record.swapPages == nil)
        #expect(record.virtualPages == nil && record.pageTableBytes == nil)
        #expect(record.readBytes == nil && record.writeBytes == nil)
        #expect(record.cancelledWriteBytes == nil && record.minorFaults == nil)
        #expect(record.readCharacters == nil && record.writtenCharacters == nil)
        #expect(record.majorFaults == nil && record.voluntarySwitches == nil)
        #expect(record.involuntarySwitches == nil)
        #expect(record.systemTime <= record.runtime)
    }

    @Test func `a name ends at its first zero`() {
        #expect(TaskRecord.process(1, name: "bash").name == "bash")
        #expect(TaskRecord.process(1, name: "").name == "")
        var full = TaskRecord()
        withUnsafeMutableBytes(of: &full.comm) { $0.copyBytes(from: "0123456789abcdef".utf8) }
        #expect(full.name == "0123456789abcdef")
    }

    @Test func `a name that is no UTF-8 is mended`() {
        var record = TaskRecord()
        record.comm.0 = 0xff
        record.comm.1 = 0x41
        #expect(record.name == "\u{fffd}A")
    }

    @Test(
        arguments: [
            (100, 30, 10, 25), (100, 0, 10, 100), (100, 10, 0, 0), (100, 0, 0, 0),
            (UInt64.max, 1, UInt64.max - 1, UInt64.max), (UInt64.max, UInt64.max, 5, UInt64.max),
        ] as [(UInt64, UInt64, UInt64, UInt64)])
    func `the run time is split as the ticks are`(
        runtime: UInt64, utime: UInt64, stime: UInt64, system: UInt64
    ) {
        let record = TaskRecord.process(1) {
            $0.runtime = runtime
            $0.utime = utime
            $0.stime = stime
        }
        #expect(record.systemTime == system)
        #expect(record.userTime == runtime - system)
    }

    @Test func `resident memory is file, anonymous and shared memory`() {
        let record = TaskRecord.process(1) {
            $0.rss_file = 1
            $0.rss_anon = 10
            $0.rss_shmem = 100
        }
        #expect(record.residentPages == 111)
        #expect(record.sharedPages == 101)
        #expect(record.anonymousPages == 10)
    }

    @Test func `flags and numbers are read as the kernel writes them`() {
        let record = TaskRecord.process(1) {
            $0.flags = 0x0020_0040
            $0.static_prio = 139
            $0.prio = 99
            $0.tty = 136 << 20 | 3
        }
        #expect(record.isKernelThread && !record.isThread)
        #expect(record.nice == 19)
        #expect(record.priority == -1)
        #expect(record.terminal.map { [$0.major, $0.minor] } == [136, 3])
    }

    @Test(
        arguments: [
            (0, 0, 0, "R"), (0, 0, 1, "R"), (1, 0, 0, "S"), (2, 0, 0, "D"), (4, 0, 0, "T"),
            (0x104, 0, 0, "T"), (8, 0, 0, "t"), (0x80, 0x20, 0, "Z"), (0x80, 0x10, 0, "X"),
            (0x40, 0, 0, "P"), (0x402, 0, 0, "I"), (0x1002, 0, 0, "D"), (0x8000, 0, 0, "D"),
            (0x2001, 0, 0, "S"), (0x200, 0, 1, "R"), (0x800, 0, 1, "R"),
        ] as [(UInt32, UInt32, UInt32, String)])
    func `states are the kernel's letters`(
        state: UInt32, exitState: UInt32, onCPU: UInt32, letter: String
    ) {
        let known = ProcessState(state: state, exitState: exitState, isOnCPU: onCPU != 0)
        #expect((known == .queued ? .running : known).rawValue == letter)
        let unknown = ProcessState(state: state, exitState: exitState, isOnCPU: nil)
        #expect(unknown.rawValue == letter)
    }

    @Test func `a runnable task that is on no CPU is queued`() {
        #expect(ProcessState(state: 0, exitState: 0, isOnCPU: false) == .queued)
        #expect(ProcessState(state: 0, exitState: 0, isOnCPU: true) == .running)
        #expect(
            TaskRecord.process(1) {
                $0.state = 0; $0.on_cpu = .max
            }.processState == .running)
    }

    @Test(arguments: ProcessState.allCases) func `a state survives its bits`(state: ProcessState) {
        let (bits, exitBits) = state.bits
        #expect(ProcessState(state: bits, exitState: exitBits, isOnCPU: state == .running) == state)
        #expect(!state.meaning.isEmpty && state.rawValue.count == 1)
    }
}
