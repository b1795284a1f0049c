import Glibc
import Interface
import Linux
import TestSupport
import Testing

@testable import Actions

@Suite(.enabled(if: Privileges.hasCgroups, "freezing takes root and cgroup v2"), .serialized)
struct BackgroundActionsTests {
    @Test
    func `asking returns at once, answers come in order, and a frozen process is thawed behind`()
        throws
    {
        let cgroup = try TestCgroup("background")
        let child = try Child("sleep", "60")
        try cgroup.add(child)
        let queue = try BackgroundActions(Actions(isReadOnly: false))
        let target = cgroup.target(child)
        queue.perform(.freeze([target]))
        queue.perform(.thaw([target]))
        var results: [ActionResult] = []
        #expect(
            eventually {
                results += queue.take()
                return results.count == 2
            })
        #expect(
            results == [
                ActionResult("froze \(cgroup.path) with 1 process"),
                ActionResult("thawed \(cgroup.path) with 1 process"),
            ])
        #expect(!cgroup.isFrozen)
    }

    @Test func `a freeze that takes long keeps nobody waiting`() throws {
        // A file in place of the kernel's that never says "frozen 1".
        let folder = "/tmp/bpftop-test-\(getpid())-freeze"
        mkdir(folder, 0o755)
        mkdir("\(folder)/a", 0o755)
        for (name, text) in [
            ("cgroup.procs", ""), ("cgroup.freeze", "0"), ("cgroup.events", "frozen 0\n"),
        ] {
            let file = fopen("\(folder)/a/\(name)", "w")
            fputs(text, file)
            fclose(file)
        }
        defer { _ = try? Finished("rm", ["-r", folder]) }
        let freezer = CgroupFreezer(UnifiedHierarchy(point: folder), guarding: [], patience: 700)
        let queue = try BackgroundActions(Actions(freezer: freezer))
        queue.perform(.freeze([CgroupTarget(path: "/a", affected: [])]))
        #expect(queue.take() == [])
        var waiting = pollfd(fd: queue.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&waiting, 1, 10_000) == 1)
        let results = queue.take()
        #expect(results.count == 1 && results[0].isFailure)
        #expect(results[0].text.contains("after 700 ms"))
    }
}
