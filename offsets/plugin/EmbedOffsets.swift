import Foundation
import PackagePlugin

/// Turns every `offsets/*.tsv` into a Swift file with the table's text, so that the program needs no file at run time.
@main
struct EmbedOffsets: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
        let root = context.package.directoryURL
        let folder = root.appending(path: "offsets")
        let files = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        let script = root.appending(path: "scripts/embed-offsets.sh")
        return files.filter { $0.pathExtension == "tsv" }
            .sorted { $0.path < $1.path }
            .map { table in
                let name = table.deletingPathExtension().lastPathComponent
                let output = context.pluginWorkDirectoryURL.appending(path: "\(name).swift")
                return .buildCommand(
                    displayName: "Embedding offsets/\(name).tsv",
                    executable: URL(filePath: "/bin/sh"),
                    arguments: [script.path, table.path, name, output.path],
                    inputFiles: [table, script],
                    outputFiles: [output])
            }
    }
}
