import ArgumentParser
import Glibc
import Model
import Sampling

/// The options of the monitor itself.
struct MonitorOptions: ParsableArguments {
    @Option(
        name: [.customShort("d", allowingJoined: true), .customLong("delay")],
        help: ArgumentHelp(
            "Period: 500ms, 1.5s, 2m; a bare number is milliseconds. 100ms to 1h.",
            valueName: "time"))
    var delay: String?

    @Option(
        name: [.customShort("n", allowingJoined: true), .customLong("iterations")],
        help: ArgumentHelp("How many tables or samples to print.", valueName: "number"))
    var iterations: Int?

    @Flag(
        name: [.customShort("b"), .customLong("batch")],
        help: "Print tables instead of taking the screen.")
    var batch = false

    @Flag(
        help:
            "Print a sample as a JSON object, samples as one object a line without end, or as CSV.")
    var form: Form?

    @Option(
        name: [.customShort("s", allowingJoined: true), .customLong("sort")],
        help: ArgumentHelp("Sort by this column.", valueName: "column[:asc|:desc]"))
    var sort: String?

    @Option(
        name: [.customShort("u", allowingJoined: true), .customLong("user")],
        help: ArgumentHelp("Only processes of this user, by name or number.", valueName: "user"))
    var user: String?

    @Option(
        name: [.customShort("p", allowingJoined: true), .customLong("pid")],
        help: ArgumentHelp(
            "Only these processes, separated by commas; may be given again.", valueName: "pid,..."))
    var pids: [String] = []

    @Option(
        name: [.customShort("F", allowingJoined: true), .customLong("filter")],
        help: ArgumentHelp(
            "Only what matches this expression, like 'cpu > 5 and user = root' (see bpftop man).",
            valueName: "expression"))
    var filter: String?

    @Option(help: ArgumentHelp("Which columns, in that order.", valueName: "column,..."))
    var columns: String?

    @Flag(
        name: [.customShort("t"), .customLong("tree")], help: "Show children below their parents.")
    var tree = false

    @Flag(name: [.customShort("H"), .customLong("threads")], help: "A row for each thread too.")
    var threads = false

    @Flag(
        inversion: .prefixedNo,
        help: ArgumentHelp(
            "Show the kernel's own threads, or hide them. Default: as configured on the screen, shown in tables and exports."
        ))
    var kernelThreads: Bool?

    @Option(help: ArgumentHelp("What reads processes: auto, bpf or proc.", valueName: "name"))
    var backend = Sampler.Choice.auto

    @Option(
        help: ArgumentHelp(
            "Learn the kernel's layout from this BTF or vmlinux; proven before it is used. Default: $BPFTOP_BTF.",
            valueName: "file"))
    var btf: String?

    @Option(help: ArgumentHelp("Which colours.", valueName: "name"))
    var theme: String?

    @Flag(help: "No colours.")
    var noColor = false

    @Flag(name: .customLong("ascii"), help: "Nothing but ASCII on the screen and in tables.")
    var ascii = false

    @Flag(help: "Leave the mouse to the terminal.")
    var noMouse = false

    @Flag(name: .customLong("readonly"), help: "Do nothing to any process.")
    var readonly = false

    @Option(
        help: ArgumentHelp(
            "Read this configuration of the screen instead of the user's or the system's.",
            valueName: "file"))
    var config: String?

    @Flag(help: "Print a configuration with every key, its meaning and its default.")
    var defaultConfig = false

    /// Whether the screen is to be taken.
    var wantsScreen: Bool {
        !asksForText && StandardOutput.isTerminal
    }

    /// Whether output that is no screen was asked for, rather than found to be all that standard output can show.
    var asksForText: Bool { batch || form != nil || iterations != nil }

    /// The file to learn the kernel's layout from; nil for the kernel itself.
    var layoutFile: String? { btf ?? Self.namedLayoutFile }

    /// The file that $BPFTOP_BTF names; nil where it names none.
    static var namedLayoutFile: String? {
        getenv("BPFTOP_BTF").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A form of output for programs.
    enum Form: String, EnumerableFlag {
        case json, ndjson, csv
    }
}

extension Sampler.Choice: ExpressibleByArgument {}
