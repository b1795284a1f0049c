import ArgumentParser
import CStart
import Glibc

/// The start of the program: parses the arguments, runs the command and turns every outcome into an exit code.
@main
enum Entry {
    static func main() {
        // A reader that goes away is an error of `write`, which ends the program quietly; see `StandardOutput`.
        signal(SIGPIPE, SIG_IGN)
        // The same of a file that may not grow: `write` says so.
        signal(SIGXFSZ, SIG_IGN)
        // Who started us may ignore it, and then children are gone before they are waited for, and their numbers others'.
        signal(SIGCHLD, SIG_DFL)
        let arguments = Self.arguments
        let root: any ParsableCommand.Type =
            Commands.names(arguments.first) ? Commands.self : Bpftop.self
        do {
            var command = try root.parseAsRoot(arguments)
            try command.run()
        } catch let failure as Failure {
            failure.report()
            exit(failure.code.rawValue)
        } catch {
            finish(error, root)
        }
    }

    /// The command line without the program's name; what is no UTF-8 is repaired.
    private static var arguments: [String] {
        (1..<max(1, bpftop_argument_count())).compactMap { index in
            bpftop_argument(index).map { String(cString: $0) }
        }
    }

    /// Ends with what the argument parser has to say: help and the version on standard output, mistakes on standard error.
    private static func finish(_ error: any Error, _ root: any ParsableCommand.Type) -> Never {
        let code = root.exitCode(for: error)
        let message = root.fullMessage(for: error)
        if code.isSuccess {
            StandardOutput.write(message + "\n")
            exit(0)
        }
        StandardError.write(message + "\n")
        exit(code == .validationFailure ? Failure.Code.usage.rawValue : code.rawValue)
    }
}

/// The commands without the monitor's own options, which would else be taken out of a command's words before the command sees
/// them: `--json` is an option of both.
private struct Commands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Bpftop.configuration.commandName, abstract: Bpftop.configuration.abstract,
        version: Bpftop.configuration.version, subcommands: Bpftop.configuration.subcommands)

    /// Whether a word is the name of a command.
    static func names(_ word: String?) -> Bool {
        configuration.subcommands.contains { $0.configuration.commandName == word && word != nil }
    }
}
