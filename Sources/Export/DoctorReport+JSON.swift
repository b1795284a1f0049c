internal import BTF
internal import KernelOffsets

extension DoctorReport {
    /// One object, schema `bpftop.doctor.v1`, and a newline.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.string("schema", "bpftop.doctor.v1")
            json.name("features")
            json.array { json in for verdict in verdicts { json.verdict(verdict) } }
            json.name("facts")
            json.object { json in for fact in facts { json.fact(fact) } }
            json.name("configuration")
            json.configuration(configuration)
            json.name("layout")
            json.array { json in for place in layout { json.place(place) } }
            json.name("programs")
            json.array { json in for program in programs { json.program(program) } }
            json.name("members")
            json.array { json in for member in members { json.member(member) } }
        }
        json.newline()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension JSONText {
    fileprivate mutating func verdict(_ verdict: DoctorReport.Verdict) {
        object { json in
            json.string("feature", verdict.feature)
            json.string("state", verdict.state)
            json.string("reason", verdict.reason)
            json.string("remedy", verdict.remedy)
        }
    }

    fileprivate mutating func fact(_ fact: DoctorReport.Fact) {
        name(fact.name)
        switch fact.value {
        case .null: null()
        case .string(let value): string(value)
        case .integer(let value): integer(value)
        case .boolean(let value): boolean(value)
        case .strings(let values): array { json in for value in values { json.string(value) } }
        }
    }

    fileprivate mutating func configuration(_ configuration: DoctorReport.Configuration) {
        object { json in
            json.string("file", configuration.file)
            json.string("state", configuration.state)
            json.strings("candidates", configuration.candidates)
            json.name("problems")
            json.array { json in
                for problem in configuration.problems { json.problem(problem) }
            }
        }
    }

    private mutating func problem(_ problem: DoctorReport.Configuration.Problem) {
        object { json in
            json.integer("line", problem.line)
            json.string("text", problem.text)
            json.string("remedy", problem.remedy)
        }
    }

    fileprivate mutating func place(_ place: DoctorReport.Place) {
        object { json in
            json.string("place", place.name)
            json.string("state", place.state)
            json.string("detail", place.detail)
        }
    }

    fileprivate mutating func program(_ program: DoctorReport.Program) {
        object { json in
            json.string("name", program.name)
            json.string("state", program.state)
            json.strings("detail", program.detail)
        }
    }

    fileprivate mutating func member(_ entry: ResolvedMember) {
        object { json in
            json.string("name", entry.member.name)
            json.boolean("usable", entry.isUsable)
            json.string("path", entry.member.structure + "." + entry.shownPath)
            json.integer("offset", entry.location?.byteOffset)
            json.string("remark", entry.isUsable ? nil : entry.remark)
        }
    }
}
