internal import Clinux
internal import Glibc
internal import Interface
internal import Model

/// A process that was proven to be the one meant, and held so that its number cannot come to mean another.
///
/// The directory of /proc and the pidfd are opened first and the start time compared afterwards: had the number been given
/// away before, the start time would be the newcomer's; and what was opened stays the old process's for good.
struct CheckedProcess: ~Copyable {
    /// /proc/PID; files below it cannot be read any more once the process has ended.
    let directory: Descriptor
    /// The thread's number.
    let tid: Int32
    /// The thread group's number; for a process `tid` itself.
    let tgid: Int32
    /// The pidfd's number; -1 where none was wanted.
    private let pidfd: Int32

    /// Opens a process and proves its identity; `needsHandle` also wants what sending a signal takes.
    init(
        _ identity: ProcessIdentity, isThread: Bool, needsHandle: Bool = false
    ) throws(ActionFailure) {
        guard let tid = Int32(exactly: identity.pid), tid > 0 else { throw .vanished }
        let directory = try Self.directory(tid)
        let tgid = isThread ? try Self.threadGroup(directory) : tid
        let pidfd = needsHandle ? try Self.handle(tgid).release() : -1
        do throws(ActionFailure) {
            try Self.check(identity, directory)
        } catch {
            if pidfd >= 0 { close(pidfd) }
            throw error
        }
        self.tid = tid
        self.tgid = tgid
        self.pidfd = pidfd
        self.directory = directory
    }

    deinit { if pidfd >= 0 { close(pidfd) } }

    /// Another descriptor of its directory, which lives on by itself.
    borrowing func duplicateDirectory() throws(ActionFailure) -> Descriptor {
        guard let copy = Descriptor(bpftop_dup(directory.number)) else { throw .failed("dup") }
        return copy
    }

    /// Makes sure that /proc numbers processes as the system calls do that act upon them.
    ///
    /// A process in a PID namespace of its own may see the /proc of an outer one, where another process has the number that the
    /// calls take. The kernel lists our numbers from the namespace of that /proc down to our own (`NSpid` of task_state() in
    /// fs/proc/array.c, Linux 4.1): there is one where both are the same.
    static func requireOwnNumbers(proc: String = "/proc") throws(ActionFailure) {
        let status = (try? Path.text("\(proc)/self/status")) ?? ""
        let numbers = status.lines.first { $0.hasPrefix("NSpid:") }?.split { $0.isWhitespace }
        guard let numbers else { throw .failed("\(proc) does not show bpftop itself") }
        guard numbers.count != 2 else { return }
        throw .failed(
            "\(proc) belongs to another PID namespace, where numbers mean other processes; "
                + "mount a /proc of this one, or run bpftop in that")
    }

    private static func directory(_ tid: Int32) throws(ActionFailure) -> Descriptor {
        do throws(Errno) {
            return try Descriptor.open("/proc/\(tid)", O_RDONLY | O_DIRECTORY)
        } catch {
            throw error.code == ENOENT ? .vanished : .failed("/proc/\(tid): \(error.text)")
        }
    }

    private static func handle(_ pid: Int32) throws(ActionFailure) -> Descriptor {
        let number = bpftop_pidfd_open(pid)
        if let pidfd = Descriptor(number) { return pidfd }
        switch -number {
        case ESRCH: throw .vanished
        case ENOSYS: throw .unsupported("pidfd_open, since Linux 5.3")
        // The number is a thread's, so the process that had it has ended.
        case EINVAL, ENOENT: throw .replaced
        default: throw .failed("pidfd_open: \(Errno(code: -number).text)")
        }
    }

    private static func threadGroup(_ directory: borrowing Descriptor) throws(ActionFailure)
        -> Int32
    {
        guard let status = try? Path.text("status", in: directory.number) else { throw .vanished }
        let line = status.split(separator: "\n").first { $0.hasPrefix("Tgid:") }
        let number = line?.dropFirst(5).drop { $0 == "\t" || $0 == " " }
        guard let number, let tgid = Int32(number) else {
            throw .failed("/proc/PID/status has no Tgid")
        }
        return tgid
    }

    /// Compares start times in ticks, which is as fine as /proc has them.
    private static func check(
        _ identity: ProcessIdentity, _ directory: borrowing Descriptor
    ) throws(ActionFailure) {
        let bytes: [UInt8]
        do {
            let file = try Descriptor.open("stat", in: directory.number, O_RDONLY)
            bytes = try file.read(limit: 4096)
        } catch {
            let isGone = error.code == ESRCH || error.code == ENOENT
            throw isGone ? .vanished : .failed("/proc/\(identity.pid)/stat: \(error.text)")
        }
        guard let stat = ProcStat(bytes) else {
            throw .failed("/proc/\(identity.pid)/stat is not understood")
        }
        guard stat.startTicks == identity.startTime / nanosecondsPerTick else { throw .replaced }
    }

    /// ns in a tick of /proc (1/USER_HZ s).
    static let nanosecondsPerTick: UInt64 = {
        let hertz = sysconf(Int32(_SC_CLK_TCK))
        return hertz > 0 ? 1_000_000_000 / UInt64(hertz) : 10_000_000
    }()

    /// Sends a signal to the process, or to the one thread.
    ///
    /// For a thread the pidfd holds its process, so that tgkill(2) cannot meet another's.
    borrowing func send(_ number: Int32) -> Errno? {
        let result =
            tid == tgid
            ? bpftop_pidfd_send_signal(pidfd, number) : bpftop_tgkill(tgid, tid, number)
        return result < 0 ? Errno(code: -result) : nil
    }

    /// The numbers of all its threads; of a thread alone its own.
    borrowing func threads() throws(ActionFailure) -> [Int32] {
        if tid != tgid { return [tid] }
        do {
            return try Path.names(in: "task", of: directory.number, limit: .max).compactMap {
                Int32($0)
            }
        } catch {
            throw error.code == ENOENT || error.code == ESRCH
                ? .vanished : .failed("/proc/\(tid)/task: \(error.text)")
        }
    }
}
