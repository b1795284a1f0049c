internal import Clibbpf

/// What libbpf prints in this thread; kept instead of being written to standard error.
///
/// The gates in `Check.swift` clear it before a call and attach it to the error after one. The end of a long log is kept, as
/// that is where a verifier says why.
enum LibBPFLog {
    private static let isInstalled: Bool = {
        clibbpf_log_install()
        return true
    }()

    /// Makes libbpf print here from now on, and forgets what it printed.
    static func clear() {
        precondition(isInstalled)
        clibbpf_log_clear()
    }

    /// Returns what was printed since `clear`, invalid UTF-8 repaired, and forgets it.
    static func take() -> String {
        defer { clibbpf_log_clear() }
        // SAFETY: the log has that many bytes, and only this thread changes it.
        let bytes = unsafe UnsafeRawBufferPointer(
            start: clibbpf_log_text(), count: clibbpf_log_size())
        return unsafe String(decoding: bytes, as: UTF8.self)
    }
}
