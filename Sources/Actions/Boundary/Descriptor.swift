internal import Glibc
internal import Linux

/// A file descriptor, closed when its owner goes.
struct Descriptor: ~Copyable, Sendable {
    /// The kernel's number.
    let number: Int32

    /// Takes over a descriptor; nil for a negative number.
    init?(_ number: Int32) {
        guard number >= 0 else { return nil }
        self.number = number
    }

    deinit { close(number) }

    /// Gives up the ownership: whoever takes the number closes it.
    consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    /// Opens a path as openat(2) does, never inherited by children; a failure is the errno.
    static func open(
        _ path: String, in directory: Int32 = AT_FDCWD, _ flags: Int32
    ) throws(Errno) -> Descriptor {
        let number = unsafe openat(directory, path, flags | O_CLOEXEC)
        guard let descriptor = Descriptor(number) else { throw Errno.last }
        return descriptor
    }

    /// Reads until the end, or until `limit` bytes are there; a failure is the errno.
    borrowing func read(limit: Int) throws(Errno) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit {
            let wanted = min(65536, limit - bytes.count)
            var count = 0
            let chunk = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
                // SAFETY: the kernel writes at most `wanted` bytes, the buffer's capacity.
                count = unsafe Glibc.read(number, buffer.baseAddress, wanted)
                filled = max(0, count)
            }
            if count < 0 {
                let error = Errno.last
                if error.code == EINTR { continue }
                // A file of /proc that fails in its middle has still said something.
                if bytes.isEmpty { throw error }
                return bytes
            }
            if count == 0 { break }
            bytes += chunk
        }
        return bytes
    }

    /// Writes all bytes; a failure is the errno.
    borrowing func write(_ bytes: [UInt8]) throws(Errno) {
        var offset = 0
        while offset < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                // SAFETY: `offset` is less than the buffer's count.
                unsafe Glibc.write(
                    number, buffer.baseAddress.map { unsafe $0 + offset }, buffer.count - offset)
            }
            if written < 0 {
                let error = Errno.last
                if error.code == EINTR { continue }
                throw error
            }
            offset += written
        }
    }
}

/// The number of a system call's failure.
struct Errno: Error, Equatable {
    /// As in errno.h.
    let code: Int32

    /// What the last failing call of this thread left.
    static var last: Errno { Errno(code: errno) }

    /// The system's words, beginning with a small letter: "permission denied".
    var text: String {
        let text = errorText(code)
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
