import Glibc
import TestSupport
import Testing

/// The fuzzer's first inputs, Fuzz/BTF/corpus: made here, so that they follow the builder.
///
/// `BPFTOP_RECORD=1 swift test --filter CorpusTests` writes them anew.
@Suite struct CorpusTests {
    private static var seeds: [(String, [UInt8])] {
        var longHeader = BTFBuilder()
        longHeader.headerLength = 32
        longHeader.structure("outer", size: 4, [.init("a", longHeader.int("int", size: 4), at: 0)])
        var unknown = BTFBuilder()
        unknown.int("int", size: 4)
        unknown.record(29, "strange", 0)
        var loop = BTFBuilder()
        loop.typedef("t", 1)
        loop.array(of: 2, count: 3)
        loop.structure("outer", size: 4, [.init("", 3, at: 0), .init("a", 2, at: 0)])
        return [
            ("every-kind-le", MutationTests.everyKind(isBigEndian: false)),
            ("every-kind-be", MutationTests.everyKind(isBigEndian: true)),
            ("long-header", longHeader.bytes), ("unknown-kind", unknown.bytes),
            ("loop", loop.bytes), ("bare", Array(BTFBuilder().bytes[..<20]) + [0, 0, 0, 0]),
        ]
    }

    @Test func `the corpus holds the builder's shapes and breaks nothing`() throws {
        for (name, bytes) in Self.seeds {
            let path = BTFSource.packageRoot + "/Fuzz/BTF/corpus/" + name
            if getenv("BPFTOP_RECORD") != nil { try write(bytes, to: path) }
            let recorded = try #require(BTFSource.read(path), "\(name) is not there")
            #expect(recorded == bytes, "\(name) is old")
            let guarded = GuardedBytes(recorded)
            _ = Exercise.run(guarded.bytes)
        }
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let file = try #require(fopen(path, "w"))
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
        fclose(file)
    }
}
