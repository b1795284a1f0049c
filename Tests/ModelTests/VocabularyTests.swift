import CBpftop
import Model
import Testing

@Suite struct VocabularyTests {
    /// The ids of these tasks that a filter keeps.
    private func matching(_ text: String, _ tasks: [TaskRecord]) throws -> [UInt32] {
        let snapshot = Snapshot(
            .at(second, tasks) { $0.texts.frozen = [7: true, 8: false] })
        let filter = try Filter(text)
        return (0..<snapshot.count).filter { filter.matches(snapshot, $0) }.map {
            snapshot[$0].pid
        }
    }

    @Test(
        arguments: [
            ("zombie", [1]), ("Z", [1]), ("z", [1]), ("Defunct", [1]), ("'zombie'", [1]),
            ("T", [2]), ("stopped", [2]), ("t", [3]), ("traced", [3]), ("d", [4]), ("disk", [4]),
            ("UNINTERRUPTIBLE", [4]), ("i", [5]), ("idle", [5]), ("s", [6]), ("sleeping", [6]),
            ("parked", []), ("x", []), ("queued", []), ("running", []),
        ] as [(String, [UInt32])])
    func `a state is known by its letter and by its name`(word: String, ids: [UInt32]) throws {
        let tasks: [TaskRecord] = [
            .process(1) { $0.exit_state = 0x20 }, .process(2) { $0.state = 4 },
            .process(3) { $0.state = 8 }, .process(4) { $0.state = 2 },
            .process(5) { $0.state = 0x402 }, .process(6) { $0.state = 1 },
        ]
        #expect(try matching("state = \(word)", tasks) == ids)
        #expect(
            try matching("state != \(word)", tasks) == (1...6).filter { !ids.contains($0) })
    }

    @Test(arguments: ProcessState.allCases)
    func `every state has a name`(state: ProcessState) throws {
        _ = try Filter("state = \(state)")
        _ = try Filter("state = \(state.rawValue)")
    }

    @Test(arguments: [("process", [1]), ("Thread", [2]), ("kernel", [3])])
    func `processes, threads and kernel threads are told apart`(word: String, ids: [UInt32]) throws
    {
        let tasks: [TaskRecord] = [
            .process(1), .process(2) { $0.kind = UInt32(BPFTOP_IS_THREAD) },
            .process(3) { $0.flags = 0x0020_0000 },
        ]
        #expect(try matching("kind = \(word)", tasks) == ids)
    }

    @Test(
        arguments: [
            ("fifo", [2]), ("FIFO", [2]), ("SCHED_FIFO", [2]), ("other", [1]), ("normal", [1]),
            ("deadline", [3]), ("dl", [3]), ("ext", []),
        ] as [(String, [UInt32])])
    func `a policy is known with its prefix or without`(word: String, ids: [UInt32]) throws {
        let tasks: [TaskRecord] = [
            .process(1) { $0.policy = 0 }, .process(2) { $0.policy = 1 },
            .process(3) { $0.policy = 6 },
        ]
        #expect(try matching("policy = \(word)", tasks) == ids)
    }

    @Test(
        arguments: [
            ("frozen = yes", [1]), ("frozen = TRUE", [1]), ("frozen = no", [2]),
            ("frozen = false", [2]), ("frozen != yes", [2]), ("frozen = -", [3]),
        ] as [(String, [UInt32])])
    func `frozen answers yes or no`(text: String, ids: [UInt32]) throws {
        let tasks: [TaskRecord] = [
            .process(1) { $0.cgroup_id = 7 }, .process(2) { $0.cgroup_id = 8 },
            .process(3) { $0.cgroup_id = 9 },
        ]
        #expect(try matching(text, tasks) == ids)
    }

    @Test(
        arguments: [
            ("user = 1000", [1]), ("user = ann", [1]), ("user != 1000", [2, 3]),
            ("user = 77", [3]), ("user = '1000'", [2]), ("user = '77'", [3]),
            ("user = 2000", [2]), ("ruser = 1000", [2]), ("login = 1000", [3]),
            ("login != 5", [3]), ("user ~ ^1000$", [2]), ("user = 99999999999", []),
            ("user = -", []),
        ] as [(String, [UInt32])])
    func `a bare number is the id of a user`(text: String, ids: [UInt32]) throws {
        let tasks: [TaskRecord] = [
            .process(1) { ($0.euid, $0.uid, $0.loginuid) = (1000, 0, .max) },
            .process(2) { ($0.euid, $0.uid, $0.loginuid) = (2000, 1000, .max) },
            .process(3) { ($0.euid, $0.uid, $0.loginuid) = (77, 0, 1000) },
        ]
        let snapshot = Snapshot(
            .at(second, tasks) { $0.texts.users = [0: "root", 1000: "ann", 2000: "1000"] })
        let filter = try Filter(text)
        let rows = (0..<snapshot.count).filter { filter.matches(snapshot, $0) }
        #expect(rows.map { snapshot[$0].pid } == ids)
    }

    @Test(
        arguments: [
            ("user = ann", nil), ("user = bob", "bob"), ("cpu > 5 or not login != Bob", "Bob"),
            ("user = ann ruser = 'b b'", "b b"), ("user ~ bob", nil), ("bob", nil),
            ("user = 5", nil), ("user = '5'", nil), ("user = -", nil), ("comm = bob", nil),
            ("", nil),
        ] as [(String, String?)])
    func `a name that no user has is told`(text: String, name: String?) throws {
        var texts = Texts()
        texts.users = [0: "root", 1000: "ann"]
        #expect(try Filter(text).unknownUser(in: texts) == name)
    }

    @Test func `a pattern sees the word that the screen shows`() throws {
        #expect(try matching("state ~ zombie", [.process(1) { $0.exit_state = 0x20 }]) == [])
        #expect(try matching("state ~ [ZX]", [.process(1) { $0.exit_state = 0x20 }]) == [1])
    }
}
