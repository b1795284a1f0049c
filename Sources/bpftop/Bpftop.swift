import ArgumentParser
import Config
import Terminal

/// The program's version; CHANGELOG.md says what each brought.
let version = "0.1.0"

/// The day of that version, for the manual page.
let releaseDate = "November 23, 2026"

/// `bpftop`: the monitor itself, and the commands beside it.
struct Bpftop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bpftop",
        abstract: "An interactive process monitor that lets the kernel walk its own task list.",
        discussion: "\(about)\n\n\(Failure.Code.summary)",
        version: "bpftop \(version)",
        subcommands: [
            OffsetsCommand.self, CheckCommand.self, DoctorCommand.self, BenchCommand.self,
            ManCommand.self, CompletionsCommand.self,
        ])

    /// What the program does, beyond one line.
    static let about =
        "Without a command it shows processes: full screen on a terminal, one table elsewhere."

    @OptionGroup var options: MonitorOptions

    mutating func run() throws {
        if options.defaultConfig { return StandardOutput.write(ConfigFile.text()) }
        guard options.wantsScreen && options.capabilities.canMoveCursor else {
            return try BatchRun(options).run()
        }
        var run = try ScreenRun(options)
        let code = try run.run()
        if code != 0 { throw ExitCode(code) }
    }
}
