import BTF
import Clibbpf
import Testing

/// Compares what our parser and libbpf say of the same bytes, and keeps the first differences.
///
/// `#expect` per fact would cost minutes over hundreds of thousands of facts.
struct LibbpfComparison {
    let libbpf: LibbpfBTF
    private(set) var differences: [String] = []
    private(set) var facts = 0

    init(_ bytes: [UInt8]) throws {
        libbpf = try #require(LibbpfBTF(bytes))
    }

    private mutating func check<Fact: Equatable>(
        _ ours: Fact, _ theirs: Fact, _ what: @autoclosure () -> String
    ) {
        facts += 1
        if ours != theirs { differences.append("\(what()): \(ours), libbpf \(theirs)") }
    }

    /// Every id: kind, name, size.
    mutating func compareTable(_ btf: borrowing BTF) throws {
        check(btf.typeCount, libbpf.typeCount, "number of types")
        for id in 0..<UInt32(btf.typeCount) {
            let kind = try btf.kind(of: TypeID(rawValue: id))
            check(Int(kind.rawValue), libbpf.kind(id), "kind of \(id)")
            check(try btf.name(of: TypeID(rawValue: id)), libbpf.name(id), "name of \(id)")
            if hasAgreedSize(kind) {
                let size = try btf.size(of: TypeID(rawValue: id))
                check(size.map(Int64.init), libbpf.size(id), "size of \(id)")
            }
        }
    }

    /// libbpf gives no size for what we do: `var`, and modifiers of what has none.
    private func hasAgreedSize(_ kind: BTFKind) -> Bool {
        kind != .void && kind != .var && kind != .func && kind != .funcProto && kind != .declTag
    }

    /// The records of one struct: size, and of each member name, place, width, and chain of types.
    mutating func compareMembers(_ id: UInt32, _ btf: borrowing BTF) throws {
        guard case .members(let ours, let size) = try btf.type(TypeID(rawValue: id)).content else {
            check("no members", "members", "type \(id)")
            return
        }
        check(Int64(size), libbpf.size(id), "size of \(id)")
        let theirs = libbpf.members(id)
        let mapped = ours.map {
            LibbpfBTF.Member(
                name: $0.name, type: $0.type.rawValue, bitOffset: $0.bitOffset,
                bitfieldSize: UInt32($0.bitfieldSize))
        }
        check(mapped, theirs, "members of \(id)")
        for member in ours {
            let chain = try chain(member.type, btf)
            check(chain, libbpf.chain(member.type.rawValue), "types of \(id).\(member.name)")
        }
    }

    private func chain(_ id: TypeID, _ btf: borrowing BTF) throws -> [String] {
        var chain: [String] = []
        var id = id
        while id != .void {
            let type = try btf.type(id)
            chain.append("\(type.kind.rawValue) \(type.name)")
            switch type.content {
            case .reference(let target) where type.kind != .ptr: id = target
            case .array(let element, _, _): id = element
            default: return chain
            }
        }
        return chain
    }

    /// Every member that paths lead to in one struct: place, width, size, kind, resolved type.
    mutating func comparePaths(_ id: UInt32, depth: Int, _ btf: borrowing BTF) throws {
        for place in libbpf.places(in: id, depth: depth) {
            let path = try MemberPath(place.path)
            let what = "\(libbpf.name(id)).\(path)"
            guard let location = try btf.location(of: path, in: TypeID(rawValue: id)) else {
                check("absent", "present", what)
                continue
            }
            let bits = UInt64(location.byteOffset) * 8 + UInt64(location.bitOffset)
            check(bits, place.bits, "place of \(what)")
            check(UInt32(location.bitWidth), place.bitfieldSize, "width of \(what)")
            check(Int64(location.size), libbpf.size(place.type), "size of \(what)")
            check(location.type.rawValue, place.type, "type of \(what)")
            if let kind = kind(place.type) { check(location.kind, kind, "kind of \(what)") }
        }
    }

    private func kind(_ id: UInt32) -> MemberLocation.Kind? {
        switch libbpf.kind(id) {
        case BTF_KIND_INT:
            let encoding = UInt32(btf_int_encoding(libbpf.record(id)))
            return .integer(isSigned: encoding & UInt32(BTF_INT_SIGNED) != 0)
        case BTF_KIND_ENUM, BTF_KIND_ENUM64:
            return .enumeration(isSigned: btf_kflag(libbpf.record(id)))
        case BTF_KIND_PTR:
            return pointee(libbpf.record(id).pointee.type).map { .pointer(to: $0) }
        case BTF_KIND_STRUCT: return .structure
        case BTF_KIND_UNION: return .union
        case BTF_KIND_ARRAY: return .array
        default: return .float
        }
    }

    /// The bare name of what has one; nil for what has to be spelled, such as a pointer to a pointer.
    private func pointee(_ id: UInt32) -> String? {
        let id = libbpf.resolved(id)
        switch libbpf.kind(id) {
        case BTF_KIND_PTR, BTF_KIND_ARRAY, BTF_KIND_FUNC_PROTO: return nil
        default: return libbpf.name(id).isEmpty ? nil : libbpf.name(id)
        }
    }
}
