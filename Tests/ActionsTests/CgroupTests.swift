import Glibc
import Interface
import Linux
import Model
import TestSupport
import Testing

@testable import Actions

/// A cgroup made for one test, thawed and taken away afterwards.
final class TestCgroup {
    let mount: String
    let path: String
    var directory: String { mount + path }

    init(_ name: String) throws {
        mount = try #require(CgroupFreezer().hierarchy?.point)
        path = "/bpftop-test-\(getpid())-\(name)"
        mkdir(directory, 0o755)
    }

    deinit {
        try? Path.write("0", to: "\(directory)/cgroup.freeze")
        let names = (try? Path.names(in: directory)) ?? []
        for place in [directory] + names.map({ "\(directory)/\($0)" }) {
            let members = (try? Path.text("\(place)/cgroup.procs")) ?? ""
            for pid in members.split(separator: "\n") {
                try? Path.write(String(pid), to: "\(mount)/cgroup.procs")
            }
        }
        for name in names { rmdir("\(directory)/\(name)") }
        rmdir(directory)
    }

    func add(_ child: Child) throws {
        try Path.write(String(child.pid), to: "\(directory)/cgroup.procs")
    }

    func target(_ children: Child...) -> CgroupTarget {
        CgroupTarget(path: path, affected: children.map(\.target))
    }

    var isFrozen: Bool {
        (try? Path.text("\(directory)/cgroup.events"))?.contains("frozen 1") == true
    }
}

@Suite(.enabled(if: Privileges.hasCgroups, "freezing takes root and cgroup v2"), .serialized)
struct CgroupTests {
    private let actions = Actions(isReadOnly: false)

    @Test func `a cgroup is frozen when the call returns, and thawed likewise`() throws {
        let cgroup = try TestCgroup("freeze")
        let child = try Child("sleep", "60")
        try cgroup.add(child)
        let frozen = actions.perform(.freeze([cgroup.target(child)]))
        #expect(frozen == ActionResult("froze \(cgroup.path) with 1 process"))
        #expect(cgroup.isFrozen)
        let thawed = actions.perform(.thaw([cgroup.target(child)]))
        #expect(thawed?.isFailure == false)
        #expect(!cgroup.isFrozen)
    }

    @Test func `a frozen process ends by SIGKILL, which needs no thaw`() throws {
        let cgroup = try TestCgroup("kill")
        let child = try Child("sleep", "60")
        try cgroup.add(child)
        _ = actions.perform(.freeze([cgroup.target(child)]))
        #expect(actions.signal([child.target], number: SIGKILL).map(\.failure) == [nil])
        #expect(child.waitForEnd() == SIGKILL)
    }

    @Test func `a cgroup with a guarded process is not frozen, nor one below it`() throws {
        let cgroup = try TestCgroup("guard")
        let child = try Child("sleep", "60")
        mkdir("\(cgroup.directory)/with.dot", 0o755)
        try Path.write(String(child.pid), to: "\(cgroup.directory)/with.dot/cgroup.procs")
        let freezer = CgroupFreezer(
            UnifiedHierarchy(point: cgroup.mount), guarding: [UInt32(child.pid)])
        let result = Actions(freezer: freezer).perform(.freeze([cgroup.target(child)]))
        #expect(result?.isFailure == true)
        #expect(!cgroup.isFrozen)
        #expect(child.waits { child.status("State").hasPrefix("S") })
    }

    @Test func `this process and its ancestors are guarded`() {
        let lineage = CgroupFreezer.lineage()
        #expect(lineage.contains(UInt32(getpid())))
        #expect(getppid() <= 1 || lineage.contains(UInt32(getppid())))
    }

    @Test func `a process of the root cgroup gets one of its own, which goes with the thaw`() throws
    {
        let child = try Child("sleep", "60")
        let mount = try #require(CgroupFreezer().hierarchy?.point)
        let before = try Path.text("/proc/\(child.pid)/cgroup")
        let path = "/bpftop.freeze.\(child.pid)"
        let cgroup = CgroupTarget(path: path, affected: [child.target], isNew: true)
        #expect(actions.perform(.freeze([cgroup]))?.isFailure == false)
        #expect(try Path.text("/proc/\(child.pid)/cgroup").contains("0::\(path)\n"))
        #expect(actions.perform(.thaw([cgroup]))?.isFailure == false)
        #expect(access(mount + path, F_OK) != 0)
        #expect(try Path.text("/proc/\(child.pid)/cgroup") == before)
    }

    @Test func `the cgroup of one killed while frozen goes, that of a living one stays`()
        throws
    {
        let (dead, living) = (try Child("sleep", "60"), try Child("sleep", "60"))
        let mount = try #require(CgroupFreezer().hierarchy?.point)
        let paths = [dead, living].map { "/bpftop.freeze.\($0.pid)" }
        for (child, path) in zip([dead, living], paths) {
            let cgroup = CgroupTarget(path: path, affected: [child.target], isNew: true)
            #expect(actions.perform(.freeze([cgroup]))?.isFailure == false)
        }
        #expect(kill(dead.pid, SIGKILL) == 0 && dead.waitForEnd() == SIGKILL)
        #expect(access(mount + paths[0], F_OK) == 0)
        #expect(Actions(isReadOnly: true).perform(.removeEmptyCgroups) == nil)
        #expect(access(mount + paths[0], F_OK) == 0)
        #expect(actions.perform(.removeEmptyCgroups) == nil)
        #expect(access(mount + paths[0], F_OK) != 0)
        #expect(try Path.text("\(mount)\(paths[1])/cgroup.events").contains("frozen 1"))
        let thawed = CgroupTarget(path: paths[1], affected: [living.target])
        #expect(actions.perform(.thaw([thawed]))?.isFailure == false)
    }

    @Test func `the next freeze takes away what an earlier monitor left`() throws {
        let (dead, other) = (try Child("sleep", "60"), try Child("sleep", "60"))
        let mount = try #require(CgroupFreezer().hierarchy?.point)
        let path = "/bpftop.freeze.\(dead.pid)"
        let left = CgroupTarget(path: path, affected: [dead.target], isNew: true)
        #expect(actions.perform(.freeze([left]))?.isFailure == false)
        #expect(kill(dead.pid, SIGKILL) == 0 && dead.waitForEnd() == SIGKILL)
        let cgroup = try TestCgroup("next")
        try cgroup.add(other)
        #expect(actions.perform(.freeze([cgroup.target(other)]))?.isFailure == false)
        #expect(access(mount + path, F_OK) != 0)
    }

    @Test func `a newcomer with the number is not put into the new cgroup`() throws {
        let child = try Child("sleep", "60")
        let mount = try #require(CgroupFreezer().hierarchy?.point)
        let other = Target(
            identity: ProcessIdentity(pid: UInt32(child.pid), startTime: 5), name: "x", user: "u")
        let cgroup = CgroupTarget(
            path: "/bpftop.freeze.\(child.pid)", affected: [other], isNew: true)
        let result = actions.perform(.freeze([cgroup]))
        #expect(result?.text.contains("belongs to another") == true)
        #expect(access(mount + cgroup.path, F_OK) != 0)
    }

    @Test func `what stays frozen with its parent says so`() throws {
        let cgroup = try TestCgroup("parent")
        let child = try Child("sleep", "60")
        mkdir("\(cgroup.directory)/inner", 0o755)
        try Path.write(String(child.pid), to: "\(cgroup.directory)/inner/cgroup.procs")
        #expect(actions.perform(.freeze([cgroup.target(child)]))?.isFailure == false)
        let inner = CgroupTarget(path: "\(cgroup.path)/inner", affected: [child.target])
        let impatient = CgroupFreezer(
            UnifiedHierarchy(point: cgroup.mount), guarding: [], patience: 40)
        let result = Actions(freezer: impatient).perform(.thaw([inner]))
        #expect(result?.text.contains("stays frozen with \(cgroup.path)") == true)
        #expect(actions.perform(.thaw([cgroup.target(child)]))?.isFailure == false)
    }

    @Test func `a cgroup that is gone is reported`() {
        let result = actions.perform(.freeze([CgroupTarget(path: "/no/such", affected: [])]))
        #expect(result?.isFailure == true)
        #expect(result?.text.contains("does not exist") == true)
    }

    @Test(arguments: ["", "/", "x", "/a/../b", "//a", "/a/", "/."])
    func `a path that is no cgroup's is refused`(path: String) {
        let result = actions.perform(.freeze([CgroupTarget(path: path, affected: [])]))
        #expect(result?.text.contains("no cgroup that can be frozen") == true)
    }
}

@Suite struct CgroupMountTests {
    @Test func `where only a part of the hierarchy is mounted, what is in it can be frozen`() {
        let fake = FakeProc()
        fake.write("proc/self/mountinfo", "31 25 0:27 /box/1 /cg rw - cgroup2 cgroup2 rw\n")
        fake.write("cg/inner/cgroup.procs", "")
        fake.write("cg/inner/cgroup.freeze", "0")
        fake.write("cg/inner/cgroup.events", "populated 0\nfrozen 1\n")
        let hierarchy = UnifiedHierarchy(mounts: Mount.all(root: fake.root), root: fake.root)
        let actions = Actions(freezer: CgroupFreezer(hierarchy, guarding: []))
        let result = actions.perform(.freeze([CgroupTarget(path: "/box/1/inner", affected: [])]))
        #expect(result?.isFailure == false, "\(result?.text ?? "")")
        #expect((try? Path.text("\(fake.root)/cg/inner/cgroup.freeze"))?.hasPrefix("1") == true)
        let outside = actions.perform(.freeze([CgroupTarget(path: "/inner", affected: [])]))
        #expect(outside?.text.contains("/inner is not mounted here, only /box/1 is") == true)
    }

    @Test func `without a hierarchy nothing can be frozen, and that is said`() {
        let actions = Actions(freezer: CgroupFreezer(nil, guarding: []))
        let result = actions.perform(.freeze([CgroupTarget(path: "/a", affected: [])]))
        #expect(result?.text.contains("no cgroup v2") == true)
    }
}
