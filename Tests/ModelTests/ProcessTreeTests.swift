import CBpftop
import TestSupport
import Testing

@testable import Model

@Suite struct ProcessTreeTests {
    /// init 1 — 10 (11 — 13, 12), 20; memory in pages as given by the process id.
    private let tasks: [TaskRecord] = [(1, 0), (10, 1), (11, 10), (12, 10), (13, 11), (20, 1)].map {
        pid, parent in
        .process(pid, parent: parent, name: "p\(pid)") { $0.rss_anon = UInt64(pid) }
    }

    private func tree(
        _ snapshot: Snapshot, by sort: String = "pid:asc",
        edit: (inout ListSettings) throws -> Void = { _ in }
    ) throws -> ProcessList {
        try listed(snapshot, by: sort) {
            $0.isTree = true
            try edit(&$0)
        }
    }

    /// Draws a tree's rows: depth as spaces, `+` for folded, `~` for dimmed.
    private func picture(_ list: ProcessList, _ snapshot: Snapshot) -> [String] {
        list.rows.map { row in
            String(repeating: " ", count: Int(row.depth)) + "\(snapshot[Int(row.index)].pid)"
                + (row.isFolded ? "+" : "") + (row.isDimmed ? "~" : "")
        }
    }

    private func identity(_ pid: UInt32) -> ProcessIdentity {
        TaskRecord.process(pid).identity
    }

    @Test func `children stand below their parents`() throws {
        let snapshot = Snapshot(.at(second, tasks))
        let list = try tree(snapshot)
        #expect(picture(list, snapshot) == ["1", " 10", "  11", "   13", "  12", " 20"])
        #expect(list.rows.map(\.hasChildren) == [true, true, true, false, false, false])
        #expect(list.rows.map(\.isLastSibling) == [true, false, false, true, true, true])
        // A line passes by where an ancestor has a sibling further down.
        #expect(list.rows.map(\.guides) == [0, 0, 0b10, 0b110, 0b10, 0])
    }

    @Test func `siblings follow the sort column`() throws {
        let snapshot = Snapshot(.at(second, tasks))
        let list = try tree(snapshot, by: "rss:desc")
        #expect(picture(list, snapshot) == ["1", " 20", " 10", "  12", "  11", "   13"])
    }

    @Test func `folds are kept by identity and hide what is below`() throws {
        let folded: Set = [identity(10), identity(13), ProcessIdentity(pid: 20, startTime: 1)]
        for time in [second, 2 * second] {
            let snapshot = Snapshot(.at(time, time == second ? tasks : tasks.reversed()))
            let list = try tree(snapshot) { $0.folded = folded }
            #expect(picture(list, snapshot) == ["1", " 10+", " 20"])
            #expect(list.matchCount == 6)
        }
    }

    @Test func `a fold within a fold is hidden and still a fold when its parent opens`() throws {
        let snapshot = Snapshot(.at(second, tasks))
        let both = try tree(snapshot) { $0.folded = [self.identity(10), self.identity(11)] }
        #expect(picture(both, snapshot) == ["1", " 10+", " 20"])
        let inner = try tree(snapshot) { $0.folded = [self.identity(11)] }
        #expect(picture(inner, snapshot) == ["1", " 10", "  11+", "  12", " 20"])
    }

    @Test func `a folded row shows the sums of its subtree and is ordered by them`() throws {
        let snapshot = Snapshot(.at(second, tasks))
        let list = try tree(snapshot, by: "rss:desc") { $0.folded = [self.identity(10)] }
        #expect(picture(list, snapshot) == ["1", " 10+", " 20"])
        func value(_ column: String, _ position: Int) throws -> Value {
            list.value(of: try #require(Column.named(column)), at: position, in: snapshot)
        }
        #expect(try value("rss_bytes", 1) == .bytes((10 + 11 + 12 + 13) * 4096))
        #expect(try value("threads", 1) == .integer(4))
        #expect(try value("rss_bytes", 0) == .bytes(4096))
        #expect(try value("pid", 1) == .integer(10))
        #expect(try value("virt_bytes", 1) == .bytes(0))
        #expect(try value("cpu_percent", 1) == .absent)
    }

    @Test func `sums leave out what is absent and threads, and count what is filtered`() throws {
        var tasks = tasks
        tasks[2].rss_anon = .max
        tasks[1].threads = 2
        tasks.append(.thread(14, of: 10) { $0.rss_anon = 1000 })
        let snapshot = Snapshot(.at(second, tasks))
        let list = try tree(snapshot) {
            $0.folded = [self.identity(10)]
            $0.showsThreads = true
            $0.filter = try Filter("p13 or pid = 1")
        }
        #expect(picture(list, snapshot) == ["1", " 10+~"])
        let rss = try #require(Column.named("rss_bytes"))
        #expect(list.value(of: rss, at: 1, in: snapshot) == .bytes((10 + 12 + 13) * 4096))
    }

    @Test func `a filter keeps the ancestors of what matches, dimmed`() throws {
        let snapshot = Snapshot(.at(second, tasks))
        let list = try tree(snapshot) { $0.filter = try Filter("p13 or p20") }
        #expect(picture(list, snapshot) == ["1~", " 10~", "  11~", "   13", " 20"])
        #expect(list.matchCount == 2 && list.totalCount == 6)
        let parent = try tree(snapshot) { $0.filter = try Filter("p11") }
        #expect(picture(parent, snapshot) == ["1~", " 10~", "  11"])
        #expect(parent.rows.last?.hasChildren == false)
    }

    @Test func `orphans and children of what is not shown are roots`() throws {
        let snapshot = Snapshot(
            .at(
                second,
                [
                    .process(2, parent: 0) { $0.flags = 0x20_0000 }, .process(30, parent: 2),
                    .process(40, parent: 999), .process(50, parent: 0), .process(60, parent: 60),
                ]))
        let list = try tree(snapshot)
        #expect(picture(list, snapshot) == ["30", "40", "50", "60"])
        #expect(list.rows.map(\.isLastSibling) == [false, false, false, true])
    }

    @Test func `a parent that started later is another process with a reused number`() throws {
        let snapshot = Snapshot(
            .at(second, [.process(5, parent: 0, start: 900), .process(6, parent: 5, start: 800)]))
        #expect(picture(try tree(snapshot), snapshot) == ["5", "6"])
        let same = Snapshot(
            .at(second, [.process(5, parent: 0, start: 800), .process(6, parent: 5, start: 800)]))
        #expect(picture(try tree(same), same) == ["5", " 6"])
    }

    @Test func `a ring of parents is cut and nothing is lost`() throws {
        let snapshot = Snapshot(
            .at(
                second,
                [
                    .process(7, parent: 9, start: 5), .process(8, parent: 7, start: 5),
                    .process(9, parent: 8, start: 5), .process(10, parent: 9, start: 5),
                    .process(11, parent: 12, start: 5), .process(12, parent: 11, start: 5),
                ]))
        #expect(
            picture(try tree(snapshot), snapshot) == ["7", " 8", "  9", "   10", "11", " 12"])
    }

    @Test func `processes whose number cannot be seen are nobody's parent`() throws {
        let snapshot = Snapshot(
            .at(second, [.process(0, parent: 0, start: 1), .process(3, parent: 0, start: 2)]))
        #expect(try tree(snapshot).rows.map(\.depth) == [0, 0])
    }

    @Test func `threads hang below their process, before its children`() throws {
        let tasks: [TaskRecord] = [
            .process(1, parent: 0), .process(5, parent: 1) { $0.threads = 2 },
            .process(6, parent: 5), .thread(5, of: 5), .thread(7, of: 5),
        ]
        let snapshot = Snapshot(.at(second, tasks))
        let list = try tree(snapshot) { $0.showsThreads = true }
        #expect(picture(list, snapshot) == ["1", " 5", "  5", "  7", "  6"])
        #expect(list.position(of: tasks[1].identity, in: snapshot) == 1)
        #expect(list.position(of: tasks[1].identity, isThread: true, in: snapshot) == 2)
        let folded = try tree(snapshot) {
            $0.showsThreads = true
            $0.folded = [tasks[1].identity]
        }
        #expect(picture(folded, snapshot) == ["1", " 5+"])
    }

    @Test(.timeLimit(.minutes(5)))
    func `a chain of 10,000 parents is no trouble`() throws {
        let chain = (1...10_000).map { TaskRecord.process($0, parent: $0 - 1) }
        let snapshot = Snapshot(.at(second, chain))
        let list = try tree(snapshot, by: "pid:desc")
        #expect(list.rows.map(\.depth) == (0..<10_000).map { Int32($0) })
        let folded = try tree(snapshot, by: "threads") {
            $0.folded = Set(chain.map(\.identity))
            $0.filter = try Filter("pid = 10000")
        }
        #expect(folded.count == 1 && folded[0].isFolded && folded[0].isDimmed)
        let threads = try #require(Column.named("threads"))
        #expect(folded.value(of: threads, at: 0, in: snapshot) == .integer(10_000))
    }

    /// In any forest every process is shown once, below its parent, with its siblings in order.
    @Test(arguments: 0..<20) func `a tree has every process once`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let tasks = (1...150).map { pid in
            TaskRecord.process(
                pid, parent: UInt32.random(in: 0..<160, using: &random),
                start: UInt64.random(in: 0..<40, using: &random)
            ) { $0.rss_anon = UInt64.random(in: 0..<9, using: &random) }
        }
        let snapshot = Snapshot(.at(second, tasks.shuffled(using: &random)))
        let list = try tree(snapshot, by: "rss:desc")
        #expect(Set(list.rows.map(\.index)).count == 150 && list.count == 150)
        var path: [Int] = []
        var siblings: [Int: Int] = [:]
        for row in list.rows {
            let task = snapshot[Int(row.index)]
            path.removeLast(path.count - Int(row.depth))
            if let parent = path.last { #expect(snapshot[parent].pid == task.ppid) }
            if let before = siblings[path.last ?? -1].map({ snapshot[$0] }) {
                #expect((task.rss_anon, before.pid) < (before.rss_anon, task.pid))
            }
            siblings[path.last ?? -1] = Int(row.index)
            path.append(Int(row.index))
        }
    }
}

@Suite struct ListSearchTests {
    private let snapshot = Snapshot(
        .at(
            second,
            ["init", "bash", "vim", "Bash", "sshd"].enumerated().map { index, name in
                .process(UInt32(index + 1), name: name)
            }))

    @Test(arguments: [
        (0, false, 1), (1, false, 3), (3, false, 1), (2, true, 1), (1, true, 3), (3, true, 1),
        (-1, false, 1), (99, true, 3), (4, false, 1),
    ])
    func `a search goes on and round`(from: Int, backward: Bool, found: Int) throws {
        let list = try listed(snapshot, by: "pid")
        let query = TextQuery("BASH")
        #expect(list.search(query, from: from, backward: backward, in: snapshot) == found)
    }

    @Test func `the row where a search begins comes last`() throws {
        let list = try listed(snapshot, by: "pid")
        #expect(list.search(TextQuery("vim"), from: 2, in: snapshot) == 2)
        #expect(list.search(TextQuery("vim"), from: 2, backward: true, in: snapshot) == 2)
        #expect(list.search(TextQuery("emacs"), from: 2, in: snapshot) == nil)
        #expect(list.search(TextQuery(""), from: 2, in: snapshot) == nil)
    }

    @Test func `a process is found by its identity alone`() throws {
        let list = try listed(snapshot, by: "pid:desc")
        #expect(list.position(of: snapshot[0].identity, in: snapshot) == 4)
        let reused = ProcessIdentity(pid: 1, startTime: 12)
        #expect(list.position(of: reused, in: snapshot) == nil)
        #expect(list.position(of: snapshot[0].identity, isThread: true, in: snapshot) == nil)
    }
}
