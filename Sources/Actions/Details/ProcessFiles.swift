internal import Glibc
internal import Interface
internal import Linux

/// The files of one process below /proc, which stay its own even when its number is given away.
final class ProcessFiles: Sendable {
    /// /proc/PID, held open.
    let directory: Descriptor
    let tid: Int32
    private let hierarchy: UnifiedHierarchy?
    /// Where below the directory what all threads share is found: a main thread that has ended has given up its part.
    private let shared: String

    /// Takes over the directory.
    init(directory: consuming Descriptor, tid: Int32, hierarchy: UnifiedHierarchy?) {
        shared = Self.placeOfShared(directory.number)
        self.directory = directory
        self.tid = tid
        self.hierarchy = hierarchy
    }

    /// `task/TID/` of a thread that lives on where the main thread has ended, else nothing.
    private static func placeOfShared(_ directory: Int32) -> String {
        func isOver(_ place: String) -> Bool {
            let text = try? Path.text("\(place)status", in: directory)
            let state = text?.split(separator: "\n").first { $0.hasPrefix("State:\t") }?.dropFirst(
                7)
            return state.map { $0.hasPrefix("Z") || $0.hasPrefix("X") } ?? true
        }
        guard isOver(""), let threads = try? Path.names(in: "task", of: directory) else {
            return ""
        }
        return threads.lazy.map { "task/\($0)/" }.first { !isOver($0) } ?? ""
    }

    /// What is shown, in order.
    var parts: [Gathering.Part] {
        let readers: [(String, @Sendable (ProcessFiles, inout Lines) throws(Errno) -> Void)] = [
            ("Program", { files, lines throws(Errno) in try files.program(&lines) }),
            ("Security", { files, lines throws(Errno) in try files.security(&lines) }),
            ("Open files", { files, lines throws(Errno) in try files.openFiles(&lines) }),
            ("Limits", { files, lines throws(Errno) in try files.limits(&lines) }),
            ("Cgroup", { files, lines throws(Errno) in try files.cgroup(&lines) }),
            ("Namespaces", { files, lines throws(Errno) in try files.namespaces(&lines) }),
            ("Kernel stack", { files, lines throws(Errno) in try files.kernelStack(&lines) }),
            ("Memory map", { files, lines throws(Errno) in try files.memoryMap(&lines) }),
            ("Threads", { files, lines throws(Errno) in try files.threads(&lines) }),
            ("Environment", { files, lines throws(Errno) in try files.environment(&lines) }),
        ]
        return readers.map { title, read in
            Gathering.Part(title: title) { [self] in
                var lines = Lines()
                do throws(Errno) {
                    try read(self, &lines)
                } catch {
                    lines.problem = Self.problem(error)
                }
                return .init(title: title, lines: lines.all, problem: lines.problem)
            }
        }
    }

    /// A section's lines, and why they are not all.
    struct Lines {
        private(set) var all: [String] = []
        var problem: String?

        /// How many lines a section has at most.
        static let limit = 2000

        /// Adds a line; beyond the limit only says that there were more.
        mutating func add(_ line: String) {
            guard all.count < Self.limit else {
                problem = "only the first \(Self.limit) are shown"
                return
            }
            all.append(String(line.prefix(4096)))
        }

        /// Adds the lines of a text, empty ones left out.
        mutating func add(linesOf text: String) {
            for line in text.lines { add(String(line)) }
        }
    }

    static func problem(_ error: Errno) -> String {
        switch error.code {
        case EACCES, EPERM: "not permitted; it takes the same user, or CAP_SYS_PTRACE (sudo)"
        case ENOENT, ESRCH: "the process has ended"
        default: error.text
        }
    }
}

// MARK: - Sections

extension ProcessFiles {
    private func program(_ lines: inout Lines) throws(Errno) {
        for name in ["exe", "cwd", "root"] {
            do throws(Errno) {
                lines.add("\(name): \(try Path.link(shared + name, in: directory.number))")
            } catch {
                // A kernel thread has none of these.
                if error.code != ENOENT { throw error }
            }
        }
    }

    private func security(_ lines: inout Lines) throws(Errno) {
        let wanted = [
            "Uid:", "Gid:", "Groups:", "NoNewPrivs:", "Seccomp:", "CapEff:", "CapPrm:", "CapBnd:",
            "CapAmb:", "SigBlk:", "SigIgn:", "SigCgt:",
        ]
        let text = try Path.text("status", in: directory.number)
        for line in text.split(separator: "\n") where wanted.contains(where: line.hasPrefix) {
            lines.add(line.split(separator: "\t").joined(separator: " "))
        }
        if let label = try? Path.text("\(shared)attr/current", in: directory.number), !label.isEmpty
        {
            lines.add("label: \(label.prefix { $0 != "\n" && $0 != "\0" })")
        }
    }

    private func openFiles(_ lines: inout Lines) throws(Errno) {
        let numbers = try Path.names(in: "\(shared)fd", of: directory.number).compactMap {
            Int32($0)
        }
        for number in numbers.sorted() {
            // A file that is closed meanwhile is none.
            guard let path = try? Path.link("\(shared)fd/\(number)", in: directory.number) else {
                continue
            }
            lines.add("\(number)  \(path)")
        }
    }

    private func limits(_ lines: inout Lines) throws(Errno) {
        lines.add(linesOf: try Path.text("limits", in: directory.number))
    }

    private func cgroup(_ lines: inout Lines) throws(Errno) {
        let text = try Path.text("cgroup", in: directory.number)
        lines.add(linesOf: text)
        let line = text.split(separator: "\n").first { $0.hasPrefix("0::/") }
        guard let line, let directory = hierarchy?.directory(of: String(line.dropFirst(3))) else {
            return
        }
        for name in [
            "memory.current", "memory.max", "memory.high", "memory.swap.max", "cpu.max",
            "cpu.weight", "pids.current", "pids.max", "io.max", "cgroup.freeze",
        ] {
            guard let value = try? Path.text("\(directory)/\(name)") else { continue }
            lines.add("\(name): \(value.split(separator: "\n").joined(separator: "; "))")
        }
    }

    private func namespaces(_ lines: inout Lines) throws(Errno) {
        for name in try Path.names(in: "\(shared)ns", of: directory.number).sorted() {
            let own = try? Path.link("/proc/self/ns/\(name)", in: AT_FDCWD)
            let target = try Path.link("\(shared)ns/\(name)", in: directory.number)
            lines.add("\(name): \(target)\(own == target ? "" : "  (not bpftop's)")")
        }
    }

    private func kernelStack(_ lines: inout Lines) throws(Errno) {
        if let place = try? Path.text("wchan", in: directory.number), place != "0", !place.isEmpty {
            lines.add("waits in \(place)")
        }
        lines.add(linesOf: try Path.text("stack", in: directory.number))
    }

    private func memoryMap(_ lines: inout Lines) throws(Errno) {
        let text = try Path.text("\(shared)maps", in: directory.number, limit: 4 << 20)
        lines.add(linesOf: MapSummary(text).text)
    }

    private func threads(_ lines: inout Lines) throws(Errno) {
        let numbers = try Path.names(in: "task", of: directory.number).compactMap { Int32($0) }
        for number in numbers.sorted().prefix(Lines.limit + 1) {
            guard let name = try? Path.text("task/\(number)/comm", in: directory.number) else {
                continue
            }
            lines.add("\(number)  \(name.prefix { $0 != "\n" })")
        }
    }

    private func environment(_ lines: inout Lines) throws(Errno) {
        let text = try Path.text("\(shared)environ", in: directory.number, limit: 256 << 10)
        for entry in text.split(separator: "\0") { lines.add(String(entry)) }
    }
}
