import CBpftop
import Model
import Testing

/// Three processes on which filters are tried.
private let snapshot: Snapshot = {
    func tasks(_ runtime: UInt64) -> [TaskRecord] {
        [
            .process(1, parent: 0, name: "systemd") {
                $0.runtime = runtime
                $0.rss_anon = 100
            },
            .process(20, name: "Worker") {
                $0.euid = 1000
                $0.runtime = 10 * runtime
                $0.rss_anon = (2 << 30) / 4096
                $0.cgroup_id = 5
                $0.state = 0
                $0.on_cpu = 1
            },
            .process(300, parent: 20, name: "kworker/0:1") {
                $0.rss_file = .max
                $0.rss_anon = .max
                $0.total_vm = .max
                $0.cgroup_id = .max
                $0.static_prio = 100
                $0.euid = 4
            },
        ]
    }
    return Snapshot(
        .at(700 * second, tasks(60 * second)) {
            $0.setCommand("/sbin/init splash", of: 1)
            $0.setCommand("/usr/bin/Worker --name=\"Größe ÄRGER\" and more", of: 20)
            $0.texts.users = [0: "root", 1000: "ann"]
            $0.texts.cgroups = [0: "/init.scope", 5: "/user.slice/app.service"]
        }, since: .at(600 * second, tasks(54 * second)))
}()

private func matching(_ text: String) throws -> [UInt32] {
    let filter = try Filter(text)
    return (0..<snapshot.count).filter { filter.matches(snapshot, $0) }.map { snapshot[$0].pid }
}

@Suite struct FilterTests {
    @Test(
        arguments: [
            ("", [1, 20, 300]), ("  \t\n", [1, 20, 300]), ("init", [1]), ("INIT", [1]),
            ("worker", [20, 300]), ("ann", [20]), ("app.service", [20]), ("30", [300]),
            ("0", [20, 300]),
            ("größe", [20]), ("GRÖSSE", []), ("ärger", [20]), ("nowhere", []), ("/usr/bin", [20]),
            ("worker ann", [20]), ("init splash", [1]), ("\"init splash\"", [1]),
            ("'splash init'", []), ("'\"Größe'", [20]), ("\"=\\\"gr\"", [20]), ("'and'", [20]),
        ] as [(String, [UInt32])])
    func `words are looked for everywhere`(text: String, pids: [UInt32]) throws {
        #expect(try matching(text) == pids)
    }

    @Test(
        arguments: [
            ("pid = 20", [20]), ("pid == 20", [20]), ("pid != 20", [1, 300]), ("pid<20", [1]),
            ("pid <= 20", [1, 20]), ("pid>20", [300]), ("pid >= 20", [20, 300]), ("PID=1", [1]),
            ("ppid = 20", [300]), ("nice < 0", [300]), ("nice = -20", [300]), ("nice=+0", [1, 20]),
            ("rss > 1G", [20]), ("rss > 1.5GiB", [20]), ("rss >= 2147483648", [20]),
            ("rss < 1M", [1]), ("rss_bytes <= 400KiB", [1]), ("rss > 409.6KB", [20]),
            ("RES >= 409600B", [1, 20]), ("cpu > 5", [1, 20]), ("cpu > 50%", [20]),
            ("cpu = 6", [1]),
            ("CPU% >= 60%", [20]), ("cpu = 0", [300]), ("mem > 12.4", [20]),
            ("time > 1m", [20]), ("time >= 1m", [1, 20]), ("time = 10m", [20]),
            ("time < 0:00.01", [300]),
            ("time >= 10:00", [20]), ("time < 0:59:00 time > 0:09:00", [20]),
            ("age > 11m", [1, 20, 300]), ("age < 11m40s", [1, 20, 300]), ("age > 1d", []),
            ("start < 1970-01-01T00:00:01", [1, 20, 300]), ("start > 1970-01-01", [1, 20, 300]),
        ] as [(String, [UInt32])])
    func `numbers are compared in their units`(text: String, pids: [UInt32]) throws {
        #expect(try matching(text) == pids)
    }

    @Test(
        arguments: [
            ("user = root", [1]), ("user=ROOT", []), ("user != root", [20, 300]),
            ("user = 4", [300]),
            ("state = R", [20]), ("state = 'S'", [1, 300]), ("cmd ~ ^/", [1, 20]),
            ("cmd !~ ^/", [300]), ("cmd ~ ^/(usr|sbin)/.*init", [1]), ("command~more$", [20]),
            ("cmd ~ 'kworker/\\d+:\\d'", [300]), ("cmd ~ \"sbin|bin\"", [1, 20]),
            ("(cmd ~ (a|b)in) pid=1", [1]), ("pid ~ ^[23]", [20, 300]), ("comm = Worker", [20]),
            ("cmd ~ worker", [300]), ("cmd ~ (?i)worker", [20, 300]), ("user = 'root'", [1]),
            ("rss ~ G", [20]), ("rss !~ G", [1]),
        ] as [(String, [UInt32])])
    func `words and patterns are compared with text`(text: String, pids: [UInt32]) throws {
        #expect(try matching(text) == pids)
    }

    @Test(
        arguments: [
            ("pid = 1 or pid = 20", [1, 20]), ("pid=1|pid=20", [1, 20]),
            ("pid=1 || pid=20", [1, 20]),
            ("pid > 1 and pid < 300", [20]), ("pid>1&pid<300", [20]), ("pid>1 && pid<300", [20]),
            ("not pid = 1", [20, 300]), ("!pid = 1", [20, 300]), ("! ! pid = 1", [1]),
            ("not not not worker", [1]), ("pid=1 or pid=20 and user=nobody", [1]),
            ("(pid=1 or pid=20) and user=root", [1]), ("not (pid=1 or pid=20)", [300]),
            ("!worker", [1]), ("worker !ann", [300]), ("worker NOT ann", [300]),
            ("pid=1 OR pid=20", [1, 20]), ("((((init))))", [1]), ("(worker)(ann)", [20]),
            ("not worker or ann", [1, 20]), ("not worker and not root", []),
            ("zz or not (yy or not (worker and not ann)) | pid=1", [1, 300]),
        ] as [(String, [UInt32])])
    func `and, or and not bind as usual`(text: String, pids: [UInt32]) throws {
        #expect(try matching(text) == pids)
    }

    @Test(
        arguments: [
            ("rss > 0", [1, 20]), ("rss <= 0", []), ("not rss > 0", [300]), ("rss != 5", [1, 20]),
            ("rss = -", [300]), ("rss != -", [1, 20]), ("has rss", [1, 20]), ("not has rss", [300]),
            ("has cgroup", [1, 20]), ("cgroup != /init.scope", [20]), ("tty = -", [1, 20, 300]),
            ("cgroup !~ init", [20]), ("HAS CGROUP and pid > 1", [20]),
        ] as [(String, [UInt32])])
    func `what is absent fails every comparison`(text: String, pids: [UInt32]) throws {
        #expect(try matching(text) == pids)
    }

    @Test func `nothing has a rate before the second sample`() throws {
        let first = Snapshot(snapshot.current)
        let filter = try Filter("cpu >= 0 or cpu < 0")
        #expect(!filter.matches(first, 0))
        #expect(try Filter("cpu = -").matches(first, 0))
    }

    @Test func `shares are compared as they are shown`() throws {
        func tasks(_ runtime: UInt64) -> [TaskRecord] { [.process(1) { $0.runtime = runtime }] }
        let snapshot = Snapshot(
            .at(2 * second, tasks(49_000_000)), since: .at(second, tasks(48_600_000)))
        #expect(try Filter("cpu = 0").matches(snapshot, 0))
        #expect(try !Filter("cpu > 0").matches(snapshot, 0))
    }

    @Test func `filters that were written alike are equal`() throws {
        #expect(try Filter("a b") == Filter("a b"))
        #expect(try Filter("a b") != Filter("a  b"))
        #expect(try Filter(" x ").text == " x ")
    }

    @Test func `a long chain of words is no deep nesting`() throws {
        let text = repeatElement("pid=1", count: 400).joined(separator: " or ")
        #expect(try matching(text) == [1])
        #expect(try matching(String(repeating: "!", count: 4000) + "init") == [1])
    }
}
