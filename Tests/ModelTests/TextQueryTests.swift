import CBpftop
import Testing

@testable import Model

@Suite struct TextQueryTests {
    /// Processes of which each is found by a text of its own, some by one that others share.
    private static let snapshot: Snapshot = {
        let id = String(repeating: "0123456789abcdef", count: 4)
        let tasks: [TaskRecord] =
            (1...60).map { number in
                .process(number, name: number % 7 == 0 ? "Größe\(number)" : "Task\(number)") {
                    $0.euid = number % 5
                    $0.cgroup_id = number % 4 == 0 ? .max : UInt64(number % 6)
                }
            } + [.thread(100, of: 3), .thread(101, of: 4) { $0.euid = 2 }]
        return Snapshot(
            .at(second, tasks) {
                for number in 1...60 as ClosedRange<UInt32> where number % 3 != 0 {
                    $0.setCommand("/usr/bin/Worker --number \(number) ÄRGER", of: number)
                }
                $0.texts.users = [0: "root", 1: "ann", 2: "Bob"]
                $0.texts.cgroups = [
                    0: "/", 1: "/system.slice/ssh.service", 2: CgroupPath("/docker/\(id)"),
                    3: "/lxc/web",
                ]
            })
    }()

    /// The texts that the columns show, in which a word is looked for.
    private func isShown(_ word: String, _ row: Int) -> Bool {
        TextQuery.columns.contains { column in
            guard column.kind == .text || Int(word) != nil else { return false }
            let value = column.value(Self.snapshot, row)
            return value != .absent && value.text.lowercased().contains(word.lowercased())
        }
    }

    @Test(arguments: [
        "worker", "WORKER", "ärger", "größe", "task", "[task9]", "[", "ann", "BOB", "root", "12",
        "1",
        "ssh", "ssh.service", "docker:0123", "docker", "lxc:web", "lxc/web", "4567", "no such", "/",
        "thread", "test",
    ])
    func `a word is found in whatever a column shows, in a pass over all rows as in one`(
        word: String
    ) throws {
        let rows = Array(0..<Self.snapshot.count)
        let expected = rows.filter { isShown(word, $0) }
        let query = TextQuery(word)
        #expect(rows.filter { query.matches(Self.snapshot, $0) } == expected)
        let list = try listed(Self.snapshot, by: "pid") {
            $0.showsThreads = true
            $0.filter = try Filter("\"\(word)\"")
        }
        #expect(Set(list.rows.map { Int($0.index) }) == Set(expected))
    }

    @Test func `two words of one expression do not take each other's answers`() throws {
        let list = try listed(Self.snapshot, by: "pid") { $0.filter = try Filter("ann ssh") }
        let both = (0..<Self.snapshot.count).filter { isShown("ann", $0) && isShown("ssh", $0) }
        #expect(!both.isEmpty && list.rows.map { Int($0.index) } == both)
    }

    @Test func `letters are made small eight at a time as they are one by one`() {
        for byte in UInt8.min...UInt8.max {
            for place in 0..<8 as Range<UInt64> {
                let around: UInt64 = 0x4080_5a5b_ff60_417a
                let word = around & ~(0xff << (8 * place)) | UInt64(byte) << (8 * place)
                let bytes = withUnsafeBytes(of: word) { $0.map(Needle.lower) }
                let expected = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
                #expect(TextKeys.folded(word) == expected)
            }
        }
    }
}
