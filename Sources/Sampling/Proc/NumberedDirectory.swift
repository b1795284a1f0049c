internal import Glibc

/// A directory whose entries that are numbers are listed again and again: /proc, /proc/PID/task.
@safe
struct NumberedDirectory: ~Copyable {
    private let stream: OpaquePointer

    /// Opens a directory; nil when that fails, with the reason in errno.
    init?(_ path: String) {
        guard let stream = unsafe opendir(path) else { return nil }
        unsafe self.stream = stream
    }

    /// Opens a directory below an open one by a NUL-terminated path; nil when that fails.
    init?(in directory: Int32, _ path: UnsafePointer<CChar>) {
        let opened = unsafe openat(directory, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if opened < 0 { return nil }
        guard let stream = unsafe fdopendir(opened) else {
            close(opened)
            return nil
        }
        unsafe self.stream = stream
    }

    deinit {
        unsafe closedir(stream)
    }

    /// The directory's descriptor, valid while the value lives.
    var descriptor: Int32 { unsafe dirfd(stream) }

    /// Replaces numbers with those of the directory, ascending.
    mutating func list(into numbers: inout [UInt32]) {
        numbers.removeAll(keepingCapacity: true)
        unsafe rewinddir(stream)
        var isAscending = true
        while let entry = unsafe readdir(stream) {
            guard let number = unsafe Self.number(entry) else { continue }
            if let last = numbers.last, last >= number { isAscending = false }
            numbers.append(number)
        }
        // /proc is in order; a copy of it in another file system need not be.
        if !isAscending { numbers.sort() }
    }

    /// Where the name lies; 19 on every 64-bit Linux.
    private static let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19

    /// An entry's name as a number; nil for any other name.
    private static func number(_ entry: UnsafeMutablePointer<dirent>) -> UInt32? {
        // SAFETY: the kernel ends every name with NUL, inside the entry.
        var character = unsafe UnsafeRawPointer(entry).advanced(by: nameOffset)
            .assumingMemoryBound(to: UInt8.self)
        var value: UInt64 = 0
        guard unsafe character.pointee != 0 else { return nil }
        while unsafe character.pointee != 0 {
            let digit = unsafe character.pointee &- 0x30
            if digit > 9 { return nil }
            value = value * 10 + UInt64(digit)
            if value > UInt64(UInt32.max) { return nil }
            unsafe character += 1
        }
        return UInt32(value)
    }
}
