import Glibc

/// A child process of a test, killed and waited for when this value ends.
package struct TestChild: ~Copyable {
    /// The child's process id.
    package let pid: UInt32

    /// Starts a program; its output goes nowhere.
    package init(_ program: String, _ arguments: [String]) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var strings = ([program] + arguments).map { strdup($0) } + [nil]
        defer { for string in strings { free(string) } }
        var started: pid_t = 0
        guard posix_spawn(&started, program, &actions, nil, &strings, environ) == 0 else {
            fatalError("cannot start \(program)")
        }
        pid = UInt32(started)
    }

    deinit {
        kill(pid_t(pid), SIGKILL)
        while waitpid(pid_t(pid), nil, 0) < 0 && errno == EINTR {}
    }

    /// Sends a signal.
    package func signal(_ number: Int32) {
        kill(pid_t(pid), number)
    }
}

/// Waits until a condition holds; false when it does not within some seconds.
package func eventually(seconds: Int = 10, _ condition: () throws -> Bool) rethrows -> Bool {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let end = now.tv_sec + seconds
    while now.tv_sec <= end {
        if try condition() { return true }
        usleep(5000)
        clock_gettime(CLOCK_MONOTONIC, &now)
    }
    return try condition()
}
