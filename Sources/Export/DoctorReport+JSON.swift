internal import BTF
internal import KernelOffsets

extension DoctorReport {
    /// One object, schema `bpftop.doctor.v1`, and a newline.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.name("schema")
            json.string("bpftop.doctor.v1")
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
            json.name("feature")
            json.string(verdict.feature)
            json.name("state")
            json.string(verdict.state)
            json.name("reason")
            json.string(verdict.reason)
            json.name("remedy")
            json.string(verdict.remedy)
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
            json.name("file")
            json.string(configuration.file)
            json.name("state")
            json.string(configuration.state)
            json.name("candidates")
            json.array { json in for path in configuration.candidates { json.string(path) } }
            json.name("problems")
            json.array { json in
                for problem in configuration.problems { json.problem(problem) }
            }
        }
    }

    private mutating func problem(_ problem: DoctorReport.Configuration.Problem) {
        object { json in
            json.name("line")
            if let line = problem.line { json.integer(line) } else { json.null() }
            json.name("text")
            json.string(problem.text)
            json.name("remedy")
            json.string(problem.remedy)
        }
    }

    fileprivate mutating func place(_ place: DoctorReport.Place) {
        object { json in
            json.name("place")
            json.string(place.name)
            json.name("state")
            json.string(place.state)
            json.name("detail")
            json.string(place.detail)
        }
    }

    fileprivate mutating func program(_ program: DoctorReport.Program) {
        object { json in
            json.name("name")
            json.string(program.name)
            json.name("state")
            json.string(program.state)
            json.name("detail")
            json.array { json in for line in program.detail { json.string(line) } }
        }
    }

    fileprivate mutating func member(_ entry: ResolvedMember) {
        object { json in
            json.name("name")
            json.string(entry.member.name)
            json.name("usable")
            json.boolean(entry.isUsable)
            json.name("path")
            json.string(entry.member.structure + "." + entry.shownPath)
            json.name("offset")
            if let offset = entry.location?.byteOffset {
                json.integer(Int64(offset))
            } else {
                json.null()
            }
            json.name("remark")
            json.string(entry.isUsable ? nil : entry.remark)
        }
    }
}
