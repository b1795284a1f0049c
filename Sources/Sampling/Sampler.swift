// Sampling: turns BPF records, /proc and cgroupfs into the model's samples; two back ends, one result.
//
// It alone knows where numbers come from. Nothing that can block a long time happens while a sample is taken: what may (argument
// areas, name services, the walk of cgroupfs) is asked of other threads and shows up when they have found it.

internal import Glibc
internal import KernelOffsets
internal import LibBPF
package import Model

/// Takes samples of the machine.
package struct Sampler: ~Copyable {
    private var backEnd: BackEnd
    private var system = SystemReader()
    private var strings: StringSources
    private var zone = TimeZone.local()
    private var bootTime = BootTime()
    private let source: String
    /// When the last sample was taken, on the monotonic clock.
    private var last: UInt64?

    /// Why processes are not read through BPF; nil where they are, or where that was not asked for.
    package let refusal: BPFRefusal?

    private var shortage: BPFTaskReader.Shortage?

    /// In one line what the last sample lacks, and why; nil where it lacks nothing that was asked for.
    package var notice: String? { refusal?.notice ?? shortage.map { "\($0)" } }

    /// How the kernel walks its tasks; nil where /proc is read.
    package let mechanism: WalkMechanism?

    /// What can be asked to read processes.
    package enum Choice: String, CaseIterable, Sendable {
        /// BPF, and /proc where BPF is refused.
        case auto
        case bpf
        case proc
    }

    /// Makes ready to read processes by one of the back ends.
    ///
    /// Throws `BPFRefusal` where BPF was asked for and is refused, or where /proc cannot be read either.
    ///
    /// `btf` names a file to learn the kernel's layout from, in place of the kernel itself; it is proven before it is used. `walk`
    /// asks for one mechanism instead of the cheapest.
    package init(
        _ choice: Choice = .auto, btf: String? = nil, walk: WalkMechanism? = nil
    ) throws(BPFRefusal) {
        try Descriptors.require()
        var refusal: BPFRefusal?
        if choice != .proc {
            do throws(BPFRefusal) {
                var ladder = LayoutLadder(file: btf, mechanism: walk)
                self.init(try ladder.load())
                return
            } catch {
                if choice == .bpf { throw error }
                refusal = error
            }
        }
        self.init(try Self.openProc(instead: refusal), because: refusal)
    }

    private init(_ reader: consuming BPFTaskReader) {
        source = "bpf:" + reader.offsets.source
        mechanism = reader.mechanism
        strings = StringSources(Self.commandLines(reader))
        backEnd = .bpf(reader)
        refusal = nil
    }

    private init(_ reader: consuming ProcTaskReader, because refusal: BPFRefusal?) {
        source = "proc"
        mechanism = nil
        strings = StringSources(CommandLines())
        backEnd = .proc(reader)
        self.refusal = refusal
    }

    /// Reads everything once.
    ///
    /// What is not among the needs may be up to 64 samples old for a process that has not run since. Throws where a walk that was
    /// loaded cannot be run any more.
    package mutating func sample(
        threads: Bool = false, needs: SampleNeeds = .everything
    ) throws(BPFRefusal) -> Sample {
        let time = bootTime.now()
        let reading = try read(threads: threads, needs)
        let walkTime = Instant.now().monotonic - time.monotonic
        let (tasks, changed) = (reading.tasks, reading.changed)
        shortage = reading.shortage
        strings.update(tasks, changed: changed, cgroups: reading.paths)
        let changes = changed.flatMap { rows in
            last.map { RecordChanges(since: $0, rows: rows) }
        }
        last = time.monotonic
        if !zone.covers(time) { zone = .local(around: time) }
        return Sample(
            time: time, source: source, tasks: tasks, system: system.read(), texts: strings.texts,
            changes: changes, zone: zone, walkTime: walkTime)
    }

    /// The strings with those of processes and cgroups that are new in the last sample, as far as they are there in time; nil where it had
    /// all of them.
    ///
    /// It waits at most 3 ms, and not at all where much is missing; there may be work to do between the sample and this.
    package mutating func newTexts() -> Texts? {
        strings.awaitNew(until: clockTime(CLOCK_MONOTONIC) + Self.patience) ? strings.texts : nil
    }

    /// Some round trips between threads, in ns.
    private static let patience: UInt64 = 3_000_000

    /// Merges strings that have been found since the last sample, whose tasks these are, and asks for those that are still missing.
    ///
    /// Returns all that are known; nil where nothing has been found.
    package mutating func laterTexts(of tasks: [TaskRecord]) -> Texts? {
        strings.update(tasks, cgroups: mechanism == nil ? strings.texts.cgroups : nil)
            ? strings.texts : nil
    }

    /// Whether nothing is being looked up that belongs to the last sample's tasks, or has been found and not been handed out.
    package var hasAllTexts: Bool { strings.isSettled }

    /// Waits until the next sample can have all strings that belong to the tasks of the last one, or until a time of CLOCK_MONOTONIC in ns.
    ///
    /// For output that is made once; whoever samples again and again gets them as they are found.
    package mutating func awaitTexts(of tasks: [TaskRecord], until deadline: UInt64) {
        while !hasAllTexts && clockTime(CLOCK_MONOTONIC) < deadline {
            usleep(1000)
            _ = laterTexts(of: tasks)
        }
    }

    /// Takes back the tasks of the last sample but one, whose memory the next can use.
    package mutating func recycle(_ tasks: consuming [TaskRecord]) {
        backEnd.recycle(tasks)
    }

    /// A descriptor that is readable when `readEvents` is to be called; once it has been asked for, samples do without a read of it.
    ///
    /// Nil where nothing will ever be said.
    package mutating func eventDescriptor() -> Int32? { strings.eventDescriptor() }

    /// Reads what the kernel has reported between samples.
    package mutating func readEvents() { strings.readEvents() }

    /// The id of a user by name; nil for one that /etc/passwd does not list.
    package mutating func userID(named name: String) -> UInt32? {
        strings.userID(named: name)
    }

    private mutating func read(
        threads: Bool, _ needs: SampleNeeds
    ) throws(BPFRefusal) -> BackEnd.Reading {
        do throws(BPFError) {
            return try backEnd.read(threads: threads, needs: needs)
        } catch {
            throw BPFRefusal(error, .current())
        }
    }

    private static func openProc(
        instead refusal: BPFRefusal?
    ) throws(BPFRefusal) -> ProcTaskReader {
        // An empty folder can be opened too, and would look like a machine without processes.
        guard unsafe access("/proc/self/stat", R_OK) == 0 else {
            throw BPFRefusal(
                cause: "/proc is not mounted", facts: refusal.map { ["BPF: \($0.cause)"] } ?? [],
                remedy: "mount -t proc proc /proc")
        }
        do throws(ProcError) {
            return try ProcTaskReader()
        } catch {
            throw BPFRefusal(cause: "\(error)", facts: [], remedy: "mount -t proc proc /proc")
        }
    }

    /// Command lines by BPF where the kernel can and our numbers are the kernel's own; else out of /proc, in both cases by
    /// another thread.
    private static func commandLines(_ reader: borrowing BPFTaskReader) -> CommandLines {
        guard reader.offsets.features.hasTaskFromPID, reader.isInInitialPIDNamespace else {
            return CommandLines()
        }
        let pool = BPFArgumentPool(reader.offsets)
        let files = CommandLines.reader()
        return CommandLines { pool.read($0, $1, instead: files) }
    }
}
