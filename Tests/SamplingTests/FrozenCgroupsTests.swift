import Glibc
import Linux
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

    /// Whether a descriptor has something to read.
    private func isReadable(_ descriptor: Int32) -> Bool {
        var watch = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&watch, 1, 0) == 1
    }

    @Test(.enabled(if: canMakeCgroups, "needs root and cgroup v2"), arguments: [false, true])
    func `a freeze and a thaw are seen, and a cgroup that goes is forgotten`(
        isPolled: Bool
    ) throws {
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
        let events = isPolled ? frozen.poll() : nil
        #expect((events != nil) == isPolled)
        var texts = Texts()
        texts.cgroups = [id: CgroupPath(path), root: "/"]
        func says(_ wanted: Bool?) -> Bool {
            eventually {
                if let events, isReadable(events) {
                    frozen.readNotices()
                    #expect(!isReadable(events))
                }
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

    @Test(.enabled(if: canMakeCgroups, "needs root and cgroup v2"))
    func `more freezes at once than one read holds are all seen`() throws {
        let hierarchy = try #require(Self.hierarchy)
        // One read holds 512 events.
        let paths = (0..<700).map { "/bpftop-test-\(getpid())-many-\($0)" }
        var texts = Texts()
        defer {
            for path in paths { hierarchy.directory(of: path).map { _ = rmdir($0) } }
        }
        for path in paths {
            mkdir(hierarchy.point + path, 0o755)
            texts.cgroups[try #require(hierarchy.id(of: path))] = CgroupPath(path)
        }
        var frozen = FrozenCgroups()
        func says(_ wanted: Bool) -> Bool {
            eventually {
                frozen.update(&texts)
                return texts.frozen.count == paths.count
                    && texts.frozen.values.allSatisfy { $0 == wanted }
            }
        }
        #expect(says(false))
        for path in paths { write("1", "\(hierarchy.point)\(path)/cgroup.freeze") }
        #expect(says(true))
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
