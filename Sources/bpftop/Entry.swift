import ArgumentParser
import CStart
import Glibc

/// The start of the program: parses the arguments, runs the command and turns every outcome into an exit code.
@main
enum Entry {
    static func main() {
        do {
            var command = try Bpftop.parseAsRoot(arguments)
            try command.run()
        } catch let failure as Failure {
            failure.report()
            exit(failure.code.rawValue)
        } catch {
            finish(error)
        }
    }

    /// The command line without the program's name; what is no UTF-8 is repaired.
    private static var arguments: [String] {
        (1..<max(1, bpftop_argument_count())).compactMap { index in
            bpftop_argument(index).map { String(cString: $0) }
        }
    }

    /// Ends with what the argument parser has to say: help and the version on standard output, mistakes on standard error.
    private static func finish(_ error: any Error) -> Never {
        let code = Bpftop.exitCode(for: error)
        let message = Bpftop.fullMessage(for: error)
        if code.isSuccess {
            StandardOutput.write(message + "\n")
            exit(0)
        }
        StandardError.write(message + "\n")
        exit(code == .validationFailure ? Failure.Code.usage.rawValue : code.rawValue)
    }
}
