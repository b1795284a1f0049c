internal import Glibc

/// What is asked of paths, where descriptors do not lead.
enum Path {
    /// The names in a directory, without "." and "..", at most `limit` of them; a failure is the errno.
    static func names(
        in path: String, of directory: Int32 = AT_FDCWD, limit: Int = 65536
    ) throws(Errno) -> [String] {
        let number = unsafe openat(directory, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw Errno.last }
        guard let stream = unsafe fdopendir(number) else {
            let error = Errno.last
            close(number)
            throw error
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while names.count < limit, let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Where a symbolic link points to; a failure is the errno.
    static func link(_ path: String, in directory: Int32) throws(Errno) -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe buffer.withUnsafeMutableBytes { buffer -> Int in
            guard let start = buffer.baseAddress else { return 0 }
            // SAFETY: the kernel writes at most the buffer's count, and no NUL.
            return unsafe readlinkat(
                directory, path, start.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        guard count >= 0 else { throw Errno.last }
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    /// The bytes of a small file as text; a failure is the errno.
    static func text(
        _ path: String, in directory: Int32 = AT_FDCWD, limit: Int = 65536
    ) throws(Errno) -> String {
        let file = try Descriptor.open(path, in: directory, O_RDONLY)
        return String(decoding: try file.read(limit: limit), as: UTF8.self)
    }

    /// Writes a text to a file that exists already, as the kernel's files are written; a failure is the errno.
    static func write(_ text: String, to path: String) throws(Errno) {
        let file = try Descriptor.open(path, O_WRONLY)
        try file.write(Array(text.utf8))
    }
}

extension String {
    /// The lines that are not empty, by bytes: a name that ends in a carriage return makes one character with the line feed
    /// behind it, and is still a name that ends there.
    var lines: [Substring] { utf8.split(separator: UInt8(ascii: "\n")).map { Substring($0) } }
}
