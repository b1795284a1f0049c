import CBpftop
import Testing

@testable import Model

@Suite struct RecordPartsTests {
    private typealias Change = @Sendable (inout TaskRecord) -> Void

    /// For each part, changes of all that it holds.
    private static let changes: [(part: RecordParts, change: Change)] = [
        (
            .scheduling,
            { task in
                (task.state, task.exit_state, task.flags) = (2, 16, task.flags ^ 4)
                (task.prio, task.static_prio, task.rt_priority) = (139, 130, 7)
                (task.policy, task.cpu, task.on_cpu, task.on_rq) = (3, 5, 1, 1)
            }
        ),
        (.parent, { $0.ppid += 1 }),
        (
            .session,
            { task in
                (task.pgrp, task.tty, task.oom_score_adj) = (task.pgrp + 1, 136 << 20 | 9, 500)
            }
        ),
        (.cgroup, { $0.cgroup_id = 77 }),
        (
            .memory,
            { task in
                (task.total_vm, task.pgtables_bytes) = (99_999, 4096 * 9)
                (task.rss_file, task.rss_anon, task.rss_shmem, task.swap) = (71, 72, 73, 74)
                task.shared_pages = 75
            }
        ),
    ]

    private static func values(_ task: TaskRecord) -> [String: Value] {
        let before = Sample.at(second, [.process(5)])
        let now = Sample.at(2 * second, [task]) {
            $0.texts.cgroups = [7: "/a.slice/b.service", 77: "/c.slice/docker-0123456789ab.scope"]
            $0.texts.frozen = [7: false, 77: true]
        }
        let snapshot = Snapshot(now, since: before)
        return Dictionary(uniqueKeysWithValues: Column.all.map { ($0.name, $0.value(snapshot, 0)) })
    }

    @Test(arguments: changes.indices)
    func `no column shows a part that it does not name`(_ index: Int) {
        let (part, change) = Self.changes[index]
        let record = TaskRecord.process(5) { $0.cgroup_id = 7 }
        var other = record
        change(&other)
        let (before, after) = (Self.values(record), Self.values(other))
        var differing: Set<String> = []
        for column in Column.all where before[column.name] != after[column.name] {
            differing.insert(column.name)
            #expect(column.parts.contains(part), "\(column.name)")
        }
        #expect(!differing.isEmpty)
    }

    @Test func `the parts are all there are`() {
        let all = Self.changes.reduce(into: RecordParts()) { $0.formUnion($1.part) }
        #expect(all == .all && Self.changes.count == Int(BPFTOP_PART_COUNT.rawValue))
    }

    @Test func `a filter names what its tests look at`() throws {
        #expect(try Filter("cpu > 1 and comm ~ a").parts == [])
        #expect(try Filter("rss > 1M or not nice = 0").parts == [.memory, .scheduling])
        #expect(try Filter("container?").parts == .cgroup)
        #expect(try Filter("nginx").parts.isSuperset(of: .cgroup))
    }

    @Test func `a list needs what it is ordered and chosen by`() throws {
        let column = try #require(Column.named("cpu_percent"))
        var settings = ListSettings(sort: SortOrder(column))
        #expect(settings.parts == [])
        settings.filter = try Filter("ppid = 1")
        #expect(settings.parts == .parent)
        settings.filter = nil
        settings.isTree = true
        #expect(settings.parts == .parent)
        settings.folded = [ProcessIdentity(pid: 1, startTime: 0)]
        #expect(settings.parts == .all)
        let memory = try #require(Column.named("rss_bytes"))
        #expect(ListSettings(sort: SortOrder(memory)).parts == .memory)
    }
}
