import Glibc
import Terminal

/// Standard output: data, and nothing else.
enum StandardOutput {
    /// Whether it is a terminal.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// The width of the terminal that it is, in cells; nil where it is none, or does not say.
    static var columns: Int? {
        guard let size = Tty.size(of: STDOUT_FILENO), size.columns > 0 else { return nil }
        return size.columns
    }

    /// Writes a text whole.
    static func write(_ text: String) {
        write(Array(text.utf8))
    }

    /// Writes bytes whole; ends the program where nobody reads any more (quietly) or the device is full (with exit code 1).
    static func write(_ bytes: [UInt8]) {
        if !writeAll(bytes, to: STDOUT_FILENO) {
            if errno == EPIPE { exit(0) }
            StandardError.write("bpftop: standard output: \(String(cString: strerror(errno)))\n")
            exit(Failure.Code.failed.rawValue)
        }
    }
}

/// Standard error: messages.
enum StandardError {
    /// Writes a text; what cannot be written is lost, as there is nowhere to say so.
    static func write(_ text: String) {
        _ = writeAll(Array(text.utf8), to: STDERR_FILENO)
    }
}

private func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        if count > 0 {
            rest = rest.dropFirst(count)
        } else if errno == EAGAIN {
            var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&wait, 1, -1)
        } else if errno != EINTR {
            return false
        }
    }
    return true
}
