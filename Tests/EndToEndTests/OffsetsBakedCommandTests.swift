import TestSupport
import Testing

/// `bpftop offsets` with baked tables, as a user runs it.
@Suite struct OffsetsBakedCommandTests {
    private static let program = Fixture.buildFolder + "/bpftop"
    private static let name = "debian-6.12.117+deb13-cloud-amd64"

    private func run(_ words: String...) throws -> Finished {
        try Finished(Self.program, ["offsets"] + words)
    }

    @Test func `the tables are listed with architecture and build id`() throws {
        let run = try run("--list-baked")
        #expect(run.code == 0)
        let line = try #require(run.lines.first { $0.hasPrefix(Self.name + "\t") })
        let fields = line.split(separator: "\t")
        #expect(fields.count == 3 && fields[1] == "x86_64" && fields[2].utf8.count == 40)
    }

    @Test func `a table is shown with its name as origin`() throws {
        let run = try run("--baked", Self.name, "--tsv")
        #expect(run.code == 0)
        let line = try #require(run.lines.first { $0.hasSuffix("\ttask_pid") })
        #expect(line == "task_struct\tpid\t2432\t-\t4\tinteger\tbaked\t0\ttask_pid")
    }

    @Test func `two tables of one layout do not differ, two of others name what moved`() throws {
        let same = try run("--diff", Self.name, Self.name)
        #expect(same.lines.dropFirst().allSatisfy(\.isEmpty) && same.code == 0)
        let other = try run("--diff", "debian-5.10.0-46-cloud-amd64", Self.name)
        #expect(other.text.contains("\ntask_state\t16:8/1\t24:4\t+8\ttask_struct.__state\n"))
    }

    @Test func `a name that no table has is a mistake of usage`() throws {
        let run = try run("--baked", "debian-1.0")
        #expect(run.code == 2 && run.message.contains("no baked table 'debian-1.0'"))
    }

    @Test func `what excludes each other is refused`() throws {
        #expect(try run("--list-baked", "--baked", Self.name).code == 2)
        #expect(try run("--diff", Self.name).code == 2)
    }

    @Test func `a file without a build id is not baked`() throws {
        let run = try run("--bake", "/sys/kernel/btf/vmlinux")
        #expect(run.code != 0 && run.output.isEmpty)
    }
}
