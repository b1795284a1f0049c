import BTF
import CBpftop
import DebugInfo
import Glibc
import KernelOffsets
import TestSupport
import Testing

/// The tables of `offsets/`, and the text that they are.
@Suite struct BakedTableTests {
    static let architectures = BakedTable.builtInArchitectures

    @Test(arguments: architectures)
    func `every table that is part of the program can be used`(architecture: String) throws {
        let table = try #require(try BakedTable.builtIn(for: architecture))
        #expect(table.kernels.count > 50)
        for kernel in table.kernels {
            let members = try table.members(of: kernel)
            _ = try KernelOffsets(members: members, source: kernel.name, features: KernelFeatures())
            #expect(BuildID(kernel.buildID)?.bytes.count == 20)
            #expect(table.kernel(buildID: kernel.buildID) == kernel)
            #expect(table.kernel(named: kernel.name) == kernel)
        }
    }

    @Test(arguments: architectures)
    func `no real layout breaks the rules of order`(architecture: String) throws {
        let table = try #require(try BakedTable.builtIn(for: architecture))
        for kernel in table.kernels {
            let objection = LayoutRules.objection(to: try table.members(of: kernel))
            #expect(objection == nil, "\(kernel.name): \(objection ?? "")")
        }
    }

    @Test func `both tables together are small`() throws {
        var size = 0
        for architecture in Self.architectures {
            size += try #require(File.text("\(Fixture.root)/offsets/\(architecture).tsv")).utf8
                .count
        }
        #expect(size > 0 && size < 300_000)
    }

    @Test func `an architecture without a table has none`() throws {
        #expect(try BakedTable.builtIn(for: "s390x") == nil)
    }

    @Test func `a build id or a name that is not in it finds nothing`() throws {
        let table = try #require(try BakedTable.builtIn(for: "x86_64"))
        #expect(table.kernel(buildID: String(repeating: "0", count: 40)) == nil)
        #expect(table.kernel(named: "debian-6.1") == nil)
    }

    @Test func `what was baked of BTF is read back as BTF says`() throws {
        let members = try Layouts.offsets().members
        let layout = BakedLayout(buildID: "ab", name: "fixture", members: members)
        let table = try BakedTable(BakedTable.text([layout]))
        let kernel = try #require(table.kernel(buildID: "ab"))
        let baked = try table.members(of: kernel)
        #expect(baked.map(\.outcome.cell) == members.map(\.outcome.cell))
        #expect(baked.map(\.raw.offset) == members.map(\.raw.offset))
        #expect(baked.map(\.raw.size) == members.map(\.raw.size))
    }

    @Test func `kernels of one layout share its column, and a build id is listed once`() throws {
        let members = try Layouts.offsets().members
        let names = [("ab", "one"), ("cd", "two"), ("ab", "three")]
        let text = BakedTable.text(
            names.map { BakedLayout(buildID: $0, name: $1, members: members) })
        #expect(text.contains("\nmember\t1\ntask_state\t"))
        #expect(try BakedTable(text).kernels.map(\.name) == ["one", "two"])
    }

    @Test(arguments: [
        "", "member\t1\n", "kernel\tab\tx\t1\n", "kernel\tab\tx\nmember\t1\n",
        "kernel\tab\tx\t1\ntask_pid\t1:4\nmember\t1\n", "kernel\tab\tx\t1\nmember\t1\ntask_pid\n",
        "kernel\tab\tx\t1\nmember\t1\ntask_pid\t8:4\t8:4\n",
    ])
    func `a text that is no table is refused`(text: String) {
        #expect(throws: BakedTableError.self) { try BakedTable(text) }
    }

    @Test(arguments: [
        "8", "8:", ":4", "8:3", "8:4/9", "8:4/x", "-8:4", "8:4:9+1", "8:4:1", "=16", "4294967296:4",
        "99999999:4", "x", "",
    ])
    func `a cell that is no place of the member is refused`(cell: String) throws {
        let table = try BakedTable("kernel\tab\tx\t1\nmember\t1\ntask_pid\t\(cell)\n")
        let kernel = try #require(table.kernel(buildID: "ab"))
        #expect(throws: BakedTableError.self) { try table.members(of: kernel) }
    }

    @Test
    func `a member that a table does not know is absent, and one that we do not know is ignored`()
        throws
    {
        let text = "kernel\tab\tx\t1\nmember\t1\ntask_pid\t8:4\nsomething_new\t9:9\n"
        let table = try BakedTable(text)
        let members = try table.members(of: try #require(table.kernel(named: "x")))
        #expect(members.filter(\.isUsable).map(\.member.name) == ["task_pid"])
    }

    /// $BPFTOP_KERNELS/btf as `scripts/kernels/collect` fills it; nil where there is none.
    static let collected = getenv("BPFTOP_KERNELS").map { String(cString: $0) + "/btf" }

    @Test(
        .enabled("BPFTOP_KERNELS names collected BTF") { collected != nil },
        arguments: architectures)
    func `every table equals what the kernel's BTF says`(architecture: String) throws {
        let folder = try #require(Self.collected)
        let table = try #require(try BakedTable.builtIn(for: architecture))
        for kernel in table.kernels {
            let stem = "\(folder)/\(kernel.name.dropFirst("debian-".count)).\(architecture)"
            let bytes = try DebugInfo.btf(inFile: stem + ".btf")
            let members = try KernelOffsets.resolve(try BTF(bytes)).members
            let cells = try table.members(of: kernel).map(\.outcome.cell)
            #expect(cells == members.map(\.outcome.cell), "\(kernel.name)")
            let id = try #require(File.text(stem + ".build-id")).filter(\.isHexDigit)
            #expect(id == kernel.buildID, "\(kernel.name)")
        }
    }
}
