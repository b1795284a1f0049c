import BTF
import Clibbpf
import TestSupport
import Testing

/// What libbpf says of the same bytes is what we have to say.
@Suite struct LibbpfOracleTests {
    /// The structs that bpftop reads, all of whose members are compared.
    private static let needed = [
        "task_struct", "mm_struct", "signal_struct", "cred", "pid", "upid", "css_set", "cgroup",
        "kernfs_node", "file", "inode", "dentry", "nsproxy", "percpu_counter", "sched_entity",
        "sched_info", "task_io_accounting", "thread_info", "list_head", "pid_namespace",
        "tty_struct", "tty_driver", "request", "bpf_array",
    ]

    private func report(
        _ comparison: LibbpfComparison, atLeast facts: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(comparison.facts >= facts, sourceLocation: sourceLocation)
        let (count, first) = (comparison.differences.count, comparison.differences.prefix(10))
        #expect(count == 0, "\(first.joined(separator: "\n"))", sourceLocation: sourceLocation)
    }

    /// The structs and unions that some structs are made of, themselves included.
    private func parts(of ids: [UInt32], _ libbpf: LibbpfBTF) -> [UInt32] {
        var seen = Set(ids)
        var waiting = ids
        while let id = waiting.popLast() {
            for member in libbpf.members(id) {
                var type = libbpf.resolved(member.type)
                while libbpf.kind(type) == BTF_KIND_ARRAY {
                    type = libbpf.resolved(libbpf.array(type).element)
                }
                let kind = libbpf.kind(type)
                guard kind == BTF_KIND_STRUCT || kind == BTF_KIND_UNION else { continue }
                if seen.insert(type).inserted { waiting.append(type) }
            }
        }
        return seen.sorted()
    }

    private func compareNeeded(_ bytes: [UInt8], depth: Int) throws -> LibbpfComparison {
        var comparison = try LibbpfComparison(bytes)
        let libbpf = comparison.libbpf
        let btf = try BTF(bytes)
        let found = try btf.find(Self.needed.map { TypeQuery(.struct, $0) })
        #expect(
            found.map { $0?.rawValue }
                == Self.needed.map { libbpf.find($0, kind: BTF_KIND_STRUCT) })
        let ids = found.compactMap { $0?.rawValue }
        #expect(ids.count >= Self.needed.count - 1)
        for id in parts(of: ids, libbpf) { try comparison.compareMembers(id, btf) }
        for id in ids { try comparison.comparePaths(id, depth: depth, btf) }
        return comparison
    }

    private func comparePicked(
        _ bytes: [UInt8], count: Int, seed: UInt64
    ) throws -> LibbpfComparison {
        var comparison = try LibbpfComparison(bytes)
        let libbpf = comparison.libbpf
        let btf = try BTF(bytes)
        var random = SeededGenerator(seed: seed)
        let structs = (1..<UInt32(libbpf.typeCount)).filter {
            libbpf.kind($0) == BTF_KIND_STRUCT || libbpf.kind($0) == BTF_KIND_UNION
        }
        for id in structs.shuffled(using: &random).prefix(count) {
            try comparison.compareMembers(id, btf)
            try comparison.comparePaths(id, depth: 0, btf)
        }
        return comparison
    }

    @Test(.enabled(if: BTFSource.kernel != nil, "the running kernel has no BTF"))
    func `every type of the running kernel has libbpf's kind, name and size`() throws {
        let bytes = try #require(BTFSource.kernel)
        var comparison = try LibbpfComparison(bytes)
        try comparison.compareTable(try BTF(bytes))
        report(comparison, atLeast: 100_000)
    }

    @Test(
        .enabled(if: BTFSource.kernel != nil, "the running kernel has no BTF"),
        arguments: [false, true])
    func `the structs we need have libbpf's members in either byte order`(
        isSwapped: Bool
    ) throws {
        var bytes = try #require(BTFSource.kernel)
        if isSwapped { bytes = try #require(LibbpfBTF(bytes)).swapped() }
        report(try compareNeeded(bytes, depth: isSwapped ? 1 : 3), atLeast: 8_000)
    }

    @Test(
        .enabled(if: BTFSource.kernel != nil, "the running kernel has no BTF"),
        arguments: [false, true])
    func `structs picked at random have libbpf's members in either byte order`(
        isSwapped: Bool
    ) throws {
        var bytes = try #require(BTFSource.kernel)
        if isSwapped { bytes = try #require(LibbpfBTF(bytes)).swapped() }
        report(try comparePicked(bytes, count: 2000, seed: 20_260_701), atLeast: 50_000)
    }

    @Test(.enabled(if: BTFSource.kernel != nil, "the running kernel has no BTF"))
    func `types and enumerators are found where libbpf has them`() throws {
        let bytes = try #require(BTFSource.kernel)
        let libbpf = try #require(LibbpfBTF(bytes))
        var random = SeededGenerator(seed: 7)
        let ids = (0..<400).map { _ in
            UInt32.random(in: 1..<UInt32(libbpf.typeCount), using: &random)
        }
        .filter { !libbpf.name($0).isEmpty }
        let btf = try BTF(bytes)
        let queries = try ids.map { id in
            try TypeQuery(#require(BTFKind(rawValue: UInt8(libbpf.kind(id)))), libbpf.name(id))
        }
        let found = try btf.find(queries).map { $0?.rawValue }
        #expect(found == ids.map { libbpf.find(libbpf.name($0), kind: libbpf.kind($0)) })

        var values: [String: Int64] = [:]
        for id in 1..<UInt32(libbpf.typeCount)
        where libbpf.kind(id) == BTF_KIND_ENUM || libbpf.kind(id) == BTF_KIND_ENUM64 {
            for (name, value) in libbpf.enumerators(id) where values[name] == nil {
                values[name] = value
            }
        }
        #expect(values.count > 1000)
        let ours = try btf.enumerators(named: Array(values.keys))
        #expect(ours == values)
    }

    @Test(arguments: ["layout.btf", "layout-be.btf"])
    func `the compiled fixtures have libbpf's types and members`(name: String) throws {
        let bytes = try BTFSource.fixture(name)
        let btf = try BTF(bytes)
        var comparison = try comparePicked(bytes, count: .max, seed: 1)
        try comparison.compareTable(btf)
        let outer = try #require(comparison.libbpf.find("outer", kind: BTF_KIND_STRUCT))
        try comparison.comparePaths(outer, depth: 3, btf)
        report(comparison, atLeast: 300)
    }

    @Test(arguments: BTFSource.others)
    func `other kernels have libbpf's members`(path: String) throws {
        let bytes = try #require(BTFSource.unpack(path))
        report(try compareNeeded(bytes, depth: 1), atLeast: 5_000)
        report(try comparePicked(bytes, count: 300, seed: 3), atLeast: 5_000)
        try BTF(bytes).validate()
    }
}
