import Glibc

/// A program that has run to its end, with what it wrote.
package struct Finished: Sendable {
    /// The exit code; 128 and the signal's number where a signal ended it.
    package let code: Int32
    /// What it wrote to standard output.
    package let output: [UInt8]
    /// What it wrote to standard error.
    package let errors: [UInt8]

    /// The output as text, invalid UTF-8 repaired.
    package var text: String { String(decoding: output, as: UTF8.self) }

    /// The messages as text, invalid UTF-8 repaired.
    package var message: String { String(decoding: errors, as: UTF8.self) }

    /// The output's lines, without the newlines; a carriage return before one is the line's.
    package var lines: [String] {
        output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Runs a program found on PATH until it ends, killing it after some seconds.
    ///
    /// Standard input is empty. `closingOutput` closes the reading end of standard output after that many bytes; `output` names
    /// a file that takes standard output's place.
    package init(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = [:],
        seconds: Int = 30, closingOutputAfter limit: Int? = nil, output file: String? = nil
    ) throws {
        let output = try Pipe()
        let errors = try Pipe()
        let pid = try spawn(
            program, arguments, environment: environment,
            input: nil, output: file == nil ? output.writing : nil, outputFile: file,
            errors: errors.writing)
        close(output.writing)
        close(errors.writing)
        let texts = Self.drain(
            [output.reading, errors.reading], limits: [limit, nil], deadline: seconds, pid)
        self.output = texts[0]
        self.errors = texts[1]
        code = waitForEnd(of: pid)
    }

    /// Reads descriptors to their ends and closes them.
    private static func drain(
        _ descriptors: [Int32], limits: [Int?], deadline: Int, _ pid: pid_t
    ) -> [[UInt8]] {
        var texts: [[UInt8]] = descriptors.map { _ in [] }
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var chunk = [UInt8](repeating: 0, count: 65536)
        let end = time(nil) + deadline
        while polled.contains(where: { $0.fd >= 0 }) {
            if poll(&polled, nfds_t(polled.count), 200) < 0 && errno != EINTR { break }
            if time(nil) > end { kill(pid, SIGKILL) }
            for index in polled.indices where polled[index].fd >= 0 && polled[index].revents != 0 {
                let count = read(polled[index].fd, &chunk, limits[index] ?? chunk.count)
                if count > 0 { texts[index] += chunk[..<count] }
                let isFull = limits[index].map { texts[index].count >= $0 } ?? false
                if count <= 0 || isFull {
                    close(polled[index].fd)
                    polled[index].fd = -1
                }
            }
        }
        return texts
    }
}

/// A pipe whose ends are not inherited.
struct Pipe {
    let reading: Int32
    let writing: Int32

    init() throws(SpawnError) {
        var ends: [Int32] = [-1, -1]
        guard makePipe(&ends, O_CLOEXEC) == 0 else {
            throw SpawnError(program: "pipe", code: errno)
        }
        (reading, writing) = (ends[0], ends[1])
    }
}

/// pipe2(2), which glibc shows to GNU sources only; closing on exec has to be set at once, as other tests start programs too.
@_silgen_name("pipe2")
private func makePipe(_ ends: UnsafeMutablePointer<Int32>, _ flags: Int32) -> Int32

/// A program that could not be started.
package struct SpawnError: Error, CustomStringConvertible {
    let program: String
    let code: Int32

    /// The program and the system's words.
    package var description: String { "\(program): \(String(cString: strerror(code)))" }
}

/// Starts a program found on PATH; what has no descriptor is /dev/null.
func spawn(
    _ program: String, _ arguments: [String], environment: [String: String] = [:],
    input: Int32?, output: Int32?, outputFile: String? = nil, errors: Int32?
) throws(SpawnError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, source) in [input, output, errors].enumerated() {
        if let source {
            posix_spawn_file_actions_adddup2(&actions, source, Int32(number))
        } else {
            let path = number == 1 ? outputFile ?? "/dev/null" : "/dev/null"
            let mode = number == 0 ? O_RDONLY : O_WRONLY
            posix_spawn_file_actions_addopen(&actions, Int32(number), path, mode, 0)
        }
    }
    return try spawn(program, arguments, environment: environment, actions: &actions)
}

/// Starts a program found on PATH with the signals that programs expect; POSIX_SPAWN_SETSID may be among the flags.
func spawn(
    _ program: String, _ arguments: [String], environment: [String: String],
    actions: inout posix_spawn_file_actions_t, flags: Int32 = 0
) throws(SpawnError) -> pid_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The test process's runtime may block or ignore signals that programs need, SIGPIPE above all.
    var none = sigset_t()
    sigemptyset(&none)
    var usual = sigset_t()
    sigemptyset(&usual)
    sigaddset(&usual, SIGPIPE)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &usual)
    posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | Int32(flags)))
    var strings = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for string in strings { free(string) } }
    var variables = variables(with: environment).map { strdup($0) } + [nil]
    defer { for string in variables { free(string) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, program, &actions, &attributes, &strings, &variables)
    guard code == 0 else { throw SpawnError(program: program, code: code) }
    return pid
}

/// The environment of this process with some variables replaced.
private func variables(with replaced: [String: String]) -> [String] {
    var kept: [String] = []
    var pointer = environ
    while let text = pointer.pointee {
        let variable = String(cString: text)
        let name = variable.prefix { $0 != "=" }
        if replaced[String(name)] == nil { kept.append(variable) }
        pointer += 1
    }
    return kept + replaced.map { "\($0.key)=\($0.value)" }.sorted()
}

/// Waits for a child; its exit code, or 128 and the signal's number.
func waitForEnd(of pid: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7f == 0 ? status >> 8 & 0xff : 128 + (status & 0x7f)
}
