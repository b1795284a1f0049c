import Glibc

/// A child process that does what a test wants to see, killed and waited for when this value ends.
///
/// It says a line when it is there, and waits for a word before every further step; without a reader it ends by itself.
package struct Subject: ~Copyable {
    /// The child's process id.
    package let pid: UInt32
    private let toChild: Int32
    private let fromChild: Int32

    /// Starts `Fixtures/subject.c` in one of its behaviours and waits until it is ready.
    package init(_ behaviour: String, _ arguments: String...) throws {
        try self.init(program: try Fixture.subject(), [behaviour] + arguments)
    }

    /// Starts any program that speaks on its standard output.
    package init(program: String, _ arguments: [String]) throws {
        let input = try Pipe()
        let output = try Pipe()
        pid = UInt32(
            try spawn(
                program, arguments, input: input.reading, output: output.writing, errors: 2))
        close(input.reading)
        close(output.writing)
        toChild = input.writing
        fromChild = output.reading
    }

    deinit {
        close(toChild)
        kill(pid_t(pid), SIGKILL)
        _ = waitForEnd(of: pid_t(pid))
        close(fromChild)
    }

    /// The numbers of the next line that the child says; throws when it says none within ten seconds.
    package func answer() throws -> [Int] {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while byte != UInt8(ascii: "\n") {
            var waiting = pollfd(fd: fromChild, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 10_000) == 1, read(fromChild, &byte, 1) == 1 else {
                throw SpawnError(
                    program: "subject after '\(String(decoding: line, as: UTF8.self))'",
                    code: ETIMEDOUT)
            }
            line.append(byte)
        }
        return String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            .compactMap { Int($0) }
    }

    /// Lets the child go on, and waits for its next line.
    @discardableResult
    package func proceed() throws -> [Int] {
        begin()
        return try answer()
    }

    /// Lets the child go on.
    package func begin() {
        var byte = UInt8(ascii: "\n")
        _ = write(toChild, &byte, 1)
    }

    /// Ends the child's input; it ends by itself then.
    package func hangUp() {
        let nothing = open("/dev/null", O_WRONLY | O_CLOEXEC)
        // The number stays taken, so that nobody else's file is closed when this value ends.
        dup2(nothing, toChild)
        close(nothing)
    }

    /// Whether the child has said something that was not read yet.
    package var isReady: Bool {
        var waiting = pollfd(fd: fromChild, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) == 1
    }

    /// Sends a signal.
    package func signal(_ number: Int32) {
        kill(pid_t(pid), number)
    }

    /// Waits until the child and all its threads sleep; then its counters stand still.
    ///
    /// Returns the process's own clock: what all its threads, living and dead, have run, in ns.
    package func settledRuntime() throws -> UInt64 {
        var clock = clockid_t()
        guard clock_getcpuclockid(pid_t(pid), &clock) == 0 else {
            throw SpawnError(program: "clock of \(pid)", code: ESRCH)
        }
        for _ in 0..<1000 {
            let before = Self.time(clock)
            // A thread may wait for a CPU and use none: its state has to be looked at too.
            if areAllThreadsAtRest() && Self.time(clock) == before { return before }
            usleep(2000)
        }
        throw SpawnError(program: "\(pid) does not rest", code: ETIMEDOUT)
    }

    private static func time(_ clock: clockid_t) -> UInt64 {
        var now = timespec()
        clock_gettime(clock, &now)
        return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
    }

    private func areAllThreadsAtRest() -> Bool {
        let folder = "/proc/\(pid)/task"
        return File.names(in: folder).allSatisfy { name in
            guard let text = File.text("\(folder)/\(name)/stat"),
                let end = text.lastIndex(of: ")")
            else { return false }
            return text[end...].dropFirst(2).first != "R"
        }
    }
}
