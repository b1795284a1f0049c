internal import BTF

/// A type with typedefs and qualifiers taken off.
struct DWARFType {
    /// Nil for void.
    let entry: DIE?
    /// The counts of an array's dimensions that no index has used yet, outermost first; 0 is a flexible one.
    var counts: [UInt32] = []

    /// The longest chain of typedefs, qualifiers, arrays or pointers that is followed, as in BTF.
    static let chainLimit = 64

    /// Takes typedefs and qualifiers off the type that an entry is (nil: void).
    init(resolving entry: DIE?) throws(DebugInfoError) {
        var current = entry
        for _ in 0..<DWARFType.chainLimit {
            guard let entry = current else { break }
            switch entry.tag {
            case .typedef, .constType, .volatileType, .restrictType, .atomicType, .immutableType:
                current = try entry.type()
            case .unspecifiedType:
                current = nil
            default:
                self.entry = entry
                counts = entry.tag == .arrayType ? try DWARFType.counts(of: entry) : []
                return
            }
        }
        if let current { throw .dwarf("a chain of types without end", at: current.offset) }
        self.entry = nil
    }

    var isComposite: Bool { entry?.tag == .structureType || entry?.tag == .unionType }

    var isArray: Bool { entry?.tag == .arrayType }

    /// The type of an array's elements.
    func element() throws(DebugInfoError) -> DWARFType {
        if counts.count > 1 {
            var inner = self
            inner.counts.removeFirst()
            return inner
        }
        return try DWARFType(resolving: entry?.type())
    }

    private static func counts(of array: DIE) throws(DebugInfoError) -> [UInt32] {
        var counts: [UInt32] = []
        var next = try array.firstChild()
        while let entry = next, counts.count < chainLimit {
            if entry.tag == .subrangeType { counts.append(try count(of: entry)) }
            next = try entry.sibling()
        }
        return counts.isEmpty ? [0] : counts
    }

    /// How many elements a dimension has: 0 when it says neither a count nor a last index, or -1 as that.
    private static func count(of range: DIE) throws(DebugInfoError) -> UInt32 {
        if let count = try range.constant(.count) {
            guard let count = count.size else {
                throw .dwarf("a count too large", at: range.offset)
            }
            return count
        }
        guard let last = try range.constant(.upperBound)?.bits else { return 0 }
        // -1 is recorded in four bytes, too.
        if last == -1 || last == Int64(UInt32.max) { return 0 }
        guard let count = UInt32(exactly: last &+ 1) else {
            throw .dwarf("a last index out of bounds", at: range.offset)
        }
        return count
    }
}

extension DWARFType {
    /// The bytes that a value takes, or nil for what has no size (void, functions, what is only declared).
    func size() throws(DebugInfoError) -> UInt32? {
        var factor: UInt64 = 1
        var type = self
        for _ in 0..<DWARFType.chainLimit {
            guard let entry = type.entry else { return nil }
            if type.isArray {
                for count in type.counts { factor = try entry.product(factor, UInt64(count)) }
                type = try DWARFType(resolving: entry.type())
                continue
            }
            guard let size = try type.ownSize() else { return nil }
            return UInt32(try entry.product(factor, UInt64(size)))
        }
        throw .dwarf("a chain of types without end", at: entry?.offset ?? 0)
    }

    /// The bytes of what is no array.
    private func ownSize() throws(DebugInfoError) -> UInt32? {
        guard let entry, !entry.has(.declaration) else { return nil }
        if let recorded = try entry.constant(.byteSize) {
            guard let size = recorded.size else {
                throw .dwarf("a size too large", at: entry.offset)
            }
            return size
        }
        switch entry.tag {
        case .pointerType: return entry.addressSize
        case .enumerationType:
            let base = try DWARFType(resolving: entry.type())
            return base.entry?.tag == .baseType ? try base.ownSize() : nil
        default: return nil
        }
    }

    /// What a member of this type holds.
    func kind() throws(DebugInfoError) -> MemberLocation.Kind {
        guard let entry else { throw .dwarf("a member of type void", at: 0) }
        switch entry.tag {
        case .baseType: return try baseKind(entry)
        case .enumerationType: return .enumeration(isSigned: try entry.isSignedEnumeration())
        case .pointerType: return .pointer(to: try pointeeName())
        case .structureType: return .structure
        case .unionType: return .union
        case .arrayType: return .array
        default: throw .dwarf("a member of tag \(entry.tag.rawValue)", at: entry.offset)
        }
    }

    private func baseKind(_ entry: DIE) throws(DebugInfoError) -> MemberLocation.Kind {
        switch try entry.constant(.encoding)?.bits {
        case Encoding.complexFloat, Encoding.float: .float
        case Encoding.signed, Encoding.signedCharacter: .integer(isSigned: true)
        default: .integer(isSigned: false)
        }
    }
}

/// The `DW_ATE_*` that matter.
private enum Encoding {
    static let complexFloat: Int64 = 3
    static let float: Int64 = 4
    static let signed: Int64 = 5
    static let signedCharacter: Int64 = 6
}

extension DIE {
    /// Whether an enumeration has a sign: by the type under it, or, where none is recorded, by its values.
    fileprivate func isSignedEnumeration() throws(DebugInfoError) -> Bool {
        if let base = try DWARFType(resolving: type()).entry {
            let encoding = try base.constant(.encoding)?.bits
            return encoding == Encoding.signed || encoding == Encoding.signedCharacter
        }
        var next = try firstChild()
        while let entry = next {
            if case .signed(let value)? = try entry.constant(.constValue), value < 0 { return true }
            next = try entry.sibling()
        }
        return false
    }

    /// A product that fits in 32 bits; both factors do.
    func product(_ first: UInt64, _ second: UInt64) throws(DebugInfoError) -> UInt64 {
        let product = first * second
        guard product <= UInt32.max else { throw .dwarf("a size above 4 GiB", at: offset) }
        return product
    }

    /// A sum of two numbers of bits that is less than 4 GiB.
    func sum(_ first: UInt64, _ second: UInt64) throws(DebugInfoError) -> UInt64 {
        let (sum, overflow) = first.addingReportingOverflow(second)
        guard !overflow, sum / 8 <= UInt32.max else {
            throw .dwarf("an offset above 4 GiB", at: offset)
        }
        return sum
    }
}
