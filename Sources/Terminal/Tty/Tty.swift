import Glibc

/// The terminal that the program runs on, and the guard that gives it back as it was.
///
/// `enter()` makes it raw and shows the alternate screen; `leave()` undoes that, and so do the end of the value's life,
/// `exit`, and every signal that would end the process (`TtyEmergency`). One can be entered at a time.
///
/// Its descriptor is opened anew, so that making it non-blocking does not make the shell's standard input so. Where neither /dev/tty
/// nor /proc is there to open it by, it is shared, and made non-blocking only between `enter()` and `leave()`.
package struct Tty: ~Copyable {
    /// What is at the other end of a read.
    package enum Input: Equatable, Sendable {
        /// Bytes came and were appended.
        case bytes
        /// Nothing is there now.
        case nothing
        /// The terminal is gone; the program should end, for every further read says the same.
        case hungUp
    }

    /// The open descriptor, to poll for input, and for output while `hasUnsent`.
    package let descriptor: Int32
    /// What the terminal can do.
    package let capabilities: Capabilities
    /// Whether the terminal is raw and shows our screen.
    package private(set) var isEntered = false

    private let saved: termios
    /// The descriptor's status flags of fcntl(2).
    private let savedFlags: Int32
    private var unsent: [UInt8] = []
    private var sent = 0

    /// Opens the controlling terminal, or failing that the terminal that one of the standard descriptors is.
    ///
    /// Nothing is changed yet.
    /// - Throws: `notATerminal`; `systemCall` when its settings cannot be read.
    package init(capabilities: Capabilities) throws(TerminalError) {
        let standard = [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO].filter { isatty($0) == 1 }
        let paths = ["/dev/tty"] + standard.map { "/proc/self/fd/\($0)" }
        let flags = O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK
        let opened = paths.lazy.map { unsafe open($0, flags) }.first { $0 >= 0 }
        guard let descriptor = opened ?? standard.first.map({ fcntl($0, F_DUPFD_CLOEXEC, 0) })
        else { throw .notATerminal }
        try self.init(owning: descriptor, capabilities: capabilities)
    }

    /// Takes an open descriptor of a terminal over, which should be non-blocking; closes it at the end of its life.
    /// - Throws: `notATerminal`; the descriptor is closed then.
    package init(owning descriptor: Int32, capabilities: Capabilities) throws(TerminalError) {
        var settings = termios()
        guard unsafe tcgetattr(descriptor, &settings) == 0 else {
            close(descriptor)
            throw .notATerminal
        }
        self.init(descriptor, capabilities, saved: settings)
    }

    /// Apart, as Swift 6.2 miscompiles a throw out of an initialiser that sets the properties itself.
    private init(_ descriptor: Int32, _ capabilities: Capabilities, saved: termios) {
        self.descriptor = descriptor
        self.capabilities = capabilities
        self.saved = saved
        savedFlags = fcntl(descriptor, F_GETFL)
    }

    deinit {
        TtyEmergency.restore(ifArmedFor: descriptor)
        close(descriptor)
    }
}

// MARK: - Entering and leaving

extension Tty {
    /// Makes the terminal raw and shows the alternate screen; done already, does it again, for after a SIGCONT from outside.
    /// - Throws: `alreadyOpen` when another `Tty` is entered; `hungUp`; `systemCall`.
    package mutating func enter() throws(TerminalError) {
        let isAgain = isEntered
        if !isAgain {
            let leaving = Array(ControlSequence.leave(capabilities).utf8)
            guard TtyEmergency.arm(descriptor, saved, savedFlags, leaving) else {
                throw .alreadyOpen
            }
            isEntered = true
        }
        do {
            try makeRaw()
            _ = try send(Array(ControlSequence.enter(capabilities, again: isAgain).utf8))
        } catch {
            leave()
            throw error
        }
    }

    /// Gives the terminal back as it was.
    ///
    /// What is unsent is dropped. Waits a fifth of a second at most for a stalled line.
    package mutating func leave() {
        unsent.removeAll()
        sent = 0
        isEntered = false
        TtyEmergency.restore(ifArmedFor: descriptor)
    }

    /// Stops the process as Ctrl-Z does, giving the terminal back first; returns entered again once the shell continues it.
    ///
    /// The whole process group stops, as the shell expects of a job. Where no shell could continue it, nothing stops. The
    /// screen must be drawn anew afterwards.
    package mutating func suspend() throws(TerminalError) {
        leave()
        TtyStop.stopProcessGroup()
        try enter()
    }

    private func makeRaw() throws(TerminalError) {
        var raw = saved
        unsafe cfmakeraw(&raw)
        unsafe withUnsafeMutableBytes(of: &raw.c_cc) { controls in
            unsafe controls[Int(VMIN)] = 1
            unsafe controls[Int(VTIME)] = 0
        }
        _ = fcntl(descriptor, F_SETFL, savedFlags | O_NONBLOCK)
        guard unsafe tcsetattr(descriptor, TCSANOW, &raw) == 0 else {
            throw TerminalError(call: "tcsetattr", errno)
        }
    }

    /// The size that the terminal reports; 80×24 when it reports none, as a serial line does.
    package var size: Size {
        guard let size = Self.size(of: descriptor), size.columns > 0, size.rows > 0 else {
            return Size(columns: 80, rows: 24)
        }
        return size
    }

    /// The size that a terminal reports, in which 0 is unknown; nil where the descriptor is no terminal's.
    package static func size(of descriptor: Int32) -> Size? {
        var window = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0 else { return nil }
        return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }
}

// MARK: - Reading and writing

extension Tty {
    /// Appends the bytes that are there, 4096 at most, without waiting.
    /// - Throws: `systemCall`, never for a terminal that is gone: that is `.hungUp`.
    package func read(into bytes: inout [UInt8]) throws(TerminalError) -> Input {
        let limit = 4096
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: limit))
        var count = 0
        repeat {
            count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress?.advanced(by: start), limit)
            }
        } while count < 0 && errno == EINTR
        let code = errno
        bytes.removeLast(limit - max(0, count))
        if count > 0 { return .bytes }
        if count < 0, code == EAGAIN { return .nothing }
        let error = TerminalError(call: "read", code)
        guard count == 0 || error == .hungUp else { throw error }
        return .hungUp
    }

    /// Whether bytes wait for the terminal to take them: poll for output, then `flush()`, and draw no frame until then.
    package var hasUnsent: Bool { sent < unsent.count }

    /// Sends bytes with one `write`, behind those that still wait; returns whether all went out.
    /// - Throws: `hungUp`; `systemCall`.
    package mutating func send(_ bytes: [UInt8]) throws(TerminalError) -> Bool {
        if unsent.isEmpty { unsent = bytes } else { unsent += bytes }
        return try flush()
    }

    /// Sends what waits; returns whether all went out.
    /// - Throws: `hungUp`; `systemCall`.
    package mutating func flush() throws(TerminalError) -> Bool {
        while hasUnsent {
            let offset = sent
            let count = unsafe unsent.withUnsafeBytes { buffer in
                unsafe write(
                    descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return false }
            guard count > 0 else { throw TerminalError(call: "write", errno) }
            sent += count
        }
        unsent.removeAll(keepingCapacity: true)
        sent = 0
        return true
    }
}

extension TerminalError {
    /// The error of a call on the terminal: the codes that mean that it is gone become `hungUp`.
    init(call: String, _ code: Int32) {
        self =
            [EIO, ENXIO, EPIPE, ENODEV].contains(code) ? .hungUp : .systemCall(call, errno: code)
    }
}
