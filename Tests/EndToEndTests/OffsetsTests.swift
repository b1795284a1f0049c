import Foundation
import TestSupport
import Testing

/// `bpftop offsets`, in every form and of every kind of file.
@Suite(.enabled(if: File.modified("/sys/kernel/btf/vmlinux") != nil, "needs the kernel's BTF"))
struct OffsetsTests {
    @Test func `the table has a line for every member`() throws {
        let run = try Bpftop.run("offsets", "--dump")
        #expect(run.code == 0 && run.errors.isEmpty)
        let lines = run.lines.filter { $0.hasPrefix("task_struct") }
        #expect(lines.count > 30)
        #expect(lines.contains { $0.hasSuffix("  task_comm") && $0.contains("char[16]") })
        #expect(try Bpftop.run("offsets").output == run.output)
    }

    @Test func `TSV, JSON and the table say the same`() throws {
        let table = try Bpftop.run("offsets", "--tsv").lines.dropLast().map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(table.allSatisfy { $0.count == table[0].count })
        let json = try Bpftop.run("offsets", "--json")
        let object = try Bpftop.Sample(json.output).object
        #expect(object["schema"] as? String == "bpftop.offsets.v1")
        #expect(object["byte_order"] as? String == "littleEndian" || object["byte_order"] != nil)
        let members = try #require(object["members"] as? [[String: Any]])
        #expect(members.count == table.count - 1)
        let name = try #require(table[0].firstIndex(of: "name"))
        let offset = try #require(table[0].firstIndex(of: "byte_offset"))
        for (row, member) in zip(table.dropFirst(), members) {
            #expect(row[name] == member["name"] as? String)
            let number = (member["byte_offset"] as? NSNumber)?.stringValue ?? "-"
            #expect(row[offset] == number)
        }
    }

    @Test func `the C initialiser compiles with the shared header`() throws {
        let run = try Bpftop.run("offsets", "--c")
        let files = FakeProc()
        files.write("offsets.c", "#include \"bpftop.h\"\n" + run.text)
        let compiled = try Finished(
            "clang",
            [
                "-fsyntax-only", "-Wall", "-Werror", "-I\(Fixture.root)/bpf/include",
                "\(files.root)/offsets.c",
            ])
        #expect(compiled.code == 0, "\(compiled.message)")
    }

    @Test func `the kernel's own file gives the kernel's own members`() throws {
        let own = try Bpftop.run("offsets", "--json")
        let file = try Bpftop.run("offsets", "--json", "--btf", "/sys/kernel/btf/vmlinux")
        #expect(file.code == 0)
        let pairs = try [own, file].map { run in
            let members = try Bpftop.Sample(run.output).object["members"] as? [[String: Any]]
            return members?.map { ($0["byte_offset"] as? NSNumber)?.intValue }
        }
        #expect(pairs[0] == pairs[1] && pairs[0]?.isEmpty == false)
    }

    @Test func `a file that is no type information is refused by name`() throws {
        let files = FakeProc()
        let kernel = try #require(File.bytes("/sys/kernel/btf/vmlinux"))
        files.write("cut", Array(kernel.prefix(100_000)))
        files.write("garbage", "this is no type information")
        files.write("empty", "")
        files.write("header", Array(kernel.prefix(20)))
        files.makeDirectory("folder")
        for name in ["cut", "garbage", "empty", "header", "folder", "missing"] {
            let path = "\(files.root)/\(name)"
            let run = try Bpftop.run("offsets", "--btf", path)
            #expect(isRefused(run, code: 1, saying: path), "\(name): \(run.code) \(run.message)")
        }
    }

    @Test func `a program without type information is refused`() throws {
        let path = try Fixture.subject()
        let run = try Bpftop.run("offsets", "--btf", path)
        let isNamed = isRefused(run, code: 1, saying: path, "is an ELF file without")
        #expect(isNamed, "\(run.code) \(run.message)")
    }

    @Test func `type information of something else is shown, and named as unusable`() throws {
        // A BPF object's own BTF: whole, but of no kernel.
        let folder = "\(Fixture.root)/Tests/LibBPFTests"
        let path = try Fixture.bpf("exchange.bpf.c", beside: "\(folder)/Objects.swift")
        let run = try Bpftop.run("offsets", "--btf", path)
        #expect(run.code == 3)
        #expect(run.message.contains("struct task_struct has none of: __state, state"))
        #expect(run.lines.contains { $0.contains("absent, required") })
    }
}
