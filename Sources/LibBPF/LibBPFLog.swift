internal import Clibbpf
internal import Glibc
internal import Synchronization

/// What libbpf prints, kept instead of being written to standard error.
///
/// libbpf has one print callback for the whole process, hence one log; the gates in `Check.swift` clear it before a call and
/// attach it to the error after one.
enum LibBPFLog {
    /// The most that is kept, in bytes; the end of a log is what explains it, so the start is dropped.
    static let limit = 1 << 20

    private static let text = Mutex<[UInt8]>([])
    private static let isInstalled: Bool = {
        unsafe libbpf_set_print(keep)
        return true
    }()

    /// Makes libbpf print here from now on, and forgets what it printed.
    static func clear() {
        precondition(isInstalled)
        text.withLock { $0.removeAll(keepingCapacity: true) }
    }

    /// Returns what was printed since `clear`, invalid UTF-8 repaired, and forgets it.
    static func take() -> String {
        text.withLock { bytes in
            defer { bytes.removeAll(keepingCapacity: true) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Keeps one message; messages of debug level are left out, as they are chatter about every relocation.
    private static let keep:
        @convention(c) (libbpf_print_level, UnsafePointer<CChar>?, CVaListPointer) -> CInt = {
            level, format, arguments in
            guard level != LIBBPF_DEBUG, let format = unsafe format else { return 0 }
            return unsafe append(format, arguments)
        }

    private static func append(_ format: UnsafePointer<CChar>, _ arguments: CVaListPointer) -> CInt {
        // A verifier's log comes as one message; libbpf's own buffer for it is 16 MiB at the most, the end matters.
        let capacity = limit
        let message = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            let written = unsafe vsnprintf(buffer.baseAddress, capacity, format, arguments)
            count = max(0, min(Int(written), capacity - 1))
        }
        text.withLock { bytes in
            bytes += message
            if bytes.count > limit { bytes.removeFirst(bytes.count - limit) }
        }
        return CInt(message.count)
    }
}
