import Glibc
import TestSupport
import Testing

/// `bpftop check` and `doctor` as other users see them: with two capabilities and nothing else, and inside of a PID namespace.
@Suite(.requiresBPF, .serialized) struct NamespaceTests {
    /// The capabilities that the core needs, kept across a change of user.
    private static let asNobody = [
        "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
        "--inh-caps=-all,+bpf,+perfmon", "--ambient-caps=-all,+bpf,+perfmon", "--",
    ]

    @Test(.timeLimit(.minutes(5)))
    func `two capabilities suffice another user for every number`() throws {
        let program = try Program()
        let answer = try Answer(
            Self.asNobody + [program.path, "check", "--seconds", "0.5", "--json"])
        #expect(answer.status == 0, "\(answer.output.suffix(2000))")
        #expect(answer.output.contains("\"disagreements\":0"))
        // Only the files of our own processes show their I/O.
        #expect(answer.output.contains("\"denied\""))
    }

    @Test(.timeLimit(.minutes(5)))
    func `the doctor finds the core working with two capabilities, and without them says which`()
        throws
    {
        let program = try Program()
        #expect(try Answer(Self.asNobody + [program.path, "doctor"]).status == 0)
        let none = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
        let bare = try Answer(none + ["--inh-caps=-all", "--", program.path, "doctor", "--json"])
        #expect(bare.status == 3)
        #expect(bare.output.contains("loading BPF programs needs cap_bpf and cap_perfmon"))
    }

    @Test(.timeLimit(.minutes(5)))
    func `a lone capability is told apart`() throws {
        let program = try Program()
        let perfmon = Self.asNobody.map { $0.replacing("+bpf,", with: "") }
        let answer = try Answer(perfmon + [program.path, "doctor", "--json"])
        #expect(answer.status == 3)
        #expect(answer.output.contains("loading BPF programs needs cap_bpf\""))
    }

    @Test(
        .enabled(if: access("/proc/self/timens_offsets", R_OK) == 0, "needs Linux 5.6"),
        .timeLimit(.minutes(5)), arguments: ["100000", "-100"])
    func `inside of a time namespace start times are by its clock, and arguments are read`(
        offset: String
    ) throws {
        let program = try Program()
        let script = """
            sleep 60 & sleep 0.2
            \(program.path) check --seconds 0.5 --json || exit 9
            \(program.path) --json -n 1 --columns comm,age_ns,command -F "pid = $!"
            """
        let answer = try Answer(["unshare", "-T", "--boottime", offset, "sh", "-c", script])
        #expect(answer.status == 0, "\(answer.output.suffix(3000))")
        #expect(answer.output.contains("\"disagreements\":0"))
        #expect(answer.output.contains("\"command\":\"sleep 60\""))
    }

    @Test(.timeLimit(.minutes(5)))
    func `inside of a PID namespace the numbers are the viewer's`() throws {
        let program = try Program()
        // A namespace inside of the namespace has its own first process, which the viewer knows by another number.
        let script = """
            sleep 60 & unshare -pf sleep 60 & setsid sleep 60 & sleep 0.3
            \(program.path) check --seconds 0.5 --json || exit 9
            \(program.path) --json -n 1 --columns pid,ppid,ns_pid,comm
            """
        let answer = try Answer(["unshare", "-pf", "--mount-proc", "sh", "-c", script])
        #expect(answer.status == 0, "\(answer.output.suffix(3000))")
        #expect(answer.output.contains("\"disagreements\":0"))
        #expect(answer.output.contains("\"pid\":1,\"ppid\":0,\"ns_pid\":1"))
        let nested = answer.output.components(of: "{").filter {
            $0.contains("\"ns_pid\":1,") && !$0.contains("\"pid\":1,")
        }
        #expect(
            nested.contains { $0.contains("\"comm\":\"sleep\"") }, "\(answer.output.suffix(2000))")
    }

    @Test(.timeLimit(.minutes(5)))
    func `another namespace's proc is refused and not compared`() throws {
        let program = try Program()
        let answer = try Answer(["unshare", "-pf", program.path, "check"])
        #expect(answer.status == 3)
    }

    @Test(.timeLimit(.minutes(5)))
    func `what a proc for others hides, BPF does not`() throws {
        let program = try Program()
        let asNobody = Self.asNobody.joined(separator: " ")
        let script = """
            mount -t proc -o hidepid=2 proc /proc || exit 9
            \(asNobody) \(program.path) check --seconds 0.2 --json || exit 8
            \(asNobody) \(program.path) --backend proc --json -n 1 --columns pid,ppid
            \(asNobody) \(program.path) --backend bpf --json -n 1 --columns pid,ppid
            """
        let answer = try Answer(["unshare", "-m", "sh", "-c", script])
        #expect(answer.status == 0, "\(answer.output.suffix(2000))")
        #expect(answer.output.contains("\"disagreements\":0"))
        let samples = answer.output.components(of: "\"schema\":\"bpftop.sample")
        let rows = samples.dropFirst().map { String($0).components(of: "\"ppid\"").count - 1 }
        #expect(rows.count == 2 && rows[0] < 5 && rows[1] > 10, "\(rows)")
    }

    @Test(.timeLimit(.minutes(5)))
    func `what containers mask is not missed`() throws {
        let program = try Program()
        let script = """
            for path in /proc/kcore /proc/keys /proc/timer_list /proc/sched_debug /proc/kallsyms; do
                [ ! -e $path ] || mount --bind /dev/null $path || exit 9
            done
            mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys || exit 9
            mount -t tmpfs none /sys/firmware
            \(program.path) check --seconds 0.2 --json
            """
        let answer = try Answer(["unshare", "-m", "sh", "-c", script])
        #expect(answer.status == 0, "\(answer.output.suffix(2000))")
        #expect(answer.output.contains("\"disagreements\":0"))
    }

    @Test(.timeLimit(.minutes(5)))
    func `without proc processes come from BPF, and what needs it says so`() throws {
        let program = try Program()
        let script = """
            mount -t tmpfs none /proc
            \(program.path) --json -n 1 --columns pid,comm || exit 9
            \(program.path) check; echo "check $?"
            \(program.path) -b -n 1 --backend proc; echo "proc $?"
            """
        let answer = try Answer(["unshare", "-m", "sh", "-c", script])
        #expect(answer.status == 0, "\(answer.output.suffix(2000))")
        #expect(answer.output.contains("\"source\":\"bpf:btf\""))
        #expect(answer.output.contains("\"pid\":\(getpid()),"))
        #expect(answer.output.contains("check 3\nproc 3\n"))
    }

    @Test(.timeLimit(.minutes(5)))
    func `the doctor needs neither sys nor all of proc`() throws {
        let program = try Program()
        let script = """
            mount -t tmpfs none /sys; \(program.path) doctor; echo "status $?"
            mount -t tmpfs none /proc/sys; mount -t tmpfs none /proc/pressure
            mount --bind /dev/null /proc/self/mountinfo; mount --bind /dev/null /proc/loadavg
            \(program.path) doctor --json; echo "status $?"
            """
        let answer = try Answer(["unshare", "-m", "sh", "-c", script])
        #expect(
            answer.output.components(of: "status 0\n").count == 3, "\(answer.output.suffix(3000))")
        #expect(answer.output.contains("type information (BTF) cannot be read"))
        #expect(answer.output.contains("of bpf(2)      in use: btf by id"))
    }
}

/// The program under test, where every user may execute it.
private struct Program {
    let path: String
    private let folder = FakeProc()

    struct NotBuilt: Error {}

    init() throws {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let own = String(
            decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // The test runner lies beside the program.
        let parts = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let built = parts.joined(separator: "/") + "/bpftop"
        guard access(built, X_OK) == 0 else { throw NotBuilt() }
        path = folder.root + "/bpftop"
        _ = try Answer(["cp", built, path])
        chmod(path, 0o755)
        chmod(folder.root, 0o755)
    }
}

/// What a command wrote on standard output, and its exit status.
private struct Answer {
    let status: Int32
    let output: String

    struct CannotStart: Error {
        let command: [String]
    }

    init(_ command: [String]) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw CannotStart(command: command) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(ends[0]) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        var arguments = command.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, command[0], &actions, nil, &arguments, environ)
        close(ends[1])
        guard code == 0 else { throw CannotStart(command: command) }
        output = Self.text(ends[0])
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        self.status = status & 0x7f == 0 ? status >> 8 & 0xff : -1
    }

    private static func text(_ descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk.prefix(count)
        }
    }
}

extension String {
    /// The parts between occurrences of a separator.
    fileprivate func components(of separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
