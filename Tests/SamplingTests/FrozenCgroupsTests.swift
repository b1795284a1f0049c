import Glibc
import Model
import TestSupport
import Testing

@testable import Sampling

/// Real cgroups of a real kernel, made and frozen by the test.
@Suite(.serialized) struct FrozenCgroupsTests {
    private static let hierarchy = UnifiedHierarchy(mounts: Mount.all(root: "/"), root: "/")
    private static let canMakeCgroups =
        geteuid() == 0 && hierarchy.map { access("\($0.point)/cgroup.procs", W_OK) == 0 } == true

    private func write(_ text: String, _ path: String) {
        let file = open(path, O_WRONLY)
        _ = Glibc.write(file, text, text.utf8.count)
        close(file)
    }

    @Test(.enabled(if: canMakeCgroups, "needs root and cgroup v2"))
    func `a freeze and a thaw are seen, and a cgroup that goes is forgotten`() throws {
        let hierarchy = try #require(Self.hierarchy)
        let path = "/bpftop-test-\(getpid())-frozen"
        let directory = try #require(hierarchy.directory(of: path))
        mkdir(directory, 0o755)
        defer { rmdir(directory) }
        let child = TestChild("/bin/sleep", ["60"])
        write("\(child.pid)", "\(directory)/cgroup.procs")
        defer { write("\(child.pid)", "\(hierarchy.point)/cgroup.procs") }
        let id = try #require(hierarchy.id(of: path))
        let root = try #require(hierarchy.id(of: "/"))
        var frozen = FrozenCgroups()
        var texts = Texts()
        texts.cgroups = [id: CgroupPath(path), root: "/"]
        func says(_ wanted: Bool?) -> Bool {
            eventually {
                frozen.update(&texts)
                return texts.frozen[id] == wanted
            }
        }
        #expect(says(false))
        write("1", "\(directory)/cgroup.freeze")
        #expect(says(true))
        write("0", "\(directory)/cgroup.freeze")
        #expect(says(false))
        // The root has no such file: nothing is known of it.
        #expect(texts.frozen[root] == nil)
        texts.cgroups[id] = nil
        #expect(says(nil))
    }

    @Test func `without cgroup v2 nothing is known`() {
        let fake = FakeProc()
        fake.write("proc/self/mountinfo", "")
        var frozen = FrozenCgroups(root: fake.root)
        var texts = Texts()
        texts.cgroups = [1: "/a"]
        frozen.update(&texts)
        #expect(texts.frozen.isEmpty)
    }
}
