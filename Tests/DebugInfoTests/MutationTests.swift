import BTF
import DebugInfo
import TestSupport
import Testing

/// Files with wrong bytes anywhere end in a value or a typed error: libelf and libdw are given them, too.
struct `Mutated files` {
    let scratch = Scratch()

    /// A copy with up to eight bytes changed: in the header, in the section headers, or anywhere.
    func mutant(of bytes: [UInt8], _ numbers: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        let header = 0..<64
        let sections = max(0, bytes.count - 64 * 20)..<bytes.count
        let region = [header, sections, bytes.indices].randomElement(using: &numbers) ?? header
        for _ in 0..<Int.random(in: 1...8, using: &numbers) {
            let index = Int.random(in: region, using: &numbers)
            let random = UInt8.random(in: 0...255, using: &numbers)
            bytes[index] = [random, 0, 0x7F, 0x80, 0xFF].randomElement(using: &numbers) ?? random
        }
        return bytes
    }

    /// Asks everything of a file; an untyped error would not compile, a trap ends the tests.
    func ask(_ path: String, _ members: [MemberPath]) -> (answers: Int, errors: Int) {
        var answers = 0
        var errors = 0
        func count<Answer: ~Copyable>(_ body: () throws(DebugInfoError) -> Answer) {
            do throws(DebugInfoError) {
                _ = try body()
                answers += 1
            } catch {
                errors += 1
            }
        }
        count { () throws(DebugInfoError) in try DebugInfo.btf(inFile: path) }
        count { () throws(DebugInfoError) in
            let image = try ELFImage(path: path)
            _ = try image.buildID
            _ = try image.section(named: ".debug_info")
        }
        count { () throws(DebugInfoError) in
            let layout = try Layout.dwarf(path)
            for structure in Layout.structures {
                count { () throws(DebugInfoError) in try layout.size(of: structure) }
                for path in members {
                    count { () throws(DebugInfoError) in
                        try layout.location(of: path, in: structure)
                    }
                }
            }
        }
        return (answers, errors)
    }

    @Test(arguments: [
        ("x86_64-linux-gnu", 5), ("s390x-linux-gnu", 3), ("armv7-linux-gnueabihf", 4), ("bpf", 5),
    ])
    func `any byte may be wrong`(target: String, dwarf: Int) throws {
        let path = try Toolchain.compile("layout.c", target: target, dwarf: dwarf, into: scratch)
        let bytes = Scratch.bytes(ofFile: path)
        let members = try ["d", "low", "fifth[1]", "rest[3].count", "call_struct", "wn"].map {
            try MemberPath($0)
        }
        var answers = 0
        var errors = 0
        for seed in 0..<300 {
            var numbers = SeededGenerator(seed: UInt64(seed))
            let result = ask(scratch.file("mutant", mutant(of: bytes, &numbers)), members)
            answers += result.answers
            errors += result.errors
        }
        #expect(answers > 300)
        #expect(errors > 300)
    }

    @Test func `DWARF cut off anywhere is refused`() throws {
        let path = try Toolchain.compile("layout.c", target: "x86_64-linux-gnu", into: scratch)
        let bytes = Scratch.bytes(ofFile: path)
        for length in stride(from: 4, to: bytes.count, by: 97) {
            let cut = scratch.file("cut", Array(bytes[..<length]))
            #expect(throws: DebugInfoError.truncated, "\(length)") { _ = try Layout.dwarf(cut) }
        }
    }
}
