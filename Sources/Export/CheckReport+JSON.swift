extension CheckReport {
    /// One object, schema `bpftop.check.v1`, and a newline.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.string("schema", "bpftop.check.v1")
            json.string("kernel", kernel)
            json.string("mechanism", mechanism)
            json.integer("rounds", rounds)
            json.integer("processes", processes)
            json.integer("passing", passing)
            json.integer("disagreements", disagreements)
            json.name("hidden_from_bpf")
            json.array { json in for pid in hidden { json.integer(pid) } }
            json.strings("notes", notes)
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
            json.string("name", field.name)
            json.string("unit", field.unit.isEmpty ? nil : field.unit)
            json.integer("compared", field.compared)
            json.integer("agreed", field.agreed)
            json.integer("agreed_later", field.agreedLater)
            json.integer("unconfirmed", field.unconfirmed)
            json.name("skipped")
            json.object { json in
                for (reason, count) in field.skipped {
                    json.integer(reason, count)
                }
            }
            json.integer("worst", field.compared == field.agreed ? nil : field.worst)
            json.name("example")
            json.example(field.example)
        }
    }

    private mutating func example(_ example: CheckReport.Example?) {
        guard let example else { return null() }
        object { json in
            json.integer("pid", example.pid)
            json.string("name", example.name)
            json.string("bpf", example.bpf)
            json.string("proc", example.proc)
        }
    }
}
