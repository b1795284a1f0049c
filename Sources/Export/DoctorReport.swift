package import KernelOffsets
internal import Terminal

/// What `bpftop doctor` prints: a verdict on each feature, then what was found out.
package struct DoctorReport {
    /// One feature's verdict.
    package let verdicts: [Verdict]
    /// What the host says of itself, by machine name.
    package let facts: [Fact]
    /// What became of the screen's configuration.
    package let configuration: Configuration
    /// Where the kernel's layout may be learnt, from the surest to the last.
    package let layout: [Place]
    /// What loading each BPF program came to.
    package let programs: [Program]
    /// Every kernel member's outcome.
    package let members: [ResolvedMember]

    /// What became of a feature.
    package struct Verdict {
        package var feature: String
        /// "works", "partly" or "missing".
        package var state: String
        package var reason: String?
        package var remedy: String?

        /// Makes a verdict of its parts.
        package init(feature: String, state: String, reason: String?, remedy: String?) {
            self.feature = feature
            self.state = state
            self.reason = reason
            self.remedy = remedy
        }
    }

    /// One fact: a name, what it is in words, and its value for programs.
    package struct Fact {
        package var name: String
        package var text: String
        package var value: Value

        /// A value as JSON has them.
        package enum Value {
            case null
            case string(String)
            case integer(Int64)
            case boolean(Bool)
            case strings([String])
        }

        /// Makes a fact of its parts.
        package init(_ name: String, _ text: String, _ value: Value) {
            self.name = name
            self.text = text
            self.value = value
        }
    }

    /// The screen's configuration file.
    package struct Configuration {
        /// The file that counts; nil where there is none.
        package var file: String?
        /// "in use", "passed over" or "none".
        package var state: String
        /// The places where a file is looked for, the first that has one counts.
        package var candidates: [String]
        package var problems: [Problem]

        /// Something that is wrong with it.
        package struct Problem {
            /// Counted from 1; nil where the whole file is meant.
            package var line: Int?
            package var text: String
            package var remedy: String

            /// Makes a problem of its parts.
            package init(line: Int?, text: String, remedy: String) {
                self.line = line
                self.text = text
                self.remedy = remedy
            }
        }

        /// Makes an outcome of its parts.
        package init(file: String?, state: String, candidates: [String], problems: [Problem]) {
            self.file = file
            self.state = state
            self.candidates = candidates
            self.problems = problems
        }
    }

    /// A place where the kernel's layout may be learnt.
    package struct Place {
        package var name: String
        /// "in use", "passed over" or "not needed".
        package var state: String
        /// What is in use, or why nothing of there is.
        package var detail: String?

        /// Makes a place of its parts.
        package init(name: String, state: String, detail: String?) {
            self.name = name
            self.state = state
            self.detail = detail
        }
    }

    /// What loading a program came to.
    package struct Program {
        package var name: String
        /// "loaded", "not offered" or "refused".
        package var state: String
        /// What the kernel lacks, or the verifier's last lines.
        package var detail: [String]

        /// Makes an outcome of its parts.
        package init(name: String, state: String, detail: [String]) {
            self.name = name
            self.state = state
            self.detail = detail
        }
    }

    /// Makes a report of its parts.
    package init(
        verdicts: [Verdict], facts: [Fact], configuration: Configuration, layout: [Place],
        programs: [Program], members: [ResolvedMember]
    ) {
        self.verdicts = verdicts
        self.facts = facts
        self.configuration = configuration
        self.layout = layout
        self.programs = programs
        self.members = members
    }
}

// MARK: - Text

extension DoctorReport {
    /// Six paragraphs for a person; whatever the kernel said is made visible.
    package var text: String {
        var lines = ["FEATURES"]
        let width = verdicts.reduce(0) { max($0, $1.feature.count) }
        for verdict in verdicts {
            lines.append("  " + padded(verdict.feature, width) + "  " + Self.words(verdict))
            if let remedy = verdict.remedy {
                lines.append("  " + padded("", width) + "  try: " + remedy)
            }
        }
        lines += ["", "FACTS"]
        let factWidth = facts.reduce(0) { max($0, $1.name.count) }
        for fact in facts { lines.append("  " + padded(fact.name, factWidth) + "  " + fact.text) }
        lines += ["", "CONFIGURATION"] + configurationLines
        lines += ["", "KERNEL LAYOUT"] + layoutLines
        lines += ["", "BPF PROGRAMS"] + programLines + ["", "KERNEL MEMBERS"] + memberLines
        return lines.map { TextWidth.visible($0) + "\n" }.joined()
    }

    private static func words(_ verdict: Verdict) -> String {
        verdict.reason.map { "\(verdict.state): \($0)" } ?? verdict.state
    }

    private var configurationLines: [String] {
        guard let file = configuration.file else {
            return ["  none; looked for: " + configuration.candidates.joined(separator: ", ")]
        }
        var lines = ["  \(file): \(configuration.state)"]
        for problem in configuration.problems {
            lines.append("  " + (problem.line.map { "line \($0): " } ?? "") + problem.text)
            lines.append("    try: " + problem.remedy)
        }
        return lines
    }

    private var layoutLines: [String] {
        let width = layout.reduce(0) { max($0, $1.name.count) }
        return layout.map { place in
            "  " + padded(place.name, width) + "  " + place.state
                + (place.detail.map { ": " + $0 } ?? "")
        }
    }

    private var programLines: [String] {
        if programs.isEmpty { return ["  none was tried"] }
        let width = programs.reduce(0) { max($0, $1.name.count) }
        var lines: [String] = []
        for program in programs {
            lines.append("  " + padded(program.name, width) + "  " + program.state)
            for detail in program.detail { lines.append("  " + padded("", width) + "  " + detail) }
        }
        return lines
    }

    private var memberLines: [String] {
        if members.isEmpty { return ["  none was looked for"] }
        let unusable = members.filter { !$0.isUsable }
        var lines = ["  \(members.count - unusable.count) of \(members.count) found"]
        for entry in unusable {
            lines.append("  \(entry.member.structure).\(entry.shownPath): \(entry.remark)")
        }
        return lines
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
