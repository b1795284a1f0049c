import BTF
import DebugInfo
import KernelOffsets
import TestSupport

/// Type information that these tests resolve: the running kernel's, that of others, and what clang makes of a fixture.
enum Layouts {
    static let runningPath = "/sys/kernel/btf/vmlinux"

    /// The fixture's BTF, compiled with some macros defined.
    static func fixture(_ options: String...) throws -> [UInt8] {
        let path = try Fixture.bpf("kernel.c", ["-Wno-everything", "-Wno-error"] + options)
        return try DebugInfo.btf(inFile: path)
    }

    /// The resolved fixture; throws as `KernelOffsets` does.
    static func offsets(_ options: String...) throws -> KernelOffsets {
        let path = try Fixture.bpf("kernel.c", ["-Wno-everything", "-Wno-error"] + options)
        // Bound first, here and below: of a borrowed temporary this compiler makes broken code.
        let bytes = try DebugInfo.btf(inFile: path)
        return try KernelOffsets(try BTF(bytes))
    }

    /// Why the fixture cannot be used.
    static func error(_ options: String...) throws -> KernelOffsetsError? {
        let path = try Fixture.bpf("kernel.c", ["-Wno-everything", "-Wno-error"] + options)
        let bytes = try DebugInfo.btf(inFile: path)
        do {
            _ = try KernelOffsets(try BTF(bytes))
            return nil
        } catch let error as KernelOffsetsError {
            return error
        }
    }

    /// Other kernels' BTF, compressed; empty where they have not been collected.
    static let collected: [String] = {
        let folders = ["\(Fixture.root)/../shared/btf", "\(Fixture.root)/../../shared/btf"]
        for folder in folders {
            let names = File.names(in: folder).filter { $0.hasSuffix(".btf.zst") }.sorted()
            if !names.isEmpty { return names.map { "\(folder)/\($0)" } }
        }
        return []
    }()
}
