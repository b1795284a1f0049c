import Export
import Model
import Terminal
import TestSupport
import Testing

/// Tables for people.
@Suite struct TableTextTests {
    private let columns = ["comm", "pid", "state", "command"].compactMap(Column.named)

    @Test func `columns stay in line below wide and combining characters`() {
        let names = ["plain", "日本語", "e\u{301}e\u{301}", "ｗｉｄｅ", "🐧🐧", "한국어"]
        let tasks = names.enumerated().map {
            TaskRecord.process(UInt32($0.offset) + 100, name: $0.element)
        }
        let lines = self.lines(tasks)
        let heading = lines[0]
        let state = TextWidth.columns(
            of: heading[..<(heading.range(of: " S ")?.lowerBound ?? heading.endIndex)])
        for line in lines.dropFirst() {
            // The state is the only single letter between blanks.
            let place = line.range(of: " S ")?.lowerBound
            #expect(place.map { TextWidth.columns(of: line[..<$0]) } == state, "\(line)")
        }
    }

    @Test func `nothing of a process puts a control character into a table`() {
        var random = SeededGenerator(seed: 6)
        for _ in 0..<50 {
            let task = TaskRecord.process(1, name: anyText(&random))
            let (snapshot, list) = invented([task], commands: [1: anyText(&random)])
            let page = TableText(columns).page(snapshot, list)
            #expect(page.last == "\n")
            for scalar in page.unicodeScalars where scalar != "\n" {
                #expect(scalar.properties.generalCategory != .control)
                #expect(!scalar.properties.isBidiControl)
            }
        }
    }

    @Test(arguments: [20, 40, 79, 80])
    func `on a terminal no line is wider than it`(width: Int) {
        let command = "/usr/bin/日本語 " + String(repeating: "long ", count: 100)
        let (snapshot, list) = invented([.process(1)], commands: [1: command])
        let whole = TableText(columns).page(snapshot, list).split(separator: "\n")
        let cut = TableText(columns, width: width).page(snapshot, list).split(separator: "\n")
        #expect(whole.count == cut.count)
        for (line, shown) in zip(whole, cut) {
            #expect(TextWidth.columns(of: shown) <= width)
            #expect(shown == line || shown.last == "…" && line.hasPrefix(shown.dropLast()))
        }
    }

    @Test(arguments: [nil, 30])
    func `where UTF-8 is not taken a table is ASCII, in line all the same`(
        width: Int?
    ) {
        let names = ["plain", "日本語", "e\u{301}", "🐧🐧", "a\nb", "x\u{202e}y"]
        let tasks = names.enumerated().map {
            TaskRecord.process(UInt32($0.offset) + 100, name: $0.element)
        }
        let (snapshot, list) = invented(tasks, commands: [100: "Grüße … → 日本"])
        let lines = [true, false].map { isUTF8 in
            TableText(columns, width: width, isUTF8: isUTF8).page(snapshot, list)
                .split(separator: "\n")
        }
        #expect(lines[1].allSatisfy { $0.utf8.allSatisfy { (0x20..<0x7f).contains($0) } })
        #expect(
            lines[1].map { TextWidth.columns(of: $0) } == lines[0].map { TextWidth.columns(of: $0) }
        )
        #expect(width != nil || lines[1].contains { $0.hasSuffix(" Gr??e ~ > ????") })
        #expect(width == nil || lines[1].contains { $0.hasSuffix("~") })
    }

    @Test func `a row is one line, whatever it holds`() {
        let task = TaskRecord.process(7, name: "a\nb")
        let lines = self.lines([task], commands: [7: "one\ntwo\r\nthree\u{2028}four"])
        #expect(lines.count == 2)
    }

    @Test func `what is not known is a dash`() {
        let columns = ["pid", "login_user", "cpu_percent"].compactMap(Column.named)
        let (snapshot, list) = invented([.process(7)])
        let last = TableText(columns).page(snapshot, list).split(separator: "\n").last
        #expect(last?.split(separator: " ") == ["7", "-", "-"])
    }

    @Test func `children hang below their parents`() {
        let tasks = [
            TaskRecord.process(1, name: "root"), .process(2, parent: 1, name: "first"),
            .process(3, parent: 2, name: "deep"), .process(4, parent: 1, name: "last"),
        ]
        let (snapshot, list) = invented(tasks, isTree: true)
        let page = TableText(columns).page(snapshot, list)
        let rows = page.split(separator: "\n").suffix(4)
        #expect(rows.map { $0.contains("`- ") || $0.contains("|- ") } == [false, true, true, true])
        #expect(page.contains("|- [first]") || page.contains("|- first"))
        #expect(page.contains("`- [last]") || page.contains("`- last"))
    }

    @Test func `the CPUs' shares add up to 100, guests' time in none but its own`() throws {
        let before = invented([]).snapshot.current
        var after = before
        after.time.monotonic += 1_000_000_000
        after.system.cpuTotal.user = 600
        after.system.cpuTotal.guest = 200
        after.system.cpuTotal.idle = 400
        let (_, list) = invented([])
        let page = TableText(columns).page(Snapshot(after, since: before), list)
        let line = try #require(page.split(separator: "\n").first { $0.hasPrefix("CPU%:") })
        #expect(line.hasPrefix("CPU%: 40.0 us, 0.0 ni, 0.0 sy, 40.0 id,"))
        #expect(line.hasSuffix(", 20.0 gu"))
        #expect(!TableText(columns).page(Snapshot(after), list).contains("CPU%:"))
    }

    @Test func `a table without rows has its headings`() {
        let (snapshot, list) = invented([])
        let page = TableText(columns).page(snapshot, list)
        #expect(page.hasSuffix("COMMAND\n"))
        #expect(page.contains("Tasks: 0"))
    }

    /// The heading and the rows.
    private func lines(_ tasks: [TaskRecord], commands: [UInt32: String] = [:]) -> [Substring] {
        let (snapshot, list) = invented(tasks, commands: commands)
        let page = TableText(columns).page(snapshot, list)
        let lines = page.split(separator: "\n")
        let heading = lines.firstIndex { $0.contains("COMMAND") } ?? 0
        return Array(lines[heading...])
    }
}

extension StringProtocol {
    /// Where a text first stands in this one.
    func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) {
                return start..<index(start, offsetBy: text.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
