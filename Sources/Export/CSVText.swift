package import Model
internal import Terminal

/// Comma-separated values (RFC 4180) with a header line; unknown values are empty fields.
package struct CSVText {
    private let columns: [Column]
    private let isForTerminal: Bool

    /// Makes a writer of these columns; `time_ns` comes before them in every line.
    ///
    /// A terminal would obey what a process puts into its name: for one, control characters are made visible.
    package init(_ columns: [Column], isForTerminal: Bool = false) {
        self.columns = columns
        self.isForTerminal = isForTerminal
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
        case .bytes(let number), .duration(let number): String(number)
        case .moment(let moment): String(moment.nanoseconds)
        case .byteRate(let number), .rate(let number), .percent(let number):
            Value.decimal(number, 3)
        case .text(let text): quoted(isForTerminal ? TextWidth.visible(text) : text)
        }
    }

    /// Quotes what would end a field, and words that a spreadsheet would take for a formula.
    private func quoted(_ text: String) -> String {
        // Scalars, not characters: a combining mark behind a quote makes another character of it.
        let scalars = text.unicodeScalars
        let special: Set<Unicode.Scalar> = [",", "\"", "\n", "\r"]
        let opening: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t"]
        let isFormula = scalars.first.map { opening.contains($0) && scalars.count > 1 } ?? false
        guard isFormula || scalars.contains(where: special.contains) else { return text }
        var quoted = "\"".unicodeScalars
        for scalar in scalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        return String(quoted) + "\""
    }
}
