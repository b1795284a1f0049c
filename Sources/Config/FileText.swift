internal import Glibc

/// Whole files as text: read with a bound, replaced in one step.
enum FileText {
    /// Reads a file; nil where there is none.
    ///
    /// Only regular files and /dev/null are read, so that a pipe cannot hold the program up.
    static func read(_ path: String, limit: Int) throws(ConfigSaveError) -> String? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return nil }
            throw ConfigSaveError(path: path, call: "open", code: code)
        }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0 else {
            throw ConfigSaveError(path: path, call: "fstat", code: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG || path == "/dev/null" else {
            throw ConfigSaveError(path: path, reason: "it is not a regular file")
        }
        let bytes = try bytes(of: file, path, limit: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigSaveError(path: path, reason: "line \(firstBadLine(bytes)) is not UTF-8")
        }
        return text
    }

    private static func bytes(
        of file: Int32, _ path: String, limit: Int
    ) throws(ConfigSaveError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(file, buffer.baseAddress, buffer.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw ConfigSaveError(path: path, call: "read", code: errno)
            }
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= limit else {
                throw ConfigSaveError(path: path, reason: "it is over \(limit) bytes long")
            }
        }
    }

    private static func firstBadLine(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let index = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
        return (index ?? 0) + 1
    }

    // MARK: Writing

    /// Where a path leads through symbolic links, the last of which may point to a file that is yet to be made.
    static func resolve(_ path: String) throws(ConfigSaveError) -> String {
        var path = path
        for _ in 0..<40 {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = unsafe buffer.withUnsafeMutableBytes { buffer -> Int in
                guard let start = buffer.baseAddress else { return -1 }
                // SAFETY: the kernel writes at most the buffer's count, and no NUL.
                return unsafe readlink(
                    path, start.assumingMemoryBound(to: CChar.self), buffer.count)
            }
            if count < 0 { return path }
            let link = String(decoding: buffer.prefix(count), as: UTF8.self)
            path = link.hasPrefix("/") ? link : "\(directory(of: path))/\(link)"
        }
        throw ConfigSaveError(path: path, call: "readlink", code: ELOOP)
    }

    /// The directory of a path; "." for a path without one.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Makes the directories that a file needs, for their owner alone as the XDG rules ask.
    static func makeDirectories(above path: String) throws(ConfigSaveError) {
        let directory = directory(of: path)
        guard directory != "/", directory != ".", unsafe access(directory, F_OK) != 0 else {
            return
        }
        try makeDirectories(above: directory)
        if unsafe mkdir(directory, 0o700) != 0, errno != EEXIST {
            throw ConfigSaveError(path: directory, call: "mkdir", code: errno)
        }
    }

    /// Puts a text in a file's place: written beside it, flushed to the disk, then renamed over it.
    static func replace(_ path: String, with text: String) throws(ConfigSaveError) {
        let beside = "\(directory(of: path))/.bpftop.config.\(getpid()).new"
        // What a run that was killed left behind is ours to take away.
        unsafe unlink(beside)
        let file = unsafe open(
            beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard file >= 0 else { throw ConfigSaveError(path: beside, call: "create", code: errno) }
        do throws(ConfigSaveError) {
            defer { close(file) }
            try keepOwner(of: path, for: file)
            try write(text, to: file, beside)
            if unsafe rename(beside, path) != 0 {
                throw ConfigSaveError(path: path, call: "rename", code: errno)
            }
        } catch {
            unsafe unlink(beside)
            throw error
        }
        flush(directory: directory(of: path))
    }

    private static func keepOwner(of path: String, for file: Int32) throws(ConfigSaveError) {
        var present = stat()
        guard unsafe stat(path, &present) == 0 else { return }
        var fresh = stat()
        guard unsafe fstat(file, &fresh) == 0 else {
            throw ConfigSaveError(path: path, call: "fstat", code: errno)
        }
        let isOwners = present.st_uid == fresh.st_uid && present.st_gid == fresh.st_gid
        if !isOwners, fchown(file, present.st_uid, present.st_gid) != 0 {
            throw ConfigSaveError(path: path, call: "keeping the owner", code: errno)
        }
        guard fchmod(file, present.st_mode & 0o7777) == 0 else {
            throw ConfigSaveError(path: path, call: "keeping the mode", code: errno)
        }
    }

    private static func write(
        _ text: String, to file: Int32, _ path: String
    ) throws(ConfigSaveError) {
        let bytes = Array(text.utf8)
        var offset = 0
        while offset < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                // SAFETY: `offset` is less than the buffer's count.
                unsafe Glibc.write(
                    file, buffer.baseAddress.map { unsafe $0 + offset }, buffer.count - offset)
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else {
                throw ConfigSaveError(path: path, call: "write", code: errno)
            }
            offset += written
        }
        guard fsync(file) == 0 else {
            throw ConfigSaveError(path: path, call: "fsync", code: errno)
        }
    }

    /// Makes the rename itself last; a file system that cannot do this has done what it can.
    private static func flush(directory: String) {
        let number = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { return }
        fsync(number)
        close(number)
    }
}
