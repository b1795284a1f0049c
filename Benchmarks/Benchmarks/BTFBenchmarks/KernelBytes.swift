import CMalloc
import Glibc

/// The running kernel's BTF in memory.
enum KernelBytes {
    static let path = "/sys/kernel/btf/vmlinux"

    static func read() -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count <= 0 { return bytes.isEmpty ? nil : bytes }
            bytes += chunk[..<count]
        }
    }

    /// The bytes that malloc has given out, those in mappings of their own included.
    static func heapInUse() -> Int {
        let info = mallinfo2()
        return Int(info.uordblks) + Int(info.hblkhd)
    }
}
