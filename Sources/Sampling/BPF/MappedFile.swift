internal import Glibc
internal import Linux

/// A file's bytes, read-only, until this value goes.
///
/// Maps the file where that works; reads it into anonymous memory where it does not: `/sys/kernel/btf/vmlinux` can be mapped
/// since Linux 6.16 and answers ENODEV before.
@safe
package struct MappedFile: ~Copyable {
    private let memory: UnsafeMutableRawPointer
    private let length: Int
    /// How many of the mapped bytes are the file's.
    package let size: Int

    /// Maps or reads a file; throws the error number of what failed, EFBIG above 1 GiB.
    package init(_ path: String) throws(SystemError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open", path) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError("stat", path) }
        let size = Int(status.st_size)
        guard size > 0 else { throw SystemError("read", path, code: ENODATA) }
        guard size <= 1 << 30 else { throw SystemError("read", path, code: EFBIG) }
        if let mapped = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0),
            unsafe mapped != MAP_FAILED
        {
            unsafe memory = mapped
            length = size
            self.size = size
            return
        }
        (unsafe memory, self.size) = try unsafe Self.read(descriptor, size, path)
        length = size
    }

    deinit {
        unsafe munmap(memory, length)
    }

    /// The file's bytes.
    package var bytes: RawSpan {
        @_lifetime(borrow self) get {
            let buffer = unsafe UnsafeRawBufferPointer(start: memory, count: size)
            // SAFETY: the memory lives as long as this value, which the span borrows.
            return unsafe _overrideLifetime(buffer.bytes, borrowing: self)
        }
    }

    private static func read(
        _ descriptor: Int32, _ size: Int, _ path: String
    ) throws(SystemError) -> (UnsafeMutableRawPointer, Int) {
        let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE
        let memory = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, flags, -1, 0)
        guard let memory = unsafe memory, unsafe memory != MAP_FAILED else {
            throw SystemError("map", path)
        }
        var done = 0
        while done < size {
            let count = unsafe Glibc.read(descriptor, memory + done, size - done)
            if count < 0 && errno == EINTR { continue }
            if count < 0 {
                let error = SystemError("read", path)
                unsafe munmap(memory, size)
                throw error
            }
            if count == 0 { break }
            done += count
        }
        return unsafe (memory, done)
    }
}

/// A system call that failed.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being done: "open".
    package let operation: String
    /// What it was done to, mostly a path.
    package let subject: String
    /// The error number.
    package let code: Int32

    /// Makes an error out of errno, or of a number that the caller found.
    package init(_ operation: String, _ subject: String, code: Int32 = errno) {
        self.operation = operation
        self.subject = subject
        self.code = code
    }

    /// "open /sys/kernel/btf/vmlinux: No such file or directory".
    package var description: String {
        "\(operation) \(subject): \(errorText(code))"
    }
}
