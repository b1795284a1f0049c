internal import BPFObject
internal import CBpftop
internal import Glibc
internal import KernelOffsets
internal import LibBPF
internal import Model

/// Reads processes' arguments by a sleepable BPF program, one process a call.
///
/// A call may wait for the process's mmap lock, as a read of /proc/PID/cmdline may, and for ever for a page of its arguments that
/// never comes; so the program runs in a child, which is left to itself then.
struct BPFArgumentReader: ~Copyable {
    private let object: LoadedObject
    private let program: ProgramDescriptor
    private let exchange: LiveVariable<bpftop_arguments>
    /// How far our boot clock is ahead of the kernel's own, in ns.
    private let offset = boottimeOffset()

    /// Loads the program; throws where the kernel refuses it.
    init(_ offsets: KernelOffsets) throws(BPFError) {
        let open = try OpenObject(BPFObject.args.bytes, name: "bpftop_args")
        try open.bindFunctions(offsets.features.functions)
        try open.setInitialValue(of: "bpftop_offsets", to: offsets.raw)
        let object = try open.load()
        let program = try object.program(named: "bpftop_read_arguments")
        let exchange = try object.variable("bpftop_arguments", as: bpftop_arguments.self)
        self.object = object
        self.program = program
        self.exchange = exchange
    }

    /// Whether the kernel shows our programs a task of that number in the initial PID namespace; nil where the program could
    /// not be run.
    func finds(_ number: UInt32) -> Bool? {
        var request = bpftop_arguments()
        request.pid = number
        request.start_boottime = .max
        exchange.value = request
        do throws(BPFError) {
            try object.run(program)
        } catch {
            return nil
        }
        return exchange.value.error != -ESRCH
    }

    /// A child that reads.
    typealias Runner = ProgramRunner<bpftop_arguments>

    /// Starts a child for `read`.
    func runner(capacity: Int) throws(BPFError) -> Runner {
        try Runner(program, exchange, capacity: capacity)
    }

    /// How long a child may take for one process, in ms, before it is left to itself.
    private static let patience: Int32 = 400

    /// The arguments of processes of the initial PID namespace, each ended by NUL; one byte more than the program reads
    /// where they are cut.
    ///
    /// Nil where a process has none, is gone or another, or its memory cannot be read. They are fewer than the processes where the next
    /// one keeps the child waiting. Throws where the program cannot be run.
    func read(
        _ processes: some Collection<ProcessIdentity>, by runner: inout Runner
    ) throws(BPFError) -> [[UInt8]?] {
        for (index, process) in processes.enumerated() {
            var request = bpftop_arguments()
            request.pid = process.pid
            request.start_boottime = process.startTime &- offset
            runner[index] = request
        }
        let done = try runner.run(processes.count, patience: Self.patience)
        return (0..<done).map { Self.arguments(runner[$0]) }
    }

    private static func arguments(_ answer: bpftop_arguments) -> [UInt8]? {
        guard answer.error == 0, answer.length > 0 else { return nil }
        let bytes = unsafe withUnsafeBytes(of: answer.text) {
            unsafe Array($0.prefix(Int(answer.length)))
        }
        if answer.is_title != 0 { return Array(bytes.prefix { $0 != 0 }) }
        return answer.size > UInt64(answer.length) ? bytes + [0] : bytes
    }
}
