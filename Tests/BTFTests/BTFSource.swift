import Glibc

/// BTF that lies around: the running kernel's, the committed fixtures, and a folder of other kernels'.
enum BTFSource {
    /// The running kernel's BTF, or nil when it has none that can be read.
    static let kernel: [UInt8]? = read("/sys/kernel/btf/vmlinux")

    /// BTF of other kernels beside the project, packed with zstd; empty without such a folder or `zstd`.
    static let others: [String] = {
        let folder = packageRoot + "/../shared/btf"
        guard system("zstd --version >/dev/null 2>&1") == 0, let directory = opendir(folder)
        else { return [] }
        defer { closedir(directory) }
        var paths: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".btf.zst") { paths.append(folder + "/" + name) }
        }
        return paths.sorted()
    }()

    /// The bytes of one of the committed fixtures.
    static func fixture(_ name: String, file: String = #filePath) throws -> [UInt8] {
        let path = file.split(separator: "/").dropLast().joined(separator: "/")
        guard let bytes = read("/\(path)/Fixtures/\(name)") else { throw Missing(name: name) }
        return bytes
    }

    /// Unpacks one of `others`; nil when it is broken.
    static func unpack(_ path: String) -> [UInt8]? {
        guard let pipe = popen("zstd -dcq '\(path)' 2>/dev/null", "r") else { return nil }
        let bytes = readAll(fileno(pipe))
        return pclose(pipe) == 0 && !bytes.isEmpty ? bytes : nil
    }

    struct Missing: Error {
        let name: String
    }

    /// The folder of Package.swift.
    static let packageRoot = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/")
    }()

    /// The bytes of a file, or nil when it cannot be read or is empty.
    static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = readAll(descriptor)
        return bytes.isEmpty ? nil : bytes
    }

    private static func readAll(_ descriptor: CInt) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count <= 0 { return bytes }
            bytes += chunk[..<count]
        }
    }
}
