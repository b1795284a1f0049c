import CBpftop
import Glibc
import Linux
import Model
import TestSupport
import Testing

@testable import Sampling

@Suite struct CgroupsTests {
    private let fake = FakeProc()

    private func mount(_ root: String, _ point: String, type: String = "cgroup2") {
        fake.write("proc/self/mountinfo", "41 31 0:38 \(root) \(point) rw - \(type) none rw\n")
    }

    private func task(_ cgroup: UInt64) -> TaskRecord {
        var record = TaskRecord()
        record.cgroup_id = cgroup
        return record
    }

    @Test func `paths are found by the directories' inodes`() {
        mount("/", "/sys/fs/cgroup")
        fake.makeDirectory("sys/fs/cgroup/system.slice/a.service")
        fake.makeDirectory("sys/fs/cgroup/user.slice")
        fake.write("sys/fs/cgroup/cgroup.procs", "")
        var cgroups = Cgroups(root: fake.root)
        let paths = ["": "/", "/system.slice/a.service": "/system.slice/a.service"]
        let expected = Dictionary(
            uniqueKeysWithValues: paths.map { (fake.inode("sys/fs/cgroup\($0)"), CgroupPath($1)) })
        var texts = Texts()
        let tasks = expected.keys.map(task) + [task(.max)]
        #expect(
            eventually {
                cgroups.update(tasks, texts: &texts)
                return texts.cgroups == expected
            })
    }

    @Test func `a process in a cgroup tells its path, and one that has moved does not`() throws {
        mount("/", "/cg")
        fake.makeDirectory("cg/a")
        fake.makeDirectory("cg/b")
        fake.write("proc/7/cgroup", "3:cpu:/b\n0::/a\n")
        let hierarchy = try #require(
            UnifiedHierarchy(mounts: Mount.all(root: fake.root), root: fake.root))
        let process = ProcProcess(7, root: fake.root)
        #expect(hierarchy.path(of: fake.inode("cg/a"), by: process) == "/a")
        #expect(hierarchy.path(of: fake.inode("cg/b"), by: process) == nil)
        #expect(hierarchy.path(of: 1, by: ProcProcess(8, root: fake.root)) == nil)
    }

    @Test func `a cgroup that is new is found by the next walk`() {
        mount("/", "/cg")
        fake.makeDirectory("cg")
        var cgroups = Cgroups(root: fake.root, interval: 10_000_000)
        var texts = Texts()
        let top = fake.inode("cg")
        #expect(
            eventually {
                cgroups.update([task(top)], texts: &texts)
                return texts.cgroups[top] == "/"
            })
        fake.makeDirectory("cg/new")
        let id = fake.inode("cg/new")
        var changed: [Int32] = [1]
        #expect(
            eventually {
                // Named once as changed, it is asked for until it is known.
                cgroups.update([task(top), task(id)], changed: changed, texts: &texts)
                changed = []
                return texts.cgroups[id] == "/new"
            })
    }

    @Test func `of many paths those stay that processes are in`() {
        mount("/", "/cg")
        for name in ["a", "b", "c"] { fake.makeDirectory("cg/\(name)") }
        let ids = ["a", "b", "c"].map { fake.inode("cg/\($0)") }
        var cgroups = Cgroups(root: fake.root, interval: 10_000_000, least: 2)
        var texts = Texts()
        func knows(_ tasks: [TaskRecord], _ wanted: Int) -> Bool {
            eventually {
                cgroups.update(tasks, texts: &texts)
                return cgroups.isSettled && texts.cgroups.count == wanted
            }
        }
        // More than are remembered for nothing, but all are in use.
        #expect(knows(ids.map(task), 3))
        cgroups.update(ids.map(task), texts: &texts)
        #expect(texts.cgroups.count == 3)
        // Twice as many as were in use then may stay; four are within that, seven are not.
        for name in ["d", "e", "f", "g"] { fake.makeDirectory("cg/\(name)") }
        let more = ["d", "e", "f", "g"].map { task(fake.inode("cg/\($0)")) }
        #expect(knows([task(ids[0])] + more, 7))
        cgroups.update([task(ids[0])], texts: &texts)
        #expect(texts.cgroups == [ids[0]: "/a"])
    }

    @Test func `walks are no more frequent than the interval`() throws {
        mount("/", "/cg")
        fake.makeDirectory("cg/a")
        let mounts = Mount.all(root: fake.root)
        let hierarchy = try #require(UnifiedHierarchy(mounts: mounts, root: fake.root))
        let tree = CgroupTree(hierarchy, interval: 3_600_000_000_000)
        #expect(tree.path(of: fake.inode("cg/a")) == "/a")
        fake.makeDirectory("cg/b")
        #expect(tree.path(of: fake.inode("cg/b")) == nil)
        #expect(tree.walk()[fake.inode("cg/b")] == "/b")
    }

    @Test func `a part of the hierarchy that is mounted keeps its whole path`() throws {
        mount("/docker/1", "/cg")
        fake.makeDirectory("cg/inner")
        let hierarchy = try #require(
            UnifiedHierarchy(mounts: Mount.all(root: fake.root), root: fake.root))
        #expect(hierarchy.id(of: "/docker/1") == fake.inode("cg"))
        #expect(hierarchy.id(of: "/docker/1/inner") == fake.inode("cg/inner"))
        #expect(hierarchy.id(of: "/docker/12") == nil)
        #expect(hierarchy.id(of: "/inner") == nil)
        let paths = CgroupTree(hierarchy, interval: 1).walk()
        #expect(paths[fake.inode("cg")] == "/docker/1")
        #expect(paths[fake.inode("cg/inner")] == "/docker/1/inner")
    }

    @Test func `with cgroup v1 alone there is nothing to look up`() {
        mount("/", "/sys/fs/cgroup/cpu", type: "cgroup")
        var cgroups = Cgroups(root: fake.root)
        var texts = Texts()
        cgroups.update([task(5)], texts: &texts)
        #expect(!cgroups.isAvailable)
        #expect(texts.cgroups.isEmpty)
    }

    @Test func `the running kernel's ids agree with the paths in /proc`() throws {
        let mounts = Mount.all(root: "/")
        guard let hierarchy = UnifiedHierarchy(mounts: mounts, root: "/") else { return }
        let paths = CgroupTree(hierarchy, interval: 1).walk()
        var reader = try ProcTaskReader()
        _ = reader.read(threads: false)
        for (id, path) in reader.cgroups { #expect(paths[id] == path.path) }
        #expect(paths.values.contains("/"))
    }
}
