import BTF
import CBpftop
import Glibc
import KernelOffsets
import LibBPF
import Model
import Sampling
import Synchronization
import TestSupport
import Testing

/// Everything here runs on the running kernel, one test after the other.
@Suite(.serialized, .requiresBPF) struct RunningKernel {
    /// The mechanisms that this kernel has; all on 6.7 and later.
    static let mechanisms: [WalkMechanism] = {
        guard let features = try? offsets.get().features else { return [.iterator, .list] }
        return features.hasTaskIterator ? [.openCoded, .iterator, .list] : [.iterator, .list]
    }()

    /// The running kernel's layout, learnt once.
    static let offsets = Result { try KernelBTF().offsets() }

    private static let readers = [WalkMechanism.openCoded, .iterator, .list].map { Reader($0) }

    /// A loaded reader of each mechanism; loading takes longer than any test.
    private final class Reader: Sendable {
        private let reader: Mutex<BPFTaskReader?>
        private let mechanism: WalkMechanism

        init(_ mechanism: WalkMechanism) {
            self.mechanism = mechanism
            reader = Mutex(nil)
        }

        func read(threads: Bool) throws -> [TaskRecord] {
            try reader.withLock { (reader: inout sending BPFTaskReader?) throws -> [TaskRecord] in
                if reader == nil {
                    reader = try BPFTaskReader(
                        offsets: RunningKernel.offsets.get(), mechanism: mechanism)
                }
                return try reader?.read(threads: threads) ?? []
            }
        }
    }

    /// Walks once.
    static func walk(_ mechanism: WalkMechanism, threads: Bool = false) throws -> [TaskRecord] {
        let index = mechanism == .openCoded ? 0 : mechanism == .iterator ? 1 : 2
        return try readers[index].read(threads: threads)
    }

    /// The record of a process.
    static func record(_ pid: UInt32, _ mechanism: WalkMechanism) throws -> TaskRecord {
        try #require(try walk(mechanism).first { $0.pid == pid && !$0.isThread }, "pid \(pid)")
    }

    /// The record of a process once a condition holds of it.
    static func record(
        _ pid: UInt32, _ mechanism: WalkMechanism, _ condition: (TaskRecord) throws -> Bool
    ) throws -> TaskRecord {
        var last = try record(pid, mechanism)
        _ = try eventually(seconds: 3) {
            last = try record(pid, mechanism)
            return try condition(last)
        }
        return last
    }

    /// Whether a BPF program can see a process at all, by `bpf_task_from_pid`.
    static func isVisible(_ pid: UInt32) throws -> Bool {
        let path = try Fixture.bpf("visible.bpf.c")
        let open = try OpenObject(try #require(File.bytes(path)), name: "visible")
        try open.bindFunctions(try offsets.get().features.functions)
        let object = try open.load()
        try object.variable("wanted", as: UInt32.self).value = pid
        try object.run(try object.program(named: "look"))
        return try object.variable("found", as: UInt32.self).value == 1
    }
}

/// What /proc says of one process, read plainly.
struct Proc {
    let folder: String

    init(_ pid: UInt32) {
        folder = "/proc/\(pid)"
    }

    init(_ pid: UInt32, thread: UInt32) {
        folder = "/proc/\(pid)/task/\(thread)"
    }

    /// The fields of `stat`, by the numbers of proc(5): 3 is the state.
    var stat: [Int: Substring] {
        guard let text = File.text("\(folder)/stat"), let end = text.lastIndex(of: ")") else {
            return [:]
        }
        let fields = text[text.index(after: end)...].split(whereSeparator: \.isWhitespace)
        return Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($0 + 3, $1) })
    }

    /// A number among the fields of `stat`.
    func stat(_ field: Int) -> Int? {
        stat[field].flatMap { Int($0) }
    }

    /// The fields of `statm`, in pages: size, resident, shared.
    var statm: [UInt64] {
        (File.text("\(folder)/statm") ?? "").split(separator: " ").compactMap { UInt64($0) }
    }

    /// The first number of a line of `status` or `io`.
    func number(_ key: String, in file: String = "status") -> UInt64? {
        let line = (File.text("\(folder)/\(file)") ?? "").split(separator: "\n")
            .first { $0.hasPrefix(key + ":") }
        let words = line?.split(whereSeparator: \.isWhitespace) ?? []
        return words.count > 1 ? UInt64(words[1]) : nil
    }

    /// The ids of a line of `status`: real, effective, saved, of the file system.
    func ids(_ key: String) -> [UInt32] {
        let line = (File.text("\(folder)/status") ?? "").split(separator: "\n")
            .first { $0.hasPrefix(key + ":") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst() ?? [])
            .compactMap { UInt32($0) }
    }

    /// The numbers of the threads.
    var threads: Set<UInt32> { File.numbers(in: "\(folder)/task") }
}
