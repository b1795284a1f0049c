package import Model

/// Comma-separated values (RFC 4180) with a header line; unknown values are empty fields.
package struct CSVText {
    private let columns: [Column]

    /// Makes a writer of these columns; `time_ns` comes before them in every line.
    package init(_ columns: [Column]) {
        self.columns = columns
    }

    /// The header line.
    package var header: String {
        (["time_ns"] + columns.map(\.name)).joined(separator: ",") + "\r\n"
    }

    /// One line for each row.
    package func lines(_ snapshot: Snapshot, _ list: ProcessList) -> String {
        let time = String(snapshot.current.time.realtime)
        var text = ""
        for row in list.rows where row.matches {
            text += time
            for column in columns { text += "," + field(column.value(snapshot, Int(row.index))) }
            text += "\r\n"
        }
        return text
    }

    private func field(_ value: Value) -> String {
        switch value {
        case .absent: ""
        case .integer(let number): String(number)
        case .bytes(let number), .duration(let number), .moment(let number): String(number)
        case .byteRate(let number), .rate(let number), .percent(let number):
            Value.decimal(number, 3)
        case .text(let text): quoted(text)
        }
    }

    /// Quotes what would end a field, and words that a spreadsheet would take for a formula.
    private func quoted(_ text: String) -> String {
        let special: Set<Character> = [",", "\"", "\n", "\r", "\r\n"]
        let formula = text.first.map { "=+-@\t".contains($0) && text.count > 1 } ?? false
        guard formula || text.contains(where: special.contains) else { return text }
        let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"")
        return "\"" + doubled + "\""
    }
}
