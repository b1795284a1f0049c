import CBpftop
import Testing

@testable import Model

@Suite struct ColumnTests {
    /// A snapshot in which every number and text of its only row is known.
    private static let full: Snapshot = {
        let record = TaskRecord.process(7) { ($0.loginuid, $0.tty) = (3, 136 << 20 | 3) }
        return Snapshot(
            .at(3 * second, [record]) {
                $0.setCommand("test --all", of: 7)
                $0.texts.cgroups[0] =
                    "/kubepods.slice/kubepods-podab.slice/x.service/lxc.payload.web"
                $0.texts.frozen[0] = true
            }, since: .at(second, [record]))
    }()

    @Test func `machine names and headings are found in any case`() throws {
        for column in Column.all {
            #expect(Column.named(column.name.uppercased())?.name == column.name)
            let byHeader = try #require(Column.named(column.header.lowercased()))
            #expect(byHeader.header == column.header || byHeader.name == column.header.lowercased())
        }
        #expect(Column.named("nothing") == nil && Column.named("") == nil)
    }

    @Test func `no two columns share a heading`() {
        #expect(Set(Column.all.map(\.header)).count == Column.all.count)
    }

    @Test func `a name carries its unit`() {
        for column in Column.all {
            switch column.kind {
            case .bytes: #expect(column.name.hasSuffix("_bytes"))
            case .byteRate: #expect(column.name.hasSuffix("_bytes_per_second"))
            case .rate: #expect(column.name.hasSuffix("_per_second"))
            case .percent: #expect(column.name.hasSuffix("_percent"))
            case .duration: #expect(column.name.hasSuffix("_ns"))
            case .moment: #expect(column.name.hasSuffix("_time"))
            case .integer, .text: #expect(!column.name.contains("_per_"))
            }
        }
    }

    @Test(arguments: Column.all.map(\.name)) func `a column holds its kind`(name: String) throws {
        let column = try #require(Column.named(name))
        switch (column.value(Self.full, 0), column.kind) {
        case (.integer, .integer), (.bytes, .bytes), (.byteRate, .byteRate), (.rate, .rate),
            (.percent, .percent), (.duration, .duration), (.moment, .moment), (.text, .text):
            break
        case (let value, let kind): Issue.record("\(name) holds \(value), not \(kind)")
        }
        #expect(!column.meaning.isEmpty && !column.source.isEmpty && column.width >= 0)
        #expect(column.alignment == (column.kind == .text ? .left : .right))
    }

    @Test func `a row of which nothing is known is absent, not 0`() {
        let unknown = TaskRecord.process(7) {
            $0.run_delay = .max
            $0.rss_anon = .max
            $0.read_bytes = .max
            $0.cgroup_id = .max
        }
        let snapshot = Snapshot(.at(3 * second, [unknown]), since: .at(second, [unknown]))
        for name in [
            "run_delay_ns", "run_delay_percent", "rss_bytes", "mem_percent", "read_bytes",
            "read_bytes_per_second", "cgroup_id", "cgroup",
        ] {
            #expect(Column.named(name)?.value(snapshot, 0) == .absent, "\(name)")
        }
    }

    @Test func `the standard columns all exist`() {
        #expect(Column.standard.count == 12)
        #expect(Column.standard.last?.name == "command" && Column.standard.last?.width == 0)
    }

    @Test(arguments: [
        ("rss", "rss_bytes"), ("rss_byte", "rss_bytes"), ("comand", "command"), ("pud", "pid"),
        ("cpu_percnt", "cpu_percent"), ("STAT", "state"),
    ])
    func `a misspelt name has its neighbour first`(wrong: String, right: String) {
        #expect(Column.suggestions(for: wrong).first == right)
        #expect(Column.suggestions(for: wrong).count <= 3)
    }

    @Test func `the distance of words is counted in letters`() {
        func distance(_ a: String, _ b: String) -> Int {
            editDistance(Array(a.utf8), Array(b.utf8))
        }
        #expect(distance("", "") == 0 && distance("abc", "") == 3 && distance("", "abc") == 3)
        #expect(distance("kitten", "sitting") == 3 && distance("same", "same") == 0)
    }

    @Test(
        arguments: [
            (0, 0, nil), (4, 1, "tty1"), (4, 64, "ttyS0"), (5, 1, "console"), (136, 3, "pts/3"),
            (137, 0, "pts/256"), (204, 64, "ttyAMA0"), (229, 0, "hvc0"), (1, 2, "1:2"),
            (4095, 0xfffff, "4095:1048575"),
        ] as [(UInt32, UInt32, String?)])
    func `terminals have their names under dev`(major: UInt32, minor: UInt32, name: String?) {
        #expect(Column.terminalName((major, minor)) == name)
    }

    @Test func `a process without arguments has its name in brackets`() {
        let snapshot = Snapshot(
            .at(second, [.process(2, name: "kthreadd"), .thread(9, of: 7), .process(7)]) {
                $0.setCommand("/bin/true", of: 7)
                $0.texts.users[0] = "root"
            })
        #expect(snapshot.command(0) == "[kthreadd]")
        #expect(snapshot.command(1) == "test")
        #expect(snapshot.command(2) == "/bin/true")
        #expect(snapshot.userName(0) == "root" && snapshot.userName(12) == "12")
    }

    @Test func `policies have names, and unknown ones their number`() {
        #expect(Column.policyName(0) == "OTHER" && Column.policyName(7) == "EXT")
        #expect(Column.policyName(99) == "99")
    }

    @Test func `every short name leads to a column and hides no machine name`() {
        for (short, name) in Column.shortNames {
            #expect(Column.named(name)?.name == name, "\(short)")
            #expect(!Column.all.contains { $0.name == short }, "\(short)")
        }
        #expect(Column.field("CPU")?.name == "cpu_percent")
        #expect(Column.field("RES")?.name == "rss_bytes")
        #expect(Column.field("pid")?.name == "pid")
        #expect(Column.field("nothing") == nil)
    }
}
