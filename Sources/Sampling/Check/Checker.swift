// `bpftop check`: every number of a walk against /proc, read in full before and after it. It is what tells on a kernel that
// nobody has tried whether the numbers are right, so it shares nothing with the walk but the record.

internal import CBpftop
internal import Glibc
package import KernelOffsets
package import LibBPF
internal import Linux
internal import Model

/// Compares every number that is read through BPF with /proc.
package struct Checker: ~Copyable {
    var reader: BPFTaskReader
    let probe: TaskProbe?
    var host: CheckHost
    private var precision: MemoryPrecision
    private var rotation = CheckRotation()
    let isProcWhole: Bool
    var result: CheckResult

    /// How often a number that does not agree is looked at again, each time with the least between the two readings.
    package static let looks = 4

    /// Where the tallies of processes' fields begin: behind that of the processes themselves.
    static let firstOfProcess = 1
    static let firstOfThread = firstOfProcess + CheckField.process.count

    /// Loads a walk; throws where the kernel refuses it.
    ///
    /// Another layout than the kernel's own shows whether wrong places are noticed.
    package init(offsets: KernelOffsets, mechanism: WalkMechanism? = nil) throws(BPFError) {
        self.init(try BPFTaskReader(offsets: offsets, mechanism: mechanism))
    }

    private init(_ reader: consuming BPFTaskReader) {
        let offsets = reader.offsets
        let machine = Machine.current()
        let mounts = Mount.all(root: "/")
        let hierarchy = UnifiedHierarchy(mounts: mounts, root: "/")
        let facts = ProcFacts(root: "/", mounts: mounts)
        probe = reader.isInInitialPIDNamespace ? TaskProbe(offsets) : nil
        host = CheckHost(machine) { hierarchy?.id(of: $0) }
        precision = MemoryPrecision(
            hasPerCPUCounters: offsets.member(named: "mm_rss_file_percpu")?.isUsable == true,
            cpus: machine.cpuCount)
        isProcWhole = facts.hidePID == nil
        result = CheckResult(
            tallies: [CheckTally("process", .none)]
                + (CheckField.process + CheckField.thread).map { CheckTally($0.name, $0.unit) }
                + [CheckTally("command", .none)],
            mechanism: reader.mechanism.rawValue)
        self.reader = reader
        if hierarchy == nil { result.notes.append("no cgroup v2 hierarchy is mounted") }
        if !isProcWhole { result.notes.append(contentsOf: facts.sentences) }
    }

    /// Loads the walk that the monitor would use; throws where BPF is refused or /proc is not that of our own processes.
    ///
    /// `btf` is as that of `Sampler.init`.
    package static func load(btf: String? = nil) throws(BPFRefusal) -> Checker {
        guard let own = ownLink, own == "\(getpid())" else {
            throw BPFRefusal(
                cause: "/proc is not mounted, or shows another PID namespace than this program's",
                facts: ["/proc/self is \(ownLink ?? "not there"), this is process \(getpid())"],
                remedy: "mount -t proc proc /proc")
        }
        try Descriptors.require()
        var ladder = LayoutLadder(file: btf)
        return Checker(try ladder.load())
    }

    /// Where /proc/self leads; nil where /proc knows no such process.
    private static var ownLink: String? {
        var buffer = [CChar](repeating: 0, count: 32)
        let count = unsafe readlink("/proc/self", &buffer, buffer.count)
        if count <= 0 { return nil }
        return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Compares in rounds until the time is over, once at least, and command lines once.
    package mutating func run(seconds: Double) throws(BPFError) -> CheckResult {
        let start = clockTime(CLOCK_MONOTONIC)
        leaveDeadThread()
        rotation.learn(try reader.read(threads: true))
        repeat {
            try round()
        } while Double(clockTime(CLOCK_MONOTONIC) &- start) < seconds * 1e9
        try compareCommands()
        conclude()
        return result
    }

    /// One round: a first look at everything, then others at what did not agree.
    private mutating func round() throws(BPFError) {
        let pass = try CheckPass(rotation.next(), by: &reader)
        rotation.learn(pass.groups.values, pass.threads.values)
        let processes = pass.both(\.processes)
        for process in processes { precision.learn(process.before, process.after) }
        host.memorySlack = precision.slack
        result.rounds += 1
        result.processes = processes.count
        result.passing += pass.passing
        var open = firstLook(pass, processes)
        for _ in 0..<Self.looks where !open.isEmpty {
            open = try lookAgain(open)
        }
        for suspicion in open {
            result.tallies[index(suspicion)].disagree(by: suspicion.by, suspicion.example)
        }
    }

    func index(_ suspicion: Suspicion) -> Int {
        guard case .field(let place) = suspicion.question else { return 0 }
        let first = suspicion.subject.thread == nil ? Self.firstOfProcess : Self.firstOfThread
        return first + place
    }

    private mutating func conclude() {
        if !precision.isExact {
            result.notes.append(
                "this kernel's /proc has not been seen to know resident memory exactly: "
                    + "\(precision.slack) pages are allowed")
        }
        if probe == nil {
            result.notes.append("processes that the kernel hides from BPF cannot be told here")
        }
    }
}
