internal import Glibc

/// A file that is open for reading until this value ends.
struct OpenFile: ~Copyable {
    /// The descriptor, valid while the value lives.
    let descriptor: Int32

    /// Opens a file or directory for reading; nil when that fails, with the reason in errno.
    init?(_ path: String, flags: Int32 = O_RDONLY) {
        let opened = unsafe open(path, flags | O_CLOEXEC | O_NOCTTY)
        if opened < 0 { return nil }
        descriptor = opened
    }

    /// Opens a file below a directory that is open; nil when that fails, with the reason in errno.
    ///
    /// `path` is NUL-terminated bytes, so that the sampling path makes no string.
    init?(in directory: Int32, _ path: UnsafePointer<CChar>, flags: Int32 = O_RDONLY) {
        let opened = unsafe openat(directory, path, flags | O_CLOEXEC | O_NOCTTY)
        if opened < 0 { return nil }
        descriptor = opened
    }

    deinit {
        close(descriptor)
    }
}

/// A clock's reading in ns.
func clockTime(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
}
