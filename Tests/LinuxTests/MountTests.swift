import Linux
import TestSupport
import Testing

@Suite struct MountTests {
    private func mounts(_ text: String) -> [Mount] { Mount.all(Array(text.utf8)) }

    @Test func `a mount's escapes and options are understood`() {
        let mounts = self.mounts(
            "41 31 0:38 /sub /a\\040b\\134 rw,relatime shared:1 master:2 - proc proc rw,hidepid=2,x\n"
        )
        #expect(mounts.count == 1)
        #expect(mounts.first?.root == "/sub")
        #expect(mounts.first?.point == "/a b\\")
        #expect(mounts.first?.type == "proc")
        #expect(mounts.first?.option("hidepid") == "2")
        #expect(mounts.first?.option("x") == "")
        #expect(mounts.first?.option("hide") == nil)
    }

    @Test func `lines of another form are left out, and a short one keeps what it says`() {
        #expect(mounts("").isEmpty)
        #expect(mounts("a b c - cgroup2\n1 2 3 4 5 6 7 - \n1 2 3 / x rw - cgroup2 a b\n").isEmpty)
        let short = mounts("junk\n1 2 3 / /x\\9 rw - cgroup2")
        #expect(short.map(\.point) == ["/x\\9"] && short.map(\.options) == [""])
    }

    @Test func `mutated tables never crash the parser`() {
        let text =
            "41 31 0:38 /s /a\\040b\\134 rw shared:1 - proc proc rw,hidepid=2\n1 2 3 / / rw - x y z\n"
        for mutated in mutations(of: Array(text.utf8), count: 3000, seed: 7) {
            #expect(Mount.all(mutated).count <= mutated.count)
        }
    }

    @Test func `a long table is read to its end`() {
        let fake = FakeProc()
        let lines = (0..<3000).map { "\($0) 1 0:1 / /mnt/\($0) rw - tmpfs tmpfs rw\n" }
        fake.write("proc/self/mountinfo", lines.joined())
        #expect(Mount.all(root: fake.root).count == 3000)
        #expect(Mount.all(root: fake.root + "/none").isEmpty)
    }
}

@Suite struct UnifiedHierarchyTests {
    private func hierarchy(_ lines: String...) -> UnifiedHierarchy? {
        UnifiedHierarchy(mounts: Mount.all(Array(lines.joined(separator: "\n").utf8)))
    }

    private let v1 = "30 25 0:26 / /sys/fs/cgroup/cpu rw,nosuid shared:9 - cgroup cgroup rw,cpu"
    private let part = "33 25 0:28 /box/1 /part rw - cgroup2 none rw"

    @Test func `it is found wherever it is`() {
        #expect(hierarchy(v1) == nil && hierarchy() == nil)
        let v2 = "31 25 0:27 / /sys/fs/cgroup/uni\\040fied rw shared:10 master:1 - cgroup2 x rw"
        #expect(hierarchy(v1, v2)?.point == "/sys/fs/cgroup/uni fied")
        #expect(hierarchy(part, v2)?.point == "/sys/fs/cgroup/uni fied")
    }

    @Test func `of a part that is mounted only what is in it has a directory`() throws {
        let mounted = try #require(hierarchy(part))
        #expect(mounted.directory(of: "/box/1") == "/part")
        #expect(mounted.directory(of: "/box/1/a") == "/part/a")
        for path in ["/", "/a", "/box/12", "/../a", "x"] {
            #expect(mounted.directory(of: path) == nil)
        }
    }
}
