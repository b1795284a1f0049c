internal import Clinux
internal import Glibc

/// POSIX_SPAWN_SETSID of <spawn.h>, which Glibc's module leaves out.
private let posixSpawnSetSession: Int32 = 0x80

/// A child whose standard output is read with a deadline; it is killed and waited for when this value ends.
///
/// It has a session of its own. A SIGTSTP to our process group that stopped it before its exec would stop us for ever: the thread
/// that starts it sleeps in vfork until then, so our own stop would never be complete, nor the shell be told of it.
struct ChildProcess: ~Copyable {
    private let pid: pid_t
    private let output: Int32

    /// Starts a program with an environment of its own, its input and messages going nowhere; nil when that fails.
    init?(_ program: String, _ arguments: [String]) {
        var ends: [Int32] = [-1, -1]
        guard unsafe bpftop_pipe(&ends, 0) == 0 else { return nil }
        let started = Self.spawn(program, arguments, output: ends[1])
        close(ends[1])
        guard let started else {
            close(ends[0])
            return nil
        }
        pid = started
        output = ends[0]
    }

    deinit {
        close(output)
        // The child is ours and not yet waited for, so the number is still its own.
        kill(pid, SIGKILL)
        while waitpid(pid, nil, 0) < 0 && errno == EINTR {}
    }

    /// Everything that the child writes, up to 64 KiB; nil when it has not closed its output at `end` (monotonic clock, ns).
    func output(until end: UInt64) -> String? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count < 64 << 10 {
            let now = clockTime(CLOCK_MONOTONIC)
            var events = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            let wait = now < end ? Int32(clamping: (end - now) / 1_000_000 + 1) : 0
            let ready = unsafe poll(&events, 1, wait)
            if ready < 0 && errno == EINTR { continue }
            if ready <= 0 { return nil }
            let got = unsafe read(output, &chunk, chunk.count)
            if got < 0 && errno == EINTR { continue }
            if got <= 0 { break }
            bytes += chunk.prefix(got)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func spawn(
        _ program: String, _ arguments: [String], output: Int32
    ) -> pid_t? {
        var actions = unsafe posix_spawn_file_actions_t()
        guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return nil }
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        guard unsafe posix_spawnattr_init(&attributes) == 0 else { return nil }
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        // The thread that asks has every signal blocked; the child must not.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | posixSpawnSetSession))
        return unsafe withStrings(arguments) { arguments in
            unsafe withStrings(["PATH=/usr/bin:/bin", "LC_ALL=C"]) { environment in
                var pid: pid_t = 0
                let code = unsafe posix_spawn(
                    &pid, program, &actions, &attributes, arguments, environment)
                return code == 0 ? pid : nil
            }
        }
    }

    /// Lends strings as the NULL-terminated array of C strings that exec takes.
    private static func withStrings<Result>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let count = strings.count
        let array = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: count + 1)
        for index in 0..<count {
            unsafe array.advanced(by: index).initialize(to: strdup(strings[index]))
        }
        unsafe array.advanced(by: count).initialize(to: nil)
        defer {
            for index in 0..<count { unsafe free(array[index]) }
            unsafe array.deallocate()
        }
        return unsafe body(array)
    }
}
