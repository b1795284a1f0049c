internal import Glibc

/// One process's, or thread's, files under /proc, read singly and in full.
///
/// Each call opens and reads one file; `cmdline` may wait for the process's memory map lock, the others do not.
package struct ProcProcess: Sendable {
    /// The directory, without a slash at its end.
    package let directory: String

    /// The files of a process of that number, below a root directory.
    package init(_ pid: UInt32, root: String = "/") {
        directory = procDirectory(root) + "/\(pid)"
    }

    private init(directory: String) {
        self.directory = directory
    }

    /// The numbers of every process that is listed, ascending.
    package static func all(root: String = "/") throws(ProcError) -> [UInt32] {
        try numbers(in: procDirectory(root))
    }

    /// The numbers of the process's threads, ascending.
    package func threads() throws(ProcError) -> [UInt32] {
        try Self.numbers(in: directory + "/task")
    }

    /// The files of one of the process's threads.
    package func thread(_ tid: UInt32) -> ProcProcess {
        ProcProcess(directory: "\(directory)/task/\(tid)")
    }

    /// A file's bytes as they are.
    package func bytes(_ file: ProcFile) throws(ProcError) -> [UInt8] {
        try read(file) { bytes in unsafe bytes.withUnsafeBytes { unsafe Array($0) } }
    }

    /// The numbers of `stat`.
    package func stat() throws(ProcError) -> ProcStat {
        try read(.stat) { ProcStat($0) }
    }

    /// The numbers of `status`.
    package func status() throws(ProcError) -> ProcStatus {
        try read(.status) { ProcStatus($0) }
    }

    /// The numbers of `statm`.
    package func statm() throws(ProcError) -> ProcStatm {
        try read(.statm) { ProcStatm($0) }
    }

    /// The numbers of `io`; denied for other users' processes without CAP_SYS_PTRACE.
    package func io() throws(ProcError) -> ProcIO {
        try read(.io) { ProcIO($0) }
    }

    /// The numbers of `schedstat`; of a process, its leader's.
    package func schedstat() throws(ProcError) -> ProcSchedstat {
        try read(.schedstat) { ProcSchedstat($0) }
    }

    /// The lines of `cgroup`.
    package func cgroups() throws(ProcError) -> [ProcCgroup] {
        try read(.cgroup) { ProcCgroup.all($0) }
    }

    /// The arguments of `cmdline`, which end in NUL; none for a kernel thread or a zombie.
    package func arguments() throws(ProcError) -> [[UInt8]] {
        try bytes(.cmdline).split(separator: 0, omittingEmptySubsequences: false)
            .dropLast().map(Array.init)
    }

    /// The single number of `loginuid` or `oom_score_adj`.
    package func number(_ file: ProcFile) throws(ProcError) -> Int64 {
        try read(file) { bytes in
            var scanner = FieldScanner(bytes)
            return scanner.signed()
        }
    }

    private func read<Content>(
        _ file: ProcFile, _ parse: (RawSpan) -> Content?
    ) throws(ProcError) -> Content {
        let path = "\(directory)/\(file.rawValue)"
        guard let opened = OpenFile(path) else {
            throw .unreadable(path: path, code: errno)
        }
        var buffer = ReadBuffer(capacity: 4096)
        let code = buffer.fill(from: opened.descriptor, longestRecord: ReadBuffer.anyLength)
        if code != 0 { throw .unreadable(path: path, code: code) }
        guard let content = parse(buffer.bytes) else { throw .malformed(path: path) }
        return content
    }

    private static func numbers(in path: String) throws(ProcError) -> [UInt32] {
        guard var directory = NumberedDirectory(path) else {
            throw .unreadable(path: path, code: errno)
        }
        var result: [UInt32] = []
        directory.list(into: &result)
        return result
    }
}

/// Where /proc is below a root directory.
func procDirectory(_ root: String) -> String {
    root.hasSuffix("/") ? root + "proc" : root + "/proc"
}
