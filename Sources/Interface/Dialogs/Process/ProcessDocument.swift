internal import CBpftop
internal import Model

/// The process screen's text: headings, facts, graphs and what was read on demand, line by line.
struct ProcessDocument: Sendable {
    /// One line and what it is.
    enum Line: Equatable, Sendable {
        case heading(String)
        case fact(label: String, value: String, meaning: String)
        /// The index of a series of the history.
        case graph(Int)
        case text(String)
        case problem(String)
        case blank
    }

    private(set) var lines: [Line] = []

    /// Lists all that is known of a process.
    ///
    /// `facts` are by `Column.all`'s order, threads one line each; `sections` is nil while they are being read.
    init(
        facts: [(column: Column, value: String)], threads: [String], seriesCount: Int,
        sections: [ProcessDetails.Section]?
    ) {
        add("Over time", (0..<seriesCount).map(Line.graph))
        for group in Column.Group.allCases {
            add(
                group.rawValue.firstUppercased,
                Self.lines(of: facts.filter { $0.column.group == group }))
        }
        add("Threads", threads.map(Line.text))
        guard let sections else {
            lines += [.heading("Files, environment, limits"), .text("reading ...")]
            return
        }
        for section in sections {
            add(
                section.title, section.lines.map(Line.text) + section.problems, orEmpty: "none")
        }
    }

    private static func lines(of facts: [(column: Column, value: String)]) -> [Line] {
        facts.map { .fact(label: $0.column.header, value: $0.value, meaning: $0.column.meaning) }
    }

    /// Adds a section; one without lines is left out unless `orEmpty` says what stands there instead.
    private mutating func add(_ title: String, _ content: [Line], orEmpty: String? = nil) {
        guard !content.isEmpty || orEmpty != nil else { return }
        if !lines.isEmpty { lines.append(.blank) }
        lines.append(.heading(title))
        lines += content.isEmpty ? [.text(orEmpty ?? "")] : content
    }

    /// The nearest heading after, or before, a line; nil where there is none.
    func heading(after line: Int, forward: Bool) -> Int? {
        let headings = lines.indices.filter {
            if case .heading = lines[$0] { true } else { false }
        }
        return forward ? headings.first { $0 > line } : headings.last { $0 < line }
    }
}

extension ProcessDetails.Section {
    fileprivate var problems: [ProcessDocument.Line] { problem.map { [.problem($0)] } ?? [] }
}

extension String {
    fileprivate var firstUppercased: String { prefix(1).uppercased() + dropFirst() }
}

// MARK: - From a snapshot

extension ProcessDocument {
    /// Every column's value for a row, as text.
    static func facts(
        row: Int, of snapshot: borrowing Snapshot
    ) -> [(column: Column, value: String)] {
        var result: [(column: Column, value: String)] = []
        for column in Column.all {
            let value = column.value(snapshot, row)
            // Here is room for what a column leaves out.
            if case .moment(let moment) = value {
                result.append((column, moment.dateAndTime))
            } else {
                result.append((column, value.text))
            }
        }
        return result
    }

    /// The rows of a process's threads, one line each, where single threads are sampled.
    static func threads(of pid: UInt32, in snapshot: borrowing Snapshot) -> [String] {
        let columns = ["state", "cpu_percent", "cpu_time_ns", "last_cpu", "comm"]
            .compactMap(Column.named)
        var lines: [String] = []
        for row in 0..<snapshot.count where snapshot[row].isThread && snapshot[row].tgid == pid {
            var words = [String(snapshot[row].pid).padding(to: 8)]
            for column in columns {
                words.append(column.value(snapshot, row).text.padding(to: column.width))
            }
            lines.append(words.joined(separator: " "))
        }
        return lines
    }
}
