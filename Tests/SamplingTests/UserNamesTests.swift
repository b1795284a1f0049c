import CBpftop
import Glibc
import Model
import Synchronization
import TestSupport
import Testing

@testable import Sampling

@Suite struct UserNamesTests {
    private func task(_ euid: UInt32, login: UInt32 = .max) -> TaskRecord {
        var record = TaskRecord()
        record.euid = euid
        record.uid = euid
        record.loginuid = login
        return record
    }

    @Test func `lines of passwd are read and others are not`() {
        let names = parsed(
            """
            root:x:0:0:root:/root:/bin/sh
            # comment:x:5:5
            +::::::
            alice:x:1000:1000::/home/alice:/bin/sh
            second:x:1000:1000::/:/bin/sh
            noid:x::1::
            bad:x:12z:1::
            huge:x:4294967296:1::
            :x:7:7::
            ünï:x:8:8
            last:x:4294967294:1
            """
        ) { UserNames.parse($0) }
        #expect(
            names == [
                0: "root", 5: "# comment", 1000: "alice", 8: "ünï", 4_294_967_294: "last",
            ])
    }

    @Test func `names come from the file at once and from elsewhere later`() {
        let fake = FakeProc()
        fake.write("passwd", "root:x:0:0::/:/bin/sh\n")
        var users = UserNames(passwd: "\(fake.root)/passwd", reader: { $0 == 77 ? "far" : nil })
        var texts = Texts()
        let tasks = [task(0), task(77), task(78, login: 77)]
        users.update(tasks, texts: &texts)
        #expect(texts.users == [0: "root"])
        #expect(
            eventually {
                users.update(tasks, texts: &texts)
                return texts.users == [0: "root", 77: "far"]
            })
        #expect(users.id(of: "root") == 0)
        #expect(users.id(of: "far") == nil)
    }

    @Test func `only rows that changed are looked at while all are known`() {
        let fake = FakeProc()
        fake.write("passwd", "root:x:0:0::/:/bin/sh\n")
        let asked = Mutex<Set<UInt32>>([])
        var users = UserNames(passwd: "\(fake.root)/passwd") { id in
            asked.withLock { _ = $0.insert(id) }
            return "n\(id)"
        }
        var texts = Texts()
        var tasks = [task(0), task(0), task(0)]
        users.update(tasks, texts: &texts)
        tasks[1] = task(77)
        users.update(tasks, changed: [], texts: &texts)
        #expect(asked.withLock { $0.isEmpty })
        users.update(tasks, changed: [1], texts: &texts)
        #expect(eventually { asked.withLock { $0 } == [77] })
        // Until it is known it is asked for whatever is said to have changed.
        #expect(
            eventually {
                users.update(tasks, changed: [], texts: &texts)
                return texts.users[77] == "n77"
            })
    }

    @Test func `an id that nobody knows is asked for once`() {
        let fake = FakeProc()
        let calls = Atomic<Int>(0)
        var users = UserNames(
            passwd: "\(fake.root)/none",
            reader: { _ in
                calls.add(1, ordering: .relaxed)
                return nil
            })
        var texts = Texts()
        for _ in 0..<30 {
            users.update([task(5)], texts: &texts)
            usleep(2000)
        }
        #expect(calls.load(ordering: .relaxed) == 1)
        #expect(texts.users.isEmpty)
    }

    @Test(.enabled(if: access("/usr/bin/getent", X_OK) == 0, "needs getent"))
    func `a getent child knows root and not a stranger`() {
        #expect(NameService.userName(0) == "root")
        #expect(NameService.userName(3_999_999_999) == nil)
    }

    private func answer(_ program: String, _ arguments: [String], until end: UInt64) -> String? {
        guard let child = ChildProcess(program, [program] + arguments) else { return "no child" }
        return child.output(until: end)
    }

    @Test func `a child that answers too late is given up and killed`() {
        let start = clockTime(CLOCK_MONOTONIC)
        let answer = answer("/bin/sleep", ["60"], until: start + 50_000_000)
        #expect(answer == nil)
        #expect(clockTime(CLOCK_MONOTONIC) - start < 2_000_000_000)
    }

    @Test func `a child's answer is read whole, in an environment of its own`() {
        let end = clockTime(CLOCK_MONOTONIC) + 10_000_000_000
        let script = "echo \"$LC_ALL $HOME\"; cat; echo no >&2"
        #expect(answer("/bin/sh", ["-c", script], until: end) == "C \n")
        #expect(answer("/nowhere/at/all", [], until: end) == "no child")
    }
}
