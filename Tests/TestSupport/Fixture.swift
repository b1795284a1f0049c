import Glibc

/// Programs that tests compile of C sources beside them, with the Swift toolchain's clang.
///
/// What is compiled lies beside the test program, in the build folder, and is made anew when its source is newer.
package enum Fixture {
    /// A source that the compiler refused.
    package struct Failure: Error, CustomStringConvertible {
        /// The command, its exit code and what the compiler said.
        package let description: String
    }

    /// The package's root folder.
    package static let root: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/")
    }()

    /// The folder of the test program and of the programs built with it.
    package static let buildFolder: String = {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        return path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
    }()

    /// The program of many behaviours that tests watch.
    package static func subject() throws -> String { try subjectPath.get() }

    private static let subjectPath = Result {
        let sources = ["subject.c", "subject-fuse.c"].map {
            "\(root)/Tests/TestSupport/Fixtures/\($0)"
        }
        return try compile(
            sources, to: "subject", ["-O1", "-D_GNU_SOURCE", "-Wall", "-Werror", "-pthread"])
    }

    /// Compiles a BPF program in the folder `Fixtures` beside the calling source; the object's path.
    package static func bpf(
        _ name: String, _ options: [String] = [], beside file: String = #filePath
    ) throws -> String {
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
        let flags = [
            "-target", "bpf", "-mcpu=v2", "-O2", "-g", "-Wall", "-Werror", "-I\(root)/bpf",
            "-I\(root)/bpf/include", "-c",
        ]
        let suffix = options.joined().filter { $0.isLetter || $0.isNumber }
        return try compile(
            ["\(folder)/Fixtures/\(name)"], to: "\(name)\(suffix).o", flags + options)
    }

    /// Compiles sources; a compiled file newer than they are is kept.
    private static func compile(
        _ sources: [String], to name: String, _ options: [String]
    ) throws -> String {
        let output = "\(buildFolder)/fixtures/\(name)"
        let header = "\(root)/bpf/include/bpftop.h"
        let newest = (sources + [header]).compactMap(File.modified).max() ?? 0
        if let made = File.modified(output), made > newest { return output }
        mkdir("\(buildFolder)/fixtures", 0o755)
        let clang = getenv("BPF_CLANG").map { String(cString: $0) } ?? "clang"
        // Under another name first: two test processes may compile it at once.
        let partial = "\(output).\(getpid()).\(UInt32.random(in: 0 ... .max))"
        let run = try Finished(clang, options + sources + ["-o", partial], seconds: 60)
        guard run.code == 0, rename(partial, output) == 0 else {
            throw Failure(description: "\(clang) \(sources): \(run.code): \(run.message)")
        }
        return output
    }
}
