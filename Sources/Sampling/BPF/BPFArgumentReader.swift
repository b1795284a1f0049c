internal import BPFObject
internal import CBpftop
internal import Glibc
internal import KernelOffsets
internal import LibBPF
internal import Model

/// Reads processes' arguments by a sleepable BPF program, one process a call.
///
/// A call may wait for the process's mmap lock, as a read of /proc/PID/cmdline may, and for ever for a page of its arguments that
/// never comes; run it in a thread that may hang. The program itself runs in a child, so that such a thread can end.
struct BPFArgumentReader: ~Copyable {
    private let object: LoadedObject
    private let program: ProgramDescriptor
    private let exchange: LiveVariable<bpftop_arguments>

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

    /// Starts a child for `read`.
    func runner() throws(BPFError) -> ProgramRunner {
        try ProgramRunner(program)
    }

    /// The arguments of a process of the initial PID namespace, each ended by NUL; one byte more than the program reads
    /// where they are cut.
    ///
    /// Nil where the process has none, is gone or another, or its memory cannot be read. Throws where the program cannot be run.
    func read(
        _ process: ProcessIdentity, by runner: borrowing ProgramRunner
    ) throws(BPFError) -> [UInt8]? {
        var request = bpftop_arguments()
        request.pid = process.pid
        request.start_boottime = process.startTime
        exchange.value = request
        try runner.run()
        let answer = exchange.value
        guard answer.error == 0, answer.length > 0 else { return nil }
        let bytes = unsafe withUnsafeBytes(of: answer.text) {
            unsafe Array($0.prefix(Int(answer.length)))
        }
        if answer.is_title != 0 { return Array(bytes.prefix { $0 != 0 }) }
        return answer.size > UInt64(answer.length) ? bytes + [0] : bytes
    }
}
