import Glibc

/// A root directory of its own under the temporary directory, for files that stand in for /proc, /sys and /etc.
package final class FakeProc: Sendable {
    /// The directory, without a slash at its end.
    package let root: String

    /// Makes an empty directory.
    package init() {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/bpftop-test.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { fatalError("no temporary directory") }
        root = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        Self.remove(root)
    }

    /// Writes a file, making the directories above it; the path is relative to the root.
    package func write(_ path: String, _ content: String) {
        write(path, Array(content.utf8))
    }

    /// Writes a file of any bytes, making the directories above it.
    package func write(_ path: String, _ content: [UInt8]) {
        let full = "\(root)/\(path)"
        if let slash = path.lastIndex(of: "/") { makeDirectory(String(path[..<slash])) }
        let descriptor = open(full, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { fatalError("cannot write \(full)") }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, content, content.count) == content.count else {
            fatalError("cannot write \(full)")
        }
    }

    /// Makes a directory and those above it.
    package func makeDirectory(_ path: String) {
        var full = root
        for part in path.split(separator: "/") {
            full += "/\(part)"
            mkdir(full, 0o755)
        }
    }

    /// Removes a file or directory with all that is in it.
    package func remove(_ path: String) {
        Self.remove("\(root)/\(path)")
    }

    /// The inode number of a file or directory.
    package func inode(_ path: String) -> UInt64 {
        var status = stat()
        guard stat("\(root)/\(path)", &status) == 0 else { fatalError("no \(path)") }
        return UInt64(status.st_ino)
    }

    private static func remove(_ path: String) {
        guard unlink(path) != 0, let stream = opendir(path) else { return }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        closedir(stream)
        for name in names where name != "." && name != ".." { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
