import Glibc
import TestSupport
import Testing

/// A way to run the full screen: through BPF as root, or out of /proc as an ordinary user.
enum Way: CaseIterable, Sendable {
    case bpf, nobody

    /// The ways that this process can go.
    static let possible: [Way] = allCases.filter {
        $0 == .bpf ? BPFAccess.isGranted : geteuid() == 0
    }

    /// The program and its first arguments.
    func words(_ arguments: [String] = []) throws -> [String] {
        switch self {
        case .bpf: [Bpftop.path, "--backend", "bpf"] + arguments
        case .nobody:
            [try Fixture.subject(), "nobody", Bpftop.path, "--backend", "proc"] + arguments
        }
    }

    /// Starts it in a pseudo-terminal, with no configuration but the defaults.
    func start(_ arguments: String...) throws -> TerminalProgram {
        let words = try words(arguments)
        return try TerminalProgram(
            words[0], Array(words.dropFirst()), environment: ["XDG_CONFIG_HOME": "/nonexistent"])
    }

    /// Starts a process that the monitor's user may kill, and that sleeps until then.
    func startSleeper(_ seconds: String) throws -> TestChild {
        switch self {
        case .bpf: TestChild("/bin/sleep", [seconds])
        case .nobody: TestChild(try Fixture.subject(), ["nobody", "/bin/sleep", seconds])
        }
    }
}
