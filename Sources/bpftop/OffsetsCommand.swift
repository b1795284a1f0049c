import ArgumentParser
import Export
import KernelOffsets

/// `bpftop offsets`: where the kernel members that bpftop reads lie.
struct OffsetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "offsets",
        abstract: "Show where the kernel members that bpftop reads lie.",
        discussion: """
            Reads the running kernel's type information, or that of any kernel out of a file (raw BTF, an ELF file with a \
            .BTF section or a vmlinux with DWARF, of any architecture and byte order), or a baked table. Needs no privilege.
            """)

    @Flag(help: "Print every member with its place, size and type; this is the default.")
    var dump = false

    @Flag(help: "Print as JSON, as tab-separated values or as a C initialiser.")
    var form: Form?

    @Option(
        help: ArgumentHelp("Read this file instead of the running kernel's BTF.", valueName: "file")
    )
    var btf: String?

    @Option(
        help: ArgumentHelp(
            "Read this vmlinux, or its .debug file, by its DWARF.", valueName: "file"))
    var vmlinux: String?

    @Option(help: ArgumentHelp("Show this baked table.", valueName: "name"))
    var baked: String?

    @Flag(help: "List the baked tables that are part of the program.")
    var listBaked = false

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Print which members lie elsewhere in two kernels; each is 'running', a file or a baked table's name.",
            valueName: "kernel"))
    var diff: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Print a baked table of these files: BTF, or a vmlinux with BTF or DWARF. The build id of FILE.btf is read from FILE.build-id.",
            valueName: "file"))
    var bake: [String] = []

    /// How the members are printed.
    enum Form: String, EnumerableFlag {
        case json, tsv, c
    }

    func validate() throws {
        let asked = [btf, vmlinux, baked].compactMap { $0 }.count
        let tasks = (listBaked ? 1 : 0) + (diff.isEmpty ? 0 : 1) + (bake.isEmpty ? 0 : 1)
        guard asked + tasks <= 1 else {
            throw ValidationError(
                "--btf, --vmlinux, --baked, --list-baked, --diff and --bake exclude each other")
        }
        guard diff.isEmpty || diff.count == 2 else {
            throw ValidationError("--diff compares two kernels")
        }
    }

    mutating func run() throws {
        if listBaked {
            StandardOutput.write(try BakedKernels().list)
        } else if !bake.isEmpty {
            StandardOutput.write(BakedTable.text(try bake.map { try BakedLayout(file: $0) }))
        } else if !diff.isEmpty {
            let (a, b) = (try LayoutReport(named: diff[0]), try LayoutReport(named: diff[1]))
            StandardOutput.write(OffsetsDifference(a.report, b.report).text)
        } else {
            try print(chosen())
        }
    }

    private func chosen() throws -> LayoutReport {
        if let btf { return try LayoutReport(file: btf) }
        if let vmlinux { return try LayoutReport(dwarf: vmlinux) }
        if let baked { return try LayoutReport(baked: baked) }
        return try LayoutReport()
    }

    private func print(_ layout: LayoutReport) throws {
        switch form {
        case nil: StandardOutput.write(layout.report.table)
        case .tsv: StandardOutput.write(layout.report.tabSeparated)
        case .c: StandardOutput.write(layout.report.initializer)
        case .json: StandardOutput.write(layout.report.json)
        }
        try layout.complain()
    }
}
