internal import BTF
internal import CBpftop
package import KernelOffsets

/// What `bpftop offsets --dump` prints: every member with its place and how it was found.
package struct OffsetsReport {
    package let members: [ResolvedMember]
    /// How the layout was learnt: "btf", "file", "dwarf", "baked".
    package let source: String
    /// The file that it was read of, or the baked table.
    package let origin: String
    /// The BTF's size in bytes; nil where it was no BTF.
    package let size: Int?
    /// How many types the BTF describes.
    package let typeCount: Int?
    /// The BTF's byte order, as a word.
    package let byteOrder: String?
    /// The kernel's release, or the baked table's name; nil for a file, which does not say.
    package let kernel: String?
    /// The running kernel's architecture; nil for a file.
    package let architecture: String?

    /// Makes a report of its parts.
    package init(
        members: [ResolvedMember], source: String, origin: String, size: Int?, typeCount: Int?,
        byteOrder: String?, kernel: String?, architecture: String?
    ) {
        self.members = members
        self.source = source
        self.origin = origin
        self.size = size
        self.typeCount = typeCount
        self.byteOrder = byteOrder
        self.kernel = kernel
        self.architecture = architecture
    }

    /// Why bpftop could not run with this layout; nil where it could.
    package var error: KernelOffsetsError? {
        do throws(KernelOffsetsError) {
            _ = try KernelOffsets(members: members, source: source, features: KernelFeatures())
            return nil
        } catch {
            return error
        }
    }

    /// One member a line, aligned, under a header.
    package var table: String {
        var text = header.map { "# \($0): \($1)\n" }.joined()
        let lines =
            [["STRUCT", "PATH", "OFFSET", "BITS", "SIZE", "TYPE", "SOURCE", "ALT", "NAME"]] + rows
        let widths = lines[0].indices.map { column in
            lines.reduce(0) { max($0, $1[column].utf8.count) }
        }
        for line in lines {
            let cells = zip(line, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.utf8.count)
            }
            text += cells.joined(separator: "  ").trimmingTrailingSpaces + "\n"
        }
        return text
    }

    /// One member a line, separated by tabs, with a line of headings.
    package var tabSeparated: String {
        let headings = [
            "struct", "path", "byte_offset", "bits", "size_bytes", "type", "source", "alternative",
            "name",
        ]
        return ([headings] + rows).map { $0.joined(separator: "\t") + "\n" }.joined()
    }

    /// A C initialiser of `struct bpftop_offsets`.
    package var initializer: String {
        var text = header.map { "/* \($0): \($1) */\n" }.joined()
        text += "const struct bpftop_offsets bpftop_offsets = {\n"
        for entry in members {
            let raw = entry.raw
            let offset = raw.offset == .max ? "BPFTOP_ABSENT" : String(raw.offset)
            let value = "{\(offset), \(raw.size), \(raw.bit_offset), \(raw.bit_width)}"
            let place = "\(entry.member.structure).\(entry.path ?? entry.shownPath)"
            text += "\t.\(entry.member.name) = \(value), /* \(place) */\n"
        }
        return text + "};\n"
    }

    /// One object: the header's fields and `members`.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.string("schema", "bpftop.offsets.v1")
            json.string("source", source)
            json.string("origin", origin)
            json.string("kernel", kernel)
            json.string("architecture", architecture)
            json.integer("btf_bytes", size)
            json.integer("btf_types", typeCount)
            json.string("byte_order", byteOrder)
            json.name("members")
            json.array { json in
                for entry in members { json.member(entry, source: source) }
            }
        }
        json.newline()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private var header: [(String, String)] {
        var extent = ""
        if let size, let typeCount, let byteOrder {
            extent = ", \(size) bytes, \(typeCount) types, \(byteOrder)"
        }
        return [
            ("kernel", kernel ?? "not the running one"),
            ("architecture", architecture ?? "as the file"),
            ("origin", origin + extent),
            ("members", "\(members.filter(\.isUsable).count) of \(members.count) found"),
        ]
    }

    private var rows: [[String]] {
        members.map { entry in
            let location = entry.location
            let bits = location.flatMap { $0.bitWidth > 0 ? "\($0.bitOffset)+\($0.bitWidth)" : nil }
            return [
                entry.member.structure, entry.shownPath,
                location.map { String($0.byteOffset) } ?? "-", bits ?? "-",
                entry.size.map { String($0) } ?? "-", location?.typeName ?? entry.remark,
                entry.isUsable ? source : "-", entry.alternative.map { String($0) } ?? "-",
                entry.member.name,
            ]
        }
    }
}

extension ResolvedMember {
    /// The path that was found, else the first that was tried.
    var shownPath: String { path ?? member.alternatives.first ?? "sizeof" }

    /// Bytes of the member, or of the struct whose size is wanted.
    var size: UInt32? {
        switch outcome {
        case .found(let location, _): location.size
        case .size(let size): size
        case .absent, .refused: nil
        }
    }

    /// Which of the alternatives was found, from 0.
    var alternative: Int? {
        if case .found(_, let alternative) = outcome { alternative } else { nil }
    }

    /// Why there is no place, or that it is a size.
    var remark: String {
        switch outcome {
        case .found(let location, _): location.typeName
        case .size: "struct \(member.structure)"
        case .absent: member.isRequired ? "absent, required" : "absent"
        case .refused(let why): "refused: \(why)"
        }
    }
}

extension JSONText {
    /// Writes one member; an absent one has a null `byte_offset`.
    fileprivate mutating func member(_ entry: ResolvedMember, source: String) {
        let location = entry.location
        object { json in
            json.string("name", entry.member.name)
            json.string("struct", entry.member.structure)
            json.string("path", entry.shownPath)
            json.integer("byte_offset", location?.byteOffset)
            json.integer("bit_offset", location?.bitOffset)
            json.integer("bit_width", location?.bitWidth)
            json.integer("size_bytes", entry.size)
            json.string("type", entry.isUsable ? entry.remark : nil)
            json.string("source", entry.isUsable ? source : nil)
            json.integer("alternative", entry.alternative)
            json.boolean("required", entry.member.isRequired)
            json.string("remark", entry.isUsable ? nil : entry.remark)
        }
    }
}

extension String {
    /// The text without spaces at its end.
    fileprivate var trimmingTrailingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
