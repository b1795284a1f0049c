import Foundation
import TestSupport
import Testing

/// The same program without any capability, and what it does not touch with all of them.
@Suite struct PrivilegeTests {
    private static let isRoot = geteuid() == 0

    @Test(.enabled(if: isRoot, "needs root to become nobody"))
    func `nobody sees processes all the same, with a note`() throws {
        let run = try Bpftop.runAsNobody("-b", "-n", "1")
        #expect(run.code == 0)
        #expect(run.text.contains("source proc"))
        #expect(run.lines.count > 10)
        #expect(run.message.hasPrefix("bpftop: reading /proc, as BPF is not available"))
        #expect(run.message.split(separator: "\n").count == 1)
    }

    @Test(.enabled(if: isRoot, "needs root to become nobody"))
    func `nobody who insists on BPF learns why not and what helps`() throws {
        let run = try Bpftop.runAsNobody("-b", "-n", "1", "--backend", "bpf")
        #expect(isRefused(run, code: 3, saying: "bpftop: ", "cap_bpf", "cap_perfmon"))
        let lines = run.message.split(separator: "\n")
        #expect(lines.first == "bpftop: loading BPF programs needs cap_bpf and cap_perfmon")
        #expect(lines.contains { $0.contains("user id 65534, effective capabilities 0x0") })
        #expect(lines.last?.hasPrefix("  try: ") == true)
        #expect(lines.last?.contains("setcap cap_bpf,cap_perfmon=ep") == true)
    }

    @Test(.enabled(if: isRoot, "needs root to become nobody"))
    func `nobody can ask where members lie`() throws {
        let run = try Bpftop.runAsNobody("offsets", "--dump")
        #expect(run.code == 0 && run.errors.isEmpty)
        #expect(run.output == (try Bpftop.run("offsets", "--dump")).output)
    }

    @Test(.enabled(if: isRoot, "needs root for a user namespace"))
    func `root of a user namespace learns that its capabilities do not count`() throws {
        let run = try Finished(
            "unshare", ["--user", "--map-root-user", Bpftop.path, "-b", "-n", "1"])
        #expect(run.code == 0 && run.text.contains("source proc"))
        #expect(
            run.message.contains("cap_bpf and cap_perfmon in the machine's first user namespace"))
    }

    @Test(arguments: ["auto", "proc"])
    func `where no files can be opened nothing is shown rather than no processes`(
        backend: String
    ) throws {
        let run = try Finished(
            "prlimit", ["--nofile=12:12", Bpftop.path, "-b", "-n", "1", "--backend", backend])
        #expect(isRefused(run, code: 3, saying: "only 12 files may be open", "try: ulimit -n"))
    }

    @Test func `a low limit on open files is raised where it may be`() throws {
        let run = try Finished("prlimit", ["--nofile=5:4096", Bpftop.path, "-b", "-n", "1"])
        #expect(run.code == 0 && run.lines.count > 10, "\(run.message)")
        #expect(run.text.contains("\nMem: "))
    }

    @Test func `closed standard streams are not taken for files that are opened later`() throws {
        let run = try Finished(
            "sh", ["-c", "\"$0\" -b -n 1 <&- >&-", Bpftop.path])
        #expect(run.code == 1 && run.message.contains("standard output: Bad file descriptor"))
        let input = try Finished("sh", ["-c", "\"$0\" -b -n 1 <&- 2>&-", Bpftop.path])
        #expect(input.code == 0 && input.lines.count > 10)
    }

    @Test(.requiresBPF, .enabled(if: Strace.isUsable, "needs strace"))
    func `ten refreshes open no process's files`() throws {
        let traced = try Strace.openedPaths([
            "--ndjson", "-n", "10", "-d", "100ms", "--backend", "bpf", "--columns", "pid,command",
        ])
        #expect(traced.run.code == 0)
        #expect(traced.run.output.split(separator: UInt8(ascii: "\n")).count == 10)
        #expect(traced.paths.contains("/sys/kernel/btf/vmlinux"), "the trace sees what is opened")
        let processes = traced.paths.filter(Strace.isOfProcess)
        // A cgroup's path is asked once of one process in it, by another thread.
        let others = processes.filter { !$0.hasSuffix("/cgroup") && !Strace.isFolder($0) }
        // A process at which a reader waits in vain is asked in /proc, and another suite makes one.
        #expect(others.count <= 1 && others.allSatisfy { $0.hasSuffix("/cmdline") }, "\(others)")
        #expect(processes.filter { $0.hasSuffix("/cgroup") }.count <= 4 * Strace.cgroupCount)
    }

    @Test(.enabled(if: Strace.isUsable, "needs strace"))
    func `the trace sees a process's files where they are opened`() throws {
        let traced = try Strace.openedPaths(["-b", "-n", "1", "--backend", "proc"])
        #expect(traced.paths.contains { Strace.isOfProcess($0) && $0.hasSuffix("/stat") })
    }
}

/// What the program opens, as the kernel saw it.
enum Strace {
    /// Whether it works here; with CI=true its absence is a failure, not a reason to skip.
    static let isUsable: Bool = {
        if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
        return (try? Finished("strace", ["-o", "/dev/null", "true"]))?.code == 0
    }()

    /// Every path that the program opened, complete: what is relative to a directory has it in front.
    static func openedPaths(_ arguments: [String]) throws -> (run: Finished, paths: [String]) {
        let files = FakeProc()
        let log = "\(files.root)/trace"
        let run = try Finished(
            "strace",
            ["-f", "-y", "-e", "trace=open,openat,openat2", "-o", log, Bpftop.path] + arguments)
        let text = try #require(File.text(log))
        let paths = text.split(separator: "\n").compactMap { line -> String? in
            let parts = line.split(separator: "\"")
            guard parts.count > 1 else { return nil }
            let path = String(parts[1])
            if path.hasPrefix("/") { return path }
            guard let open = parts[0].firstIndex(of: "<"), let end = parts[0].lastIndex(of: ">")
            else {
                return path
            }
            return parts[0][parts[0].index(after: open)..<end] + "/" + path
        }
        return (run, paths)
    }

    /// Whether a path lies in the folder of a numbered process.
    static func isOfProcess(_ path: String) -> Bool {
        path.hasPrefix("/proc/") && path.dropFirst(6).first?.isNumber == true
    }

    /// Whether it is that folder itself.
    static func isFolder(_ path: String) -> Bool {
        path.dropFirst(6).allSatisfy { $0.isNumber }
    }

    /// How many cgroups processes are in.
    static var cgroupCount: Int {
        let lines = File.numbers(in: "/proc").compactMap { pid in
            File.text("/proc/\(pid)/cgroup")?.split(separator: "\n").first { $0.hasPrefix("0::") }
        }
        return max(1, Set(lines).count)
    }
}
