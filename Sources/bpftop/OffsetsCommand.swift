import ArgumentParser
import BTF
import DebugInfo
import Export
import KernelOffsets
import Model
import Sampling

/// `bpftop offsets`: where the kernel members that bpftop reads lie.
struct OffsetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "offsets",
        abstract: "Show where the kernel members that bpftop reads lie.",
        discussion: """
            Reads the running kernel's type information, or that of any kernel out of a file: raw BTF or an ELF file with a \
            .BTF section, of any architecture and byte order. Needs no privilege.
            """)

    @Flag(help: "Print every member with its place, size and type; this is the default.")
    var dump = false

    @Flag(help: "Print as JSON, as tab-separated values or as a C initialiser.")
    var form: Form?

    @Option(help: ArgumentHelp("Read this file instead of the running kernel's BTF.", valueName: "file"))
    var btf: String?

    /// How the members are printed.
    enum Form: String, EnumerableFlag {
        case json, tsv, c
    }

    mutating func run() throws {
        let layout = try btf.map(LayoutReport.init(file:)) ?? LayoutReport()
        switch form {
        case nil: StandardOutput.write(layout.report.table)
        case .tsv: StandardOutput.write(layout.report.tabSeparated)
        case .c: StandardOutput.write(layout.report.initializer)
        case .json: StandardOutput.write(layout.report.json)
        }
        try layout.complain()
    }
}

/// Type information resolved for a report, usable or not.
struct LayoutReport {
    let report: OffsetsReport

    /// The running kernel's.
    init() throws {
        let kernel = try refusing { () throws(BPFRefusal) in try KernelBTF() }
        let machine = Machine.current()
        report = try Self.resolve(
            kernel.bytes, source: "btf", origin: KernelBTF.path, kernel: machine.release,
            architecture: machine.architecture)
    }

    /// A file's, of whatever kernel.
    init(file path: String) throws {
        let bytes: [UInt8]
        do {
            bytes = try DebugInfo.btf(inFile: path)
        } catch {
            throw Failure(.failed, "\(path) \(error)")
        }
        report = try Self.resolve(
            bytes.span.bytes, source: "file", origin: path, kernel: nil, architecture: nil)
    }

    /// Fails, naming them, where required members have no place: the report has been printed all the same.
    func complain() throws {
        if let error = report.error {
            throw Failure(.unsupported, "bpftop cannot run with this layout: \(error)")
        }
    }

    private static func resolve(
        _ bytes: RawSpan, source: String, origin: String, kernel: String?, architecture: String?
    ) throws -> OffsetsReport {
        do {
            let btf = try BTF(bytes)
            let resolved = try KernelOffsets.resolve(btf)
            return OffsetsReport(
                members: resolved.members, source: source, origin: origin, size: bytes.byteCount,
                typeCount: btf.typeCount, byteOrder: "\(btf.byteOrder)", kernel: kernel,
                architecture: architecture)
        } catch {
            throw Failure(.failed, "\(origin): \(error)")
        }
    }
}

/// Runs what the kernel may refuse, and turns a refusal into a failure of the program.
func refusing<Result: ~Copyable>(
    _ body: () throws(BPFRefusal) -> Result
) throws(Failure) -> Result {
    do throws(BPFRefusal) {
        return try body()
    } catch {
        throw Failure(error)
    }
}
