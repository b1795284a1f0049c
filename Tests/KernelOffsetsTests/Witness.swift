import Clibbpf

/// The same type information as libbpf's own functions read it.
///
/// It resolves paths such as `rss_stat[MM_ANONPAGES].count` with a walk of its own, and shares nothing with our parser.
final class Witness {
    private let btf: OpaquePointer
    private lazy var enumerators = collectEnumerators()

    /// Where a member lies: bits from the struct's start, bytes of its type, bits of a bit field or 0.
    struct Place: Equatable {
        var bits: UInt64
        var size: UInt64
        var width: UInt32
    }

    /// Nil where libbpf refuses the bytes.
    init?(_ bytes: [UInt8]) {
        guard let btf = btf__new(bytes, UInt32(bytes.count)) else { return nil }
        self.btf = btf
    }

    deinit {
        btf__free(btf)
    }

    /// The id of a struct; 0 where there is none.
    func structure(_ name: String) -> UInt32 {
        UInt32(max(0, btf__find_by_name_kind(btf, name, UInt32(BTF_KIND_STRUCT))))
    }

    /// The id of a function; nil where there is none.
    func function(_ name: String) -> UInt32? {
        let id = btf__find_by_name_kind(btf, name, 12)
        return id > 0 ? UInt32(id) : nil
    }

    /// The size of a struct in bytes; nil where there is none.
    func size(ofStructure name: String) -> UInt64? {
        let id = structure(name)
        return id == 0 ? nil : UInt64(max(0, btf__resolve_size(btf, id)))
    }

    /// Where the member of a path lies; nil where the kernel has none.
    func place(of path: String, in structure: String) -> Place? {
        let id = self.structure(structure)
        guard id != 0 else { return nil }
        var type = id
        var place = Place(bits: 0, size: 0, width: 0)
        for step in Self.steps(path) {
            guard let next = self.step(step, from: type, &place) else { return nil }
            type = next
        }
        place.size = size(type)
        return place
    }

    private enum Step {
        case member(String)
        case element(String)
    }

    private static func steps(_ path: String) -> [Step] {
        path.split(separator: ".").flatMap { part -> [Step] in
            let names = part.split(separator: "[")
            return [.member(String(names[0]))]
                + names.dropFirst().map { .element(String($0.dropLast())) }
        }
    }

    private func step(_ step: Step, from type: UInt32, _ place: inout Place) -> UInt32? {
        switch step {
        case .member(let name): return member(name, of: type, &place)
        case .element(let index):
            guard kind(type) == BTF_KIND_ARRAY, let array = btf_array(record(type)),
                let number = UInt64(index) ?? enumerators[index]
            else { return nil }
            let element = stripped(array.pointee.type)
            place.bits += number * size(element) * 8
            return element
        }
    }

    private func member(_ name: String, of type: UInt32, _ place: inout Place) -> UInt32? {
        guard kind(type) == BTF_KIND_STRUCT || kind(type) == BTF_KIND_UNION else { return nil }
        let record = record(type)
        guard let members = btf_members(record) else { return nil }
        for index in 0..<Int(btf_vlen(record)) {
            let bits = UInt64(btf_member_bit_offset(record, UInt32(index)))
            let inner = stripped(members[index].type)
            let found = text(members[index].name_off)
            var deeper = Place(bits: place.bits + bits, size: 0, width: 0)
            if found == name {
                deeper.width = btf_member_bitfield_size(record, UInt32(index))
                place = deeper
                return inner
            }
            if found.isEmpty, let within = member(name, of: inner, &deeper) {
                place = deeper
                return within
            }
        }
        return nil
    }

    private func record(_ id: UInt32) -> UnsafePointer<btf_type> {
        guard let record = btf__type_by_id(btf, id) else { preconditionFailure("no type \(id)") }
        return record
    }

    private func kind(_ id: UInt32) -> Int { id == 0 ? 0 : Int(btf_kind(record(id))) }

    private func text(_ offset: UInt32) -> String {
        String(cString: btf__str_by_offset(btf, offset))
    }

    private func size(_ id: UInt32) -> UInt64 { UInt64(max(0, btf__resolve_size(btf, id))) }

    /// The type under typedefs, qualifiers and type tags.
    private func stripped(_ id: UInt32) -> UInt32 {
        var id = id
        while id != 0, btf_is_mod(record(id)) || kind(id) == BTF_KIND_TYPEDEF {
            id = record(id).pointee.type
        }
        return id
    }

    private func collectEnumerators() -> [String: UInt64] {
        var values: [String: UInt64] = [:]
        for id in 1..<btf__type_cnt(btf) where kind(id) == BTF_KIND_ENUM {
            let record = record(id)
            guard let entries = btf_enum(record) else { continue }
            for index in 0..<Int(btf_vlen(record)) where entries[index].val >= 0 {
                values[text(entries[index].name_off)] = UInt64(entries[index].val)
            }
        }
        return values
    }
}
