internal import Terminal

/// What `bpftop check` prints: one line a field, then what it means.
package struct CheckReport {
    /// One line a field, in the order of the report.
    package let fields: [Field]
    /// How often everything was read.
    package let rounds: Int
    /// How many processes both readings had, in the last round.
    package let processes: Int
    /// How many processes came or went while they were read.
    package let passing: Int
    /// Processes that the kernel does not show to BPF programs.
    package let hidden: [UInt32]
    /// How the walk was made.
    package let mechanism: String
    /// The running kernel's release.
    package let kernel: String
    /// What limits the comparison, one sentence each.
    package let notes: [String]

    /// One field's comparisons; counts, and the worst difference in the field's unit.
    package struct Field {
        package var name: String
        package var unit: String
        package var compared: Int
        package var agreed: Int
        package var agreedLater: Int
        package var unconfirmed: Int
        package var skipped: [(reason: String, count: Int)]
        package var worst: UInt64
        package var example: Example?

        /// Makes a line of its parts.
        package init(
            name: String, unit: String, compared: Int, agreed: Int, agreedLater: Int = 0,
            unconfirmed: Int = 0, skipped: [(reason: String, count: Int)] = [], worst: UInt64 = 0,
            example: Example? = nil
        ) {
            self.name = name
            self.unit = unit
            self.compared = compared
            self.agreed = agreed
            self.agreedLater = agreedLater
            self.unconfirmed = unconfirmed
            self.skipped = skipped
            self.worst = worst
            self.example = example
        }
    }

    /// One number that disagrees.
    package struct Example {
        package let pid: UInt32
        package let name: String
        package let bpf: String
        package let proc: String

        /// Makes an example of its parts.
        package init(pid: UInt32, name: String, bpf: String, proc: String) {
            self.pid = pid
            self.name = name
            self.bpf = bpf
            self.proc = proc
        }
    }

    /// Makes a report of its parts.
    package init(
        fields: [Field], rounds: Int, processes: Int, passing: Int, hidden: [UInt32],
        mechanism: String, kernel: String, notes: [String]
    ) {
        self.fields = fields
        self.rounds = rounds
        self.processes = processes
        self.passing = passing
        self.hidden = hidden
        self.mechanism = mechanism
        self.kernel = kernel
        self.notes = notes
    }

    /// How many numbers disagree.
    package var disagreements: Int { fields.reduce(0) { $0 + $1.compared - $1.agreed } }
}

// MARK: - Text

extension CheckReport {
    /// The table, the limits, and a closing sentence.
    package var text: String {
        let lines = [["FIELD", "COMPARED", "AGREED", "WORST", "EXAMPLE"]] + fields.map(\.cells)
        let widths = lines[0].indices.map { column in
            lines.reduce(0) { max($0, TextWidth.columns(of: $1[column])) }
        }
        var text = ""
        for line in lines { text += Self.line(line, widths) + "\n" }
        text += "\n"
        for note in remarks + notes { text += "note: \(note)\n" }
        return text + conclusion + "\n"
    }

    /// One sentence: how many numbers agreed, or which fields do not.
    package var conclusion: String {
        let compared = fields.reduce(0) { $0 + $1.compared }
        let times = rounds == 1 ? "one round" : "\(rounds) rounds"
        let extent = "\(times) over \(processes) processes on \(kernel), by \(mechanism)"
        if disagreements == 0 {
            return "All \(compared) numbers agree with /proc: \(extent)."
        }
        let names = fields.filter { $0.compared > $0.agreed }.map(\.name).joined(separator: ", ")
        return "\(disagreements) of \(compared) numbers disagree with /proc (\(names)): \(extent)."
    }

    /// What was not compared, and what agreed only later.
    private var remarks: [String] {
        var remarks: [String] = []
        for pid in hidden { remarks.append("process \(pid) is hidden from BPF by this kernel") }
        let denied = fields.reduce(0) { sum, field in
            max(sum, field.skipped.first { $0.reason == "denied" }?.count ?? 0)
        }
        if denied > 0 {
            remarks.append("\(denied) times /proc/PID/io was denied; it needs CAP_SYS_PTRACE")
        }
        let later = fields.reduce(0) { $0 + $1.agreedLater }
        if later > 0 { remarks.append("\(later) numbers agreed when they were looked at again") }
        let gone = fields.reduce(0) { $0 + $1.unconfirmed }
        if gone > 0 {
            remarks.append(
                "\(gone) numbers could not be looked at again: their processes had ended")
        }
        if passing > 0 { remarks.append("\(passing) times a process came or went meanwhile") }
        let idle = fields.filter { $0.compared == 0 }.map(\.name)
        if !idle.isEmpty { remarks.append("nothing to compare: \(idle.joined(separator: ", "))") }
        return remarks
    }

    /// Names to the left, numbers to the right.
    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (index, cell) in cells.enumerated() {
            let gap = String(
                repeating: " ", count: max(0, widths[index] - TextWidth.columns(of: cell)))
            let isNumber = (1...3).contains(index)
            if index > 0 { text += "  " }
            text += isNumber ? gap + cell : index == cells.count - 1 ? cell : cell + gap
        }
        while text.last == " " { text.removeLast() }
        return text
    }
}

extension CheckReport.Field {
    fileprivate var cells: [String] {
        let difference =
            unit.isEmpty ? "differs" : unit == "count" ? "\(worst)" : "\(worst) \(unit)"
        let example = example.map {
            let name = TextWidth.visible($0.name)
            let (bpf, proc) = (TextWidth.visible($0.bpf), TextWidth.visible($0.proc))
            return "\($0.pid) (\(name)): BPF \(bpf), /proc \(proc)"
        }
        return [
            name, "\(compared)", "\(agreed)", compared == agreed ? "-" : difference, example ?? "",
        ]
    }
}
