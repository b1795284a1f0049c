import Glibc
import Interface
import Model

@testable import Actions

/// A real child process, killed and waited for when the test is over.
final class Child {
    let pid: pid_t

    /// Starts a program of PATH with arguments, its output thrown away.
    init(_ arguments: String...) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // The threads that run tests block signals, and a child would go on doing so.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { argv.forEach { free($0) } }
        var pid = pid_t()
        let result = posix_spawnp(&pid, arguments[0], &actions, &attributes, &argv, environ)
        guard result == 0 else { throw Errno(code: result) }
        self.pid = pid
    }

    deinit {
        kill(pid, SIGKILL)
        kill(pid, SIGCONT)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
    }

    /// When it started, by /proc, in ns with a rest that /proc cannot tell.
    var startTime: UInt64 {
        guard let text = try? Path.text("/proc/\(pid)/stat"), let stat = ProcStat(Array(text.utf8))
        else { return 0 }
        return stat.startTicks * CheckedProcess.nanosecondsPerTick + 1_234_567
    }

    /// The child as a user chose it on the screen.
    var target: Target {
        Target(
            identity: ProcessIdentity(pid: UInt32(pid), startTime: startTime), name: "child",
            user: "root")
    }

    /// Waits for its end and returns the signal that ended it, 0 where none did.
    func waitForEnd() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return status & 0x7F
    }

    /// Waits, at most two seconds, until something holds of it.
    func waits(until condition: () -> Bool) -> Bool {
        for _ in 0..<400 {
            if condition() { return true }
            usleep(5000)
        }
        return condition()
    }

    /// A field of /proc/PID/status.
    func status(_ name: String) -> String {
        let text = (try? Path.text("/proc/\(pid)/status")) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") } ?? ""
        return line.dropFirst(name.count + 1).drop { $0 == "\t" || $0 == " " }.description
    }
}

/// What these tests may do here.
enum Privileges {
    static let isRoot = geteuid() == 0
    static let hasCgroups = isRoot && CgroupFreezer().hierarchy != nil
}
