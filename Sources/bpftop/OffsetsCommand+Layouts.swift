import BTF
import DebugInfo
import Export
import KernelOffsets
import LibBPF
import Model
import Sampling

/// A layout resolved for a report, usable or not.
struct LayoutReport {
    let report: OffsetsReport

    /// The running kernel's: by its BTF, in sysfs or by id, else by the baked table of its build id.
    init() throws {
        report = try Self.running()
    }

    private static func running() throws -> OffsetsReport {
        let failure: Failure
        do throws(Failure) {
            let kernel = try refusing { () throws(BPFRefusal) in try KernelBTF() }
            let bytes = kernel.bytes.withUnsafeBytes { Array($0) }
            return try running(bytes, source: "btf", origin: KernelBTF.path)
        } catch {
            failure = error
        }
        if let bytes = try? kernelBTFByID() {
            return try running(bytes, source: "btf by id", origin: "bpf(2)")
        }
        if let kernel = try BakedKernels().running {
            return try LayoutReport(baked: kernel.name).report
        }
        throw Failure(.unsupported, failure.cause, remedy: failure.remedy)
    }

    private static func running(
        _ bytes: [UInt8], source: String, origin: String
    ) throws(Failure) -> OffsetsReport {
        let machine = Machine.current()
        let read = try readable { () throws(LayoutError) in
            try FileLayout.resolve(bytes, origin: origin)
        }
        return OffsetsReport(
            members: read.members, source: source, origin: origin, size: read.extent.bytes,
            typeCount: read.extent.types, byteOrder: read.extent.byteOrder,
            kernel: machine.release, architecture: machine.architecture)
    }

    /// A file's, of whatever kernel.
    init(file path: String) throws {
        let file = try readable { () throws(LayoutError) in try FileLayout(path: path) }
        self.init(file, path)
    }

    /// That of a vmlinux's DWARF.
    init(dwarf path: String) throws {
        let file = try readable { () throws(LayoutError) in try FileLayout(dwarf: path) }
        self.init(file, path)
    }

    /// A baked table's.
    init(baked name: String) throws {
        guard let found = try BakedKernels().find(name) else {
            throw Failure(.usage, "no baked table '\(name)'", remedy: "bpftop offsets --list-baked")
        }
        report = OffsetsReport(
            members: try found.table.members(of: found.kernel), source: "baked",
            origin: found.kernel.name, size: nil, typeCount: nil, byteOrder: nil,
            kernel: found.kernel.name, architecture: found.architecture)
    }

    /// That of `running`, of a baked table's name or of a file.
    init(named name: String) throws {
        if name == "running" {
            try self.init()
        } else if try BakedKernels().find(name) != nil {
            try self.init(baked: name)
        } else {
            try self.init(file: name)
        }
    }

    private init(_ file: FileLayout, _ path: String) {
        report = OffsetsReport(
            members: file.members, source: file.kind == "btf" ? "file" : file.kind, origin: path,
            size: file.extent?.bytes, typeCount: file.extent?.types,
            byteOrder: file.extent?.byteOrder, kernel: nil, architecture: nil)
    }

    /// Fails, naming them, where required members have no place: the report has been printed all the same.
    func complain() throws {
        if let error = report.error {
            throw Failure(.unsupported, "bpftop cannot run with this layout: \(error)")
        }
    }
}

/// The baked tables of all architectures.
struct BakedKernels {
    private let tables: [(architecture: String, table: BakedTable)]

    init() throws {
        var tables: [(String, BakedTable)] = []
        for architecture in BakedTable.builtInArchitectures {
            if let table = try BakedTable.builtIn(for: architecture) {
                tables.append((architecture, table))
            }
        }
        self.tables = tables
    }

    /// One kernel a line: name, architecture, build id.
    var list: String {
        tables.flatMap { architecture, table in
            table.kernels.map { "\($0.name)\t\(architecture)\t\($0.buildID)\n" }
        }.joined()
    }

    /// The kernel that is running, by its build id; nil where no table has it.
    var running: BakedKernel? {
        guard let id = (try? BuildID.ofRunningKernel()).flatMap({ $0 }) else { return nil }
        for (_, table) in tables {
            if let kernel = table.kernel(buildID: id.description) { return kernel }
        }
        return nil
    }

    /// The kernel of a name and its table; nil for a name that no table has.
    func find(_ name: String) -> (kernel: BakedKernel, table: BakedTable, architecture: String)? {
        for (architecture, table) in tables {
            if let kernel = table.kernel(named: name) { return (kernel, table, architecture) }
        }
        return nil
    }
}

extension BakedLayout {
    /// Bakes a file; its name without `.btf` becomes the table's.
    ///
    /// The build id is the file's own or, as raw BTF has none, that which lies beside it as `NAME.build-id`.
    init(file path: String) throws {
        let file = try readable { () throws(LayoutError) in try FileLayout(path: path) }
        let stem = path.hasSuffix(".btf") ? String(path.dropLast(4)) : path
        let beside = textFile(stem + ".build-id").map { String($0.filter { !$0.isWhitespace }) }
        guard let id = file.buildID ?? beside.flatMap({ BuildID($0) }) else {
            throw Failure(
                .failed, "\(path): no build id, neither in the file nor in \(stem).build-id")
        }
        if let error = OffsetsReport(
            members: file.members, source: "file", origin: path, size: nil, typeCount: nil,
            byteOrder: nil, kernel: nil, architecture: nil
        ).error {
            throw Failure(.unsupported, "\(path): \(error)")
        }
        let name = stem.split(separator: "/").last.map(String.init) ?? stem
        self.init(buildID: id.description, name: name, members: file.members)
    }
}

/// Runs what may find a layout unreadable, and turns that into a failure of the program.
func readable<Result>(_ body: () throws(LayoutError) -> Result) throws(Failure) -> Result {
    do throws(LayoutError) {
        return try body()
    } catch {
        throw Failure(.failed, error.description)
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
