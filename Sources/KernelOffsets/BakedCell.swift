internal import BTF

// One cell of a baked table: `OFFSET:SIZE`, for a bit field `OFFSET:SIZE:BIT+WIDTH`, in bytes and bits; then `/N` where not the
// first of the list's alternatives was found. `=SIZE` for the size of a struct, `-` for what the kernel has not, or not as the
// list demands.

extension ResolvedMember.Outcome {
    /// Reads a cell; nil where it is none or no place that the member may have.
    package init?(cell: Substring, of member: Member) {
        if cell == "-" {
            self = .absent
            return
        }
        if cell.first == "=" {
            guard member.kind == .size, let size = UInt32(cell.dropFirst()) else { return nil }
            self = .size(size)
            return
        }
        let parts = cell.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let location = MemberLocation(baked: parts[0], of: member),
            let alternative = parts.count == 1 ? 0 : Int(parts[1]),
            member.alternatives.indices.contains(alternative),
            member.objection(to: location) == nil
        else { return nil }
        self = .found(location, alternative: alternative)
    }

    /// The cell that stands for it.
    package var cell: String {
        switch self {
        case .absent, .refused: return "-"
        case .size(let size): return "=\(size)"
        case .found(let place, let alternative):
            let bits = place.bitWidth > 0 ? ":\(place.bitOffset)+\(place.bitWidth)" : ""
            let other = alternative > 0 ? "/\(alternative)" : ""
            return "\(place.byteOffset):\(place.size)\(bits)\(other)"
        }
    }
}

extension MemberLocation {
    /// A place of a cell, without its alternative.
    ///
    /// The kind is the one that the list demands, as a table does not say.
    fileprivate init?(baked text: Substring, of member: Member) {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 2 || fields.count == 3, let offset = UInt32(fields[0]),
            let size = UInt32(fields[1]), offset < 1 << 20, size <= 1 << 16
        else { return nil }
        var bits: [UInt8] = [0, 0]
        if fields.count == 3 {
            bits = fields[2].split(separator: "+").compactMap { UInt8($0) }
            guard bits.count == 2, bits[0] < 8, bits[1] > 0 else { return nil }
        }
        guard let kind = member.kind.location else { return nil }
        self.init(
            byteOffset: offset, bitOffset: bits[0], bitWidth: bits[1], size: size, kind: kind,
            typeName: member.kind.word)
    }
}

extension Member.Kind {
    /// The kind of a place, as far as the list tells; nil for a struct's size, which is no place.
    fileprivate var location: MemberLocation.Kind? {
        switch self {
        case .integer: .integer(isSigned: false)
        case .pointer: .pointer(to: "")
        case .array: .array
        case .structure: .structure
        case .size: nil
        }
    }

    /// What stands for a type's name, which tables do not keep.
    fileprivate var word: String {
        switch self {
        case .integer: "integer"
        case .pointer: "pointer"
        case .array: "array"
        case .structure: "struct"
        case .size: "size"
        }
    }
}
