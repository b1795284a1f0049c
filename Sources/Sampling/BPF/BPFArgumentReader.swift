internal import BPFObject
internal import CBpftop
internal import KernelOffsets
internal import LibBPF
internal import Model

/// Reads processes' arguments by a sleepable BPF program, one process a call.
///
/// A call may wait for the process's mmap lock, as a read of /proc/PID/cmdline may; run it in a thread that may hang.
struct BPFArgumentReader: ~Copyable {
    private let object: LoadedObject
    private let program: ProgramDescriptor
    private let exchange: LiveVariable<bpftop_arguments>

    /// Loads the program; throws where the kernel refuses it.
    init(_ offsets: KernelOffsets) throws(BPFError) {
        let open = try OpenObject(BPFObject.args.bytes, name: "bpftop_args")
        try open.setInitialValue(of: "bpftop_offsets", to: offsets.raw)
        let object = try open.load()
        program = try object.program(named: "bpftop_read_arguments")
        exchange = try object.variable("bpftop_arguments", as: bpftop_arguments.self)
        self.object = object
    }

    /// The arguments of a process of the initial PID namespace, NUL after each; empty where it has none.
    ///
    /// Nil where the process is gone or another, or its memory cannot be read.
    func read(_ process: ProcessIdentity) -> Arguments? {
        var request = bpftop_arguments()
        request.pid = process.pid
        request.start_boottime = process.startTime
        exchange.value = request
        do throws(BPFError) {
            try object.run(program)
        } catch {
            return nil
        }
        let answer = exchange.value
        guard answer.error == 0 else { return nil }
        let bytes = unsafe withUnsafeBytes(of: answer.text) {
            unsafe Array($0.prefix(Int(answer.length)))
        }
        if answer.is_title != 0 { return Arguments(bytes: Array(bytes.prefix { $0 != 0 })) }
        return Arguments(bytes: bytes, isCut: answer.size > UInt64(answer.length))
    }
}

/// A process's arguments as bytes, NUL after each.
package struct Arguments: Equatable, Sendable {
    /// The bytes, at most 4096.
    package var bytes: [UInt8]
    /// Whether there are more.
    package var isCut = false

    /// Makes arguments of their bytes.
    package init(bytes: [UInt8], isCut: Bool = false) {
        self.bytes = bytes
        self.isCut = isCut
    }

    /// The arguments joined by spaces, invalid UTF-8 repaired, "…" at the end where they are cut; nil where there are none.
    package var line: String? {
        var words = bytes[...]
        while words.last == 0 { words.removeLast() }
        if words.isEmpty { return nil }
        let text = String(decoding: words.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
        return isCut ? text + "…" : text
    }
}
