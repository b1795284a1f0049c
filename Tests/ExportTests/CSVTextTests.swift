import Export
import Model
import TestSupport
import Testing

/// CSV, read back as RFC 4180 says.
@Suite struct CSVTextTests {
    private let columns = ["pid", "comm", "command"].compactMap(Column.named)

    @Test func `the header names the columns`() {
        #expect(CSVText(columns).header == "time_ns,pid,comm,command\r\n")
        #expect(CSVText([]).header == "time_ns\r\n")
    }

    @Test(arguments: [
        "plain", "a,b", "\"", "\"\"", "say \"hi\", twice", "two\nlines", "return\r",
        "both\r\nof them",
        " space ", ",", "=1+1", "-x", "日本語", "\u{301}\"", "\"\u{301},",
    ])
    func `a text comes back as it was`(text: String) throws {
        let rows = try records([.process(1)], commands: [1: text])
        #expect(rows.count == 1)
        #expect(scalars(rows[0][3]) == scalars(text))
    }

    @Test func `any texts come back as they were, row by row`() throws {
        var random = SeededGenerator(seed: 5)
        let tasks = (1...200).map { TaskRecord.process($0) }
        var commands: [UInt32: String] = [:]
        for pid in 1...UInt32(200) { commands[pid] = "x" + anyText(&random) }
        let rows = try records(tasks, commands: commands)
        #expect(rows.count == 200)
        for (row, pid) in zip(rows, 1...UInt32(200)) {
            #expect(row[1] == String(pid))
            #expect(scalars(row[3]) == scalars(commands[pid]))
        }
    }

    @Test func `on a terminal a text changes nothing but its own cells`() {
        let (snapshot, list) = invented([.process(1)], commands: [1: "a\u{1B}[2Jb\u{7}"])
        let shown = CSVText(columns, isForTerminal: true).lines(snapshot, list)
        #expect(shown.hasSuffix(",a␛[2Jb␇\r\n"))
        #expect(CSVText(columns).lines(snapshot, list).contains("\u{1B}[2J"))
    }

    @Test func `a formula is quoted, and a number is not`() {
        let (snapshot, list) = invented([.process(1)], commands: [1: "=cmd()"])
        let line = CSVText(columns).lines(snapshot, list)
        #expect(line == "1700000000000000000,1,test,\"=cmd()\"\r\n")
    }

    @Test func `what is not known is an empty field`() throws {
        let names = ["cpu_percent", "login_user", "nice"]
        let (snapshot, list) = invented([.process(1)])
        let csv = CSVText(names.compactMap(Column.named))
        #expect(csv.lines(snapshot, list) == "1700000000000000000,,,0\r\n")
    }

    @Test func `every column of every row has a field`() throws {
        let (snapshot, list) = invented([.process(1), .process(2, parent: 1)])
        let rows = try parse(CSVText(Column.all).lines(snapshot, list))
        #expect(rows.count == 2 && rows.allSatisfy { $0.count == Column.all.count + 1 })
    }

    private func records(
        _ tasks: [TaskRecord], commands: [UInt32: String]
    ) throws -> [[String]] {
        let (snapshot, list) = invented(tasks, commands: commands)
        return try parse(CSVText(columns).lines(snapshot, list))
    }

    /// Something that is not CSV.
    private struct Malformed: Error {}

    /// A strict reader: a quote may only open a field, and only a comma or a line's end may follow the closing one.
    private func parse(_ text: String) throws -> [[String]] {
        var rest = text.unicodeScalars[...]
        var rows: [[String]] = []
        while !rest.isEmpty {
            var row: [String] = []
            while true {
                row.append(try field(&rest))
                guard let next = rest.popFirst() else { throw Malformed() }
                if next == "," { continue }
                guard next == "\r", rest.popFirst() == "\n" else { throw Malformed() }
                break
            }
            rows.append(row)
        }
        return rows
    }

    private func field(_ rest: inout Substring.UnicodeScalarView) throws -> String {
        var field = String.UnicodeScalarView()
        guard rest.first == "\"" else {
            while let next = rest.first, next != ",", next != "\r" {
                guard next != "\"", next != "\n" else { throw Malformed() }
                field.append(rest.removeFirst())
            }
            return String(field)
        }
        rest.removeFirst()
        while let next = rest.popFirst() {
            if next == "\"" {
                guard rest.first == "\"" else { return String(field) }
                rest.removeFirst()
            }
            field.append(next)
        }
        throw Malformed()
    }
}
