internal import Glibc

/// A regular file, open for reading until this value goes.
struct InputFile: ~Copyable {
    let descriptor: CInt
    /// Bytes at the time of opening; of a file in /proc 0, though it has contents.
    let size: Int

    /// Opens a file without waiting, whatever stands behind the path.
    ///
    /// Throws `DebugInfoError.cannotOpen`, `.isDirectory` or `.notRegularFile`.
    init(path: String) throws(DebugInfoError) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw .cannotOpen(errno: errno) }
        let size: Int
        do throws(DebugInfoError) {
            size = try InputFile.sizeOfRegularFile(descriptor)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        self.size = size
    }

    deinit {
        close(descriptor)
    }

    private static func sizeOfRegularFile(_ descriptor: CInt) throws(DebugInfoError) -> Int {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .cannotOpen(errno: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return Int(status.st_size)
        case S_IFDIR: throw .isDirectory
        default: throw .notRegularFile
        }
    }

    /// Reads bytes from an offset; fewer only where the file ends.
    func read(_ count: Int, at offset: Int) throws(DebugInfoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let result = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor, buffer.baseAddress?.advanced(by: filled), count - filled,
                    off_t(offset + filled))
            }
            if result < 0, errno == EINTR { continue }
            guard result >= 0 else { throw .cannotRead(errno: errno) }
            if result == 0 { break }
            filled += result
        }
        bytes.removeLast(count - filled)
        return bytes
    }

    /// Reads the whole file; throws `DebugInfoError.tooLarge` when it has more bytes than the limit.
    func readAll(limit: Int) throws(DebugInfoError) -> [UInt8] {
        guard size <= limit else { throw .tooLarge(bytes: UInt64(size)) }
        var bytes = try read(max(size, InputFile.step), at: 0)
        // A file that grew, or one of /proc, whose size is not known.
        while bytes.count >= size {
            let more = try read(InputFile.step, at: bytes.count)
            if more.isEmpty { break }
            bytes += more
            guard bytes.count <= limit else { throw .tooLarge(bytes: UInt64(bytes.count)) }
        }
        return bytes
    }

    private static let step = 1 << 16
}
