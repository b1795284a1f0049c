internal import Clibdw

/// One debugging information entry: a struct, a member, a typedef.
///
/// Wraps libdw's `Dwarf_Die`; good for as long as the `DWARFSession` that it came from.
@safe
struct DIE {
    private let raw: Dwarf_Die
    /// The place in `.debug_info`.
    let offset: UInt64
    let tag: Tag

    init(_ raw: Dwarf_Die) throws(DebugInfoError) {
        var entry = unsafe raw
        let code = unsafe dwarf_tag(&entry)
        let offset = unsafe UInt64(dwarf_dieoffset(&entry))
        guard code > 0 else { throw .dwarf("an entry without a tag", at: offset) }
        // The copy holds what libdw has found out about the entry's form.
        unsafe self.raw = entry
        self.offset = offset
        tag = Tag(rawValue: UInt32(code))
    }

    /// A `DW_TAG_*`.
    struct Tag: RawRepresentable, Equatable {
        let rawValue: UInt32
        static let arrayType = Tag(rawValue: 0x01)
        static let enumerationType = Tag(rawValue: 0x04)
        static let member = Tag(rawValue: 0x0D)
        static let pointerType = Tag(rawValue: 0x0F)
        static let compileUnit = Tag(rawValue: 0x11)
        static let structureType = Tag(rawValue: 0x13)
        static let subroutineType = Tag(rawValue: 0x15)
        static let typedef = Tag(rawValue: 0x16)
        static let unionType = Tag(rawValue: 0x17)
        static let subrangeType = Tag(rawValue: 0x21)
        static let baseType = Tag(rawValue: 0x24)
        static let constType = Tag(rawValue: 0x26)
        static let enumerator = Tag(rawValue: 0x28)
        static let volatileType = Tag(rawValue: 0x35)
        static let restrictType = Tag(rawValue: 0x37)
        static let unspecifiedType = Tag(rawValue: 0x3B)
        static let partialUnit = Tag(rawValue: 0x3C)
        static let atomicType = Tag(rawValue: 0x47)
        static let immutableType = Tag(rawValue: 0x4B)
    }

    /// A `DW_AT_*`.
    enum Attribute: UInt32 {
        case name = 0x03
        case byteSize = 0x0B
        case bitOffset = 0x0C
        case bitSize = 0x0D
        case language = 0x13
        case constValue = 0x1C
        case upperBound = 0x2F
        case count = 0x37
        case dataMemberLocation = 0x38
        case declaration = 0x3C
        case encoding = 0x3E
        case type = 0x49
        case dataBitOffset = 0x6B
    }
}

// MARK: - The tree

extension DIE {
    /// The first entry below this one, or nil.
    func firstChild() throws(DebugInfoError) -> DIE? {
        var entry = unsafe raw
        var child = unsafe Dwarf_Die()
        switch unsafe dwarf_child(&entry, &child) {
        case 0: return try unsafe DIE(child)
        case 1...: return nil
        default: throw failure()
        }
    }

    /// The entry beside this one, or nil.
    func sibling() throws(DebugInfoError) -> DIE? {
        var entry = unsafe raw
        var next = unsafe Dwarf_Die()
        switch unsafe dwarf_siblingof(&entry, &next) {
        case 0:
            let sibling = try unsafe DIE(next)
            // A walk has to end, wherever DW_AT_sibling leads.
            guard sibling.offset > offset else { throw .dwarf("a sibling before it", at: offset) }
            return sibling
        case 1...: return nil
        default: throw failure()
        }
    }

    /// The error for this entry, in libdw's words.
    func failure() -> DebugInfoError { .dwarf(DWARFSession.lastFailure(), at: offset) }
}

// MARK: - Attributes

extension DIE {
    private func attribute(_ name: Attribute) -> Dwarf_Attribute? {
        var entry = unsafe raw
        var attribute = unsafe Dwarf_Attribute()
        guard unsafe dwarf_attr(&entry, name.rawValue, &attribute) != nil else { return nil }
        return unsafe attribute
    }

    func has(_ name: Attribute) -> Bool {
        var entry = unsafe raw
        return unsafe dwarf_hasattr(&entry, name.rawValue) != 0
    }

    /// The name as libdw holds it, ended by NUL; nil when there is none.
    var nameText: UnsafePointer<CChar>? {
        guard var attribute = unsafe attribute(.name) else { return nil }
        return unsafe dwarf_formstring(&attribute)
    }

    /// The name; empty when there is none.
    var name: String {
        guard let text = unsafe nameText else { return "" }
        return unsafe String(cString: text)
    }

    /// The entry that `DW_AT_type` refers to; nil stands for void.
    func type() throws(DebugInfoError) -> DIE? {
        guard var attribute = unsafe attribute(.type) else { return nil }
        var target = unsafe Dwarf_Die()
        guard unsafe dwarf_formref_die(&attribute, &target) != nil else { throw failure() }
        return try unsafe DIE(target)
    }

    /// A constant as its form records it; nil when it is absent or no constant.
    ///
    /// The fixed sizes are taken as unsigned, as compilers use `DW_FORM_sdata` for what may be negative.
    func constant(_ name: Attribute) throws(DebugInfoError) -> Constant? {
        guard var attribute = unsafe attribute(name) else { return nil }
        switch unsafe Int(dwarf_whatform(&attribute)) {
        case DW_FORM_data1, DW_FORM_data2, DW_FORM_data4, DW_FORM_data8, DW_FORM_udata:
            var value: Dwarf_Word = 0
            guard unsafe dwarf_formudata(&attribute, &value) == 0 else { throw failure() }
            return .unsigned(UInt64(value))
        case DW_FORM_sdata, DW_FORM_implicit_const:
            var value: Dwarf_Sword = 0
            guard unsafe dwarf_formsdata(&attribute, &value) == 0 else { throw failure() }
            return .signed(Int64(value))
        default:
            return nil
        }
    }

    /// The bytes of an attribute of block or expression form; nil when it is absent or of another form.
    func block(_ name: Attribute) -> [UInt8]? {
        guard var attribute = unsafe attribute(name) else { return nil }
        var block = unsafe Dwarf_Block()
        guard unsafe dwarf_formblock(&attribute, &block) == 0 else { return nil }
        // SAFETY: libdw has checked that the block lies inside the section; it is copied here.
        return unsafe Array(UnsafeBufferPointer(start: block.data, count: Int(block.length)))
    }

    /// The bytes of a pointer in this entry's unit.
    var addressSize: UInt32 {
        var entry = unsafe raw
        var unit = unsafe Dwarf_Die()
        var size: UInt8 = 0
        guard unsafe dwarf_diecu(&entry, &unit, &size, nil) != nil else { return 8 }
        return UInt32(size)
    }

    /// A constant, and whether its form has a sign.
    enum Constant {
        case unsigned(UInt64)
        case signed(Int64)

        /// The value; an unsigned one above `Int64.max` keeps its bits.
        var bits: Int64 {
            switch self {
            case .unsigned(let value): Int64(bitPattern: value)
            case .signed(let value): value
            }
        }

        /// The value as a size or an offset; nil when it does not fit.
        var size: UInt32? {
            switch self {
            case .unsigned(let value): UInt32(exactly: value)
            case .signed(let value): UInt32(exactly: value)
            }
        }
    }
}
