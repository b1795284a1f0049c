extension CheckReport {
    /// One object, schema `bpftop.check.v1`, and a newline.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.name("schema")
            json.string("bpftop.check.v1")
            json.name("kernel")
            json.string(kernel)
            json.name("mechanism")
            json.string(mechanism)
            json.name("rounds")
            json.integer(rounds)
            json.name("processes")
            json.integer(processes)
            json.name("passing")
            json.integer(passing)
            json.name("disagreements")
            json.integer(disagreements)
            json.name("hidden_from_bpf")
            json.array { json in for pid in hidden { json.integer(pid) } }
            json.name("notes")
            json.array { json in for note in notes { json.string(note) } }
            json.name("fields")
            json.array { json in for field in fields { json.field(field) } }
        }
        json.newline()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}

extension JSONText {
    fileprivate mutating func field(_ field: CheckReport.Field) {
        object { json in
            json.name("name")
            json.string(field.name)
            json.name("unit")
            json.string(field.unit.isEmpty ? nil : field.unit)
            json.name("compared")
            json.integer(field.compared)
            json.name("agreed")
            json.integer(field.agreed)
            json.name("agreed_later")
            json.integer(field.agreedLater)
            json.name("unconfirmed")
            json.integer(field.unconfirmed)
            json.name("skipped")
            json.object { json in
                for (reason, count) in field.skipped {
                    json.name(reason)
                    json.integer(count)
                }
            }
            json.name("worst")
            json.integer(field.compared == field.agreed ? nil : field.worst)
            json.name("example")
            json.example(field.example)
        }
    }

    private mutating func example(_ example: CheckReport.Example?) {
        guard let example else { return null() }
        object { json in
            json.name("pid")
            json.integer(example.pid)
            json.name("name")
            json.string(example.name)
            json.name("bpf")
            json.string(example.bpf)
            json.name("proc")
            json.string(example.proc)
        }
    }
}
