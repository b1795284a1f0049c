import BTF
import DebugInfo
import KernelOffsets
import TestSupport

/// Type information that these tests resolve: the running kernel's, that of others, and what clang makes of a fixture.
enum Layouts {
    static let runningPath = "/sys/kernel/btf/vmlinux"

    /// The fixture's BTF, compiled with some macros defined.
    static func fixture(_ options: String...) throws -> [UInt8] {
        try fixture(options)
    }

    private static func fixture(_ options: [String]) throws -> [UInt8] {
        let path = try Fixture.bpf("kernel.c", ["-Wno-everything", "-Wno-error"] + options)
        return try DebugInfo.btf(inFile: path)
    }

    /// The resolved fixture; throws as `KernelOffsets` does.
    static func offsets(_ options: String...) throws -> KernelOffsets {
        try offsets(of: try fixture(options))
    }

    /// Why the fixture cannot be used.
    static func error(_ options: String...) throws -> KernelOffsetsError? {
        do {
            _ = try offsets(of: try fixture(options))
            return nil
        } catch let error as KernelOffsetsError {
            return error
        }
    }

    /// Resolved BTF; throws as `BTF` and `KernelOffsets` do.
    static func offsets(of bytes: [UInt8]) throws -> KernelOffsets {
        try KernelOffsets(try BTF(bytes))
    }

    /// Every member's outcome, missing ones too.
    static func members(of bytes: [UInt8]) throws -> [ResolvedMember] {
        try KernelOffsets.resolve(try BTF(bytes)).members
    }

    /// Opens BTF and lets it go.
    static func open(_ bytes: [UInt8]) throws {
        _ = try BTF(bytes).typeCount
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
