import Foundation
import PackagePlugin

/// Compiles every `bpf/*.bpf.c` to a BPF object and that to a Swift file with the object's bytes.
///
/// Only the toolchain's own `clang` and `llvm-objcopy` are used, so `swift build` alone builds everything; `BPF_CLANG`
/// names another compiler where a distribution's Swift lacks the BPF back end.
@main
struct CompileBPF: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let root = context.package.directoryURL
        let folder = root.appending(path: "bpf")
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        let headers =
            files.filter { $0.pathExtension == "h" } + [folder.appending(path: "include/bpftop.h")]
        let script = root.appending(path: "scripts/compile-bpf.sh")
        let clang = try context.tool(named: "clang").url
        let objcopy = try context.tool(named: "llvm-objcopy").url
        return files.filter { $0.lastPathComponent.hasSuffix(".bpf.c") }
            .sorted { $0.path < $1.path }
            .map { source in
                let name = String(source.lastPathComponent.dropLast(".bpf.c".count))
                let output = context.pluginWorkDirectoryURL.appending(path: "\(name).swift")
                return .buildCommand(
                    displayName: "Compiling bpf/\(name).bpf.c",
                    executable: URL(filePath: "/bin/sh"),
                    arguments: [
                        script.path, clang.path, objcopy.path, folder.path, name, output.path,
                    ],
                    inputFiles: [source, script] + headers,
                    outputFiles: [output])
            }
    }
}
