import Clibbpf

/// The same BTF as libbpf reads it: the other witness.
///
/// Ids are those of the blob. Only libbpf's own functions and the kernel's header are used here.
final class LibbpfBTF {
    private let btf: OpaquePointer

    /// Nil when libbpf refuses the bytes.
    init?(_ bytes: [UInt8]) {
        guard let btf = btf__new(bytes, UInt32(bytes.count)) else { return nil }
        self.btf = btf
    }

    deinit { btf__free(btf) }

    /// The blob with every integer in the other byte order.
    func swapped() -> [UInt8] {
        let isLittle = btf__endianness(btf) == BTF_LITTLE_ENDIAN
        btf__set_endianness(btf, isLittle ? BTF_BIG_ENDIAN : BTF_LITTLE_ENDIAN)
        var size: UInt32 = 0
        guard let data = btf__raw_data(btf, &size) else { return [] }
        return Array(UnsafeRawBufferPointer(start: data, count: Int(size)))
    }

    private func present<Pointer>(_ pointer: Pointer?) -> Pointer {
        guard let pointer else { preconditionFailure("libbpf has no such record") }
        return pointer
    }

    var typeCount: Int { Int(btf__type_cnt(btf)) }

    func find(_ name: String, kind: Int) -> UInt32? {
        let id = btf__find_by_name_kind(btf, name, UInt32(kind))
        return id > 0 ? UInt32(id) : nil
    }

    func record(_ id: UInt32) -> UnsafePointer<btf_type> { present(btf__type_by_id(btf, id)) }

    func kind(_ id: UInt32) -> Int { id == 0 ? 0 : Int(btf_kind(record(id))) }

    func name(_ id: UInt32) -> String {
        id == 0 ? "void" : text(record(id).pointee.name_off)
    }

    func text(_ offset: UInt32) -> String { String(cString: btf__str_by_offset(btf, offset)) }

    /// The size libbpf resolves, or nil for a type that has none.
    func size(_ id: UInt32) -> Int64? {
        let size = btf__resolve_size(btf, id)
        return size < 0 ? nil : size
    }

    struct Member: Equatable {
        let name: String
        let type: UInt32
        let bitOffset: UInt32
        let bitfieldSize: UInt32
    }

    func members(_ id: UInt32) -> [Member] {
        let record = record(id)
        let members = present(btf_members(record))
        return (0..<Int(btf_vlen(record))).map { index in
            Member(
                name: text(members[index].name_off), type: members[index].type,
                bitOffset: btf_member_bit_offset(record, UInt32(index)),
                bitfieldSize: btf_member_bitfield_size(record, UInt32(index)))
        }
    }

    func array(_ id: UInt32) -> (element: UInt32, count: UInt32) {
        let array = present(btf_array(record(id))).pointee
        return (array.type, array.nelems)
    }

    func enumerators(_ id: UInt32) -> [(String, Int64)] {
        let record = record(id)
        let range = 0..<Int(btf_vlen(record))
        if kind(id) == BTF_KIND_ENUM64 {
            let values = present(btf_enum64(record))
            return range.map { index in
                let value = UInt64(values[index].val_hi32) << 32 | UInt64(values[index].val_lo32)
                return (text(values[index].name_off), Int64(bitPattern: value))
            }
        }
        let values = present(btf_enum(record))
        return range.map { index in
            let value = values[index].val
            let wide = btf_kflag(record) ? Int64(value) : Int64(UInt32(bitPattern: value))
            return (text(values[index].name_off), wide)
        }
    }

    /// The type under typedefs, qualifiers and type tags.
    func resolved(_ id: UInt32) -> UInt32 {
        var id = id
        while id != 0 {
            switch kind(id) {
            case BTF_KIND_TYPEDEF, BTF_KIND_VOLATILE, BTF_KIND_CONST, BTF_KIND_RESTRICT,
                BTF_KIND_TYPE_TAG:
                id = record(id).pointee.type
            default: return id
            }
        }
        return id
    }

    /// The kinds and names met on the way from a type to what it is made of, pointers not followed.
    func chain(_ id: UInt32) -> [String] {
        var chain: [String] = []
        var id = id
        while id != 0 {
            chain.append("\(kind(id)) \(name(id))")
            switch kind(id) {
            case BTF_KIND_TYPEDEF, BTF_KIND_VOLATILE, BTF_KIND_CONST, BTF_KIND_RESTRICT,
                BTF_KIND_TYPE_TAG:
                id = record(id).pointee.type
            case BTF_KIND_ARRAY: id = array(id).element
            default: return chain
            }
        }
        return chain
    }
}
