import ArgumentParser
import Export
import LibBPF
import Model
import Sampling

/// `bpftop bench`: what a refresh of the screen costs, by stage.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure what a refresh costs here, split by stage.",
        discussion: """
            Does what the full screen does: the walk, system-wide files and names (sample), joining with the last sample, ordering, \
            drawing 200x60 cells and working out the difference, writing it to a terminal that nobody looks at. System calls are \
            counted in refreshes of their own, behind those that are timed.
            """)

    @Option(
        name: [.customShort("i", allowingJoined: true), .long], help: "How many refreshes to time.")
    var iterations = 50

    @Option(
        name: [.customShort("d", allowingJoined: true), .long],
        help: ArgumentHelp(
            "The pause between two refreshes, in which caches are lost to others; none when left out.",
            valueName: "time"))
    var delay: String?

    @Option(help: "What reads processes: auto, bpf or proc.")
    var backend = Sampler.Choice.auto

    @Option(
        help: ArgumentHelp(
            "Which walk: open-coded, iter or list; the cheapest that this kernel has when left out.",
            valueName: "name"))
    var walk: WalkMechanism?

    @Flag(name: [.customShort("t"), .long], help: "Time the tree instead of the flat list.")
    var tree = false

    @Option(
        name: [.customShort("F", allowingJoined: true), .long],
        help: ArgumentHelp("Show only what matches this expression.", valueName: "expression"))
    var filter: String?

    @Flag(help: "Print as JSON.")
    var json = false

    mutating func run() throws {
        guard iterations > 0 else { throw Failure(.usage, "-i \(iterations): at least 1") }
        if let walk, backend == .proc {
            throw Failure(.usage, "--walk \(walk.argument): /proc is read without one")
        }
        // A walk that was asked for by name is not to be replaced by /proc.
        var bench = try Bench(
            walk == nil ? backend : .bpf, walk: walk, isTree: tree, filter: filter)
        let report = try bench.run(iterations, pause: try pause())
        StandardOutput.write(json ? report.json : report.table)
    }

    /// The pause in ns.
    private func pause() throws(Failure) -> UInt64 {
        guard let delay else { return 0 }
        do throws(PeriodError) {
            return try Period(delay).nanoseconds
        } catch {
            throw Failure(.usage, "-d \(delay): \(error)")
        }
    }
}

extension WalkMechanism: ExpressibleByArgument {
    private static let arguments: [(String, WalkMechanism)] = [
        ("open-coded", .openCoded), ("iter", .iterator), ("list", .list),
    ]

    /// Its name on the command line.
    var argument: String { Self.arguments.first { $0.1 == self }?.0 ?? rawValue }

    init?(argument: String) {
        guard let found = Self.arguments.first(where: { $0.0 == argument }) else { return nil }
        self = found.1
    }

    static var allValueStrings: [String] { arguments.map(\.0) }
}
