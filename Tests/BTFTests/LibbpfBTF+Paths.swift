import Clibbpf

extension LibbpfBTF {
    /// A member reached by a path, as libbpf's records place it.
    struct Place {
        let path: String
        let type: UInt32
        let bits: UInt64
        let bitfieldSize: UInt32
    }

    /// All members of a struct, through unnamed members, into named ones to a depth, and into the first and the
    /// last element of arrays.
    func places(in id: UInt32, depth: Int, prefix: String = "", from start: UInt64 = 0) -> [Place] {
        var places: [Place] = []
        for member in members(id) {
            let bits = start + UInt64(member.bitOffset)
            let type = resolved(member.type)
            if member.name.isEmpty {
                guard isComposite(type) else { continue }
                places += self.places(in: type, depth: depth, prefix: prefix, from: bits)
                continue
            }
            let path = prefix + member.name
            places.append(
                Place(path: path, type: type, bits: bits, bitfieldSize: member.bitfieldSize))
            if depth > 0 { places += inside(type, path, depth: depth, bits) }
        }
        return places
    }

    private func isComposite(_ id: UInt32) -> Bool {
        kind(id) == BTF_KIND_STRUCT || kind(id) == BTF_KIND_UNION
    }

    private func inside(_ type: UInt32, _ path: String, depth: Int, _ bits: UInt64) -> [Place] {
        if isComposite(type) {
            return places(in: type, depth: depth - 1, prefix: path + ".", from: bits)
        }
        guard kind(type) == BTF_KIND_ARRAY else { return [] }
        let (element, count) = array(type)
        let inner = resolved(element)
        let size = UInt64(size(element) ?? 0)
        return Set([0, max(count, 1) - 1]).sorted().flatMap { index in
            let path = "\(path)[\(index)]"
            let bits = bits + UInt64(index) * size * 8
            let place = Place(path: path, type: inner, bits: bits, bitfieldSize: 0)
            return [place] + inside(inner, path, depth: depth, bits)
        }
    }
}
