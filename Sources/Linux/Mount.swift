internal import Glibc

/// One line of /proc/self/mountinfo (proc_pid_mountinfo(5)).
package struct Mount: Equatable {
    /// The directory of the file system that is mounted: "/", or below for a bind mount.
    package let root: String
    /// Where it is mounted.
    package let point: String
    /// The file system: "cgroup2".
    package let type: String
    /// The options of the file system, separated by commas.
    package let options: String

    /// Parses every line of the file's bytes; lines of another form are left out.
    package static func all(_ bytes: [UInt8]) -> [Mount] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            Mount(
                fields: line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                    .map { Substring(decoding: $0, as: UTF8.self) })
        }
    }

    /// The mounts that the reader sees, below a root directory's /proc; none where there is no such file.
    package static func all(root: String = "/") -> [Mount] {
        all(fileBytes((root.hasSuffix("/") ? root : root + "/") + "proc/self/mountinfo"))
    }

    private init?(fields: [Substring]) {
        // Three numbers, root, point and options, then optional fields up to a dash.
        guard fields.count > 6, let dash = fields[6...].firstIndex(of: "-"),
            dash + 1 < fields.count, fields[4].hasPrefix("/")
        else { return nil }
        root = Self.unescaped(fields[3])
        point = Self.unescaped(fields[4])
        type = String(fields[dash + 1])
        options = dash + 3 < fields.count ? String(fields[dash + 3]) : ""
    }

    /// The value of an option, empty for one without a value; nil where it is not set.
    package func option(_ name: String) -> String? {
        for option in options.split(separator: ",") {
            if option == name { return "" }
            if option.hasPrefix(name + "=") { return String(option.dropFirst(name.count + 1)) }
        }
        return nil
    }

    /// Undoes the octal escapes of space, tab, newline and backslash.
    private static func unescaped(_ text: Substring) -> String {
        guard text.utf8.contains(0x5c) else { return String(text) }
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            if let byte = escape(bytes[index...]) {
                result.append(byte)
                index += 4
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func escape(_ bytes: ArraySlice<UInt8>) -> UInt8? {
        guard bytes.first == 0x5c, bytes.count >= 4 else { return nil }
        var value = 0
        for digit in bytes.dropFirst().prefix(3) {
            guard digit &- 0x30 < 8 else { return nil }
            value = value * 8 + Int(digit - 0x30)
        }
        return UInt8(exactly: value)
    }
}

/// Reads a file to its end; nothing where it cannot be read.
private func fileBytes(_ path: String) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    while true {
        let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
            // SAFETY: the kernel writes at most the buffer's capacity.
            count = unsafe max(0, read(descriptor, buffer.baseAddress, 65536))
        }
        if chunk.isEmpty { return bytes }
        bytes += chunk
    }
}
