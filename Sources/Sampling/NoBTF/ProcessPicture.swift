/// The files of a process and of its threads, as /proc shows them at one time; equal when nothing has changed in between.
struct ProcessPicture: Equatable {
    let pid: UInt32
    private let files: [String: [UInt8]]
    /// The threads' numbers, ascending.
    let threads: [UInt32]

    private static let perTask = ["stat", "status", "schedstat", "io"]
    private static let perProcess = ["smaps_rollup", "oom_score_adj", "loginuid", "cgroup"]

    /// Reads what can be read; nil where the process is gone or cannot be seen.
    init?(_ pid: UInt32, root: String = "/proc") {
        var files: [String: [UInt8]] = [:]
        let directory = "\(root)/\(pid)"
        for name in Self.perTask + Self.perProcess {
            files[name] = textFile("\(directory)/\(name)").map { Array($0.utf8) }
        }
        guard files["stat"] != nil, let threads = try? ProcProcess(pid).threads() else {
            return nil
        }
        for thread in threads {
            for name in Self.perTask {
                let text = textFile("\(directory)/task/\(thread)/\(name)")
                files["\(thread)/\(name)"] = text.map { Array($0.utf8) }
            }
        }
        self.pid = pid
        self.files = files
        self.threads = threads
    }

    /// The files of the process, or of one of its threads.
    func stat(_ thread: UInt32? = nil) -> ProcStat? {
        bytes("stat", thread).flatMap { unsafe ProcStat($0.span.bytes) }
    }

    func status(_ thread: UInt32? = nil) -> ProcStatus? {
        bytes("status", thread).map { unsafe ProcStatus($0.span.bytes) }
    }

    func schedstat(_ thread: UInt32? = nil) -> ProcSchedstat? {
        bytes("schedstat", thread).flatMap { unsafe ProcSchedstat($0.span.bytes) }
    }

    func io(_ thread: UInt32? = nil) -> ProcIO? {
        bytes("io", thread).flatMap { unsafe ProcIO($0.span.bytes) }
    }

    /// The number that a file consists of.
    func number(_ file: String) -> Int64? {
        files[file].flatMap {
            Int64(String(decoding: $0, as: UTF8.self).filter { !$0.isWhitespace })
        }
    }

    /// The path in the unified hierarchy.
    var cgroup: String? {
        guard let bytes = files["cgroup"] else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split(separator: "\n").first { $0.hasPrefix("0::") }.map {
            String($0.dropFirst(3))
        }
    }

    /// A line of `smaps_rollup`, which counts pages one by one, in bytes; nil where the kernel has no such file.
    func mapped(_ line: String) -> UInt64? {
        guard let bytes = files["smaps_rollup"] else { return nil }
        for text in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let words = text.split(separator: " ")
            if words.count == 3, words[0] == line + ":" {
                return UInt64(words[1]).map { $0 &* 1024 }
            }
        }
        return nil
    }

    private func bytes(_ name: String, _ thread: UInt32?) -> [UInt8]? {
        files[thread.map { "\($0)/\(name)" } ?? name]
    }
}
