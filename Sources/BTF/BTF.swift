// The BTF target reads raw BTF, the kernel's compact type information, over bytes that somebody else
// holds. It owns the format: header, type records, strings, and the questions asked of them (which
// type has this name, where is this member, what is this enumerator's value).
// Every byte is hostile until checked: a question ends in an answer or a `BTFError`, never in a trap
// or a loop without end. It must never do I/O, import C or Foundation, or build a table of all names.

/// The types described by one blob of BTF, as a view of the caller's bytes.
///
/// Opening it checks the header and makes an index of four bytes per type; everything else is read when
/// it is asked for. A view lives no longer than the bytes it was made over and copies cheaply.
///
/// Format: `Documentation/bpf/btf.rst` and `include/uapi/linux/btf.h` of the kernel.
package struct BTF: ~Escapable {
    let own: TypeTable
    let base: TypeTable?

    /// The size of a pointer in bytes, which BTF does not say.
    package let pointerSize: UInt32

    /// Opens BTF that stands alone, such as `/sys/kernel/btf/vmlinux` or an object's `.BTF` section.
    ///
    /// Throws `BTFError` when the header, the bounds of a section or the record of a known kind is wrong.
    /// A kind this parser does not know is not an error: see `unknownKind`.
    @_lifetime(copy bytes)
    package init(_ bytes: RawSpan, pointerSize: UInt32 = 8) throws(BTFError) {
        own = try TypeTable(bytes)
        base = nil
        self.pointerSize = pointerSize
    }

    /// Opens BTF held in an array.
    ///
    /// The compiler keeps the array alive and unchanged for as long as the view is used.
    @_lifetime(borrow bytes)
    package init(_ bytes: borrowing [UInt8], pointerSize: UInt32 = 8) throws(BTFError) {
        try unsafe self.init(bytes.span.bytes, pointerSize: pointerSize)
    }

    /// Opens split BTF, such as `/sys/kernel/btf/MODULE`, on top of its base.
    ///
    /// Ids and string offsets go on where those of `base` end. Throws `BTFError.unusableBase` when `base`
    /// is itself split (the kernel makes no such thing) or ends at a kind this parser does not know.
    @_lifetime(copy bytes, copy base)
    package init(_ bytes: RawSpan, base: BTF) throws(BTFError) {
        guard base.base == nil, base.unknownKind == nil else { throw .unusableBase }
        own = try TypeTable(bytes, base: base.own)
        self.base = base.own
        pointerSize = base.pointerSize
    }

    /// The header of the blob (of the split part, not of its base).
    package var header: BTFHeader { own.header }

    /// The order of the blob's bytes.
    package var byteOrder: ByteOrder { own.reader.byteOrder }

    /// The number of ids, counting void (0) and the base's: ids `0 ..< typeCount` can be asked for.
    ///
    /// Equals `btf__type_cnt` of libbpf.
    package var typeCount: Int { Int(own.endID) }

    /// The first id that is not the base's; 1 when there is no base.
    package var firstOwnID: TypeID { TypeID(rawValue: own.firstID) }

    /// The place where reading ended early because of a kind newer than this parser, or nil.
    ///
    /// All ids before it are usable. A name that is not found may then be of a type behind it.
    package var unknownKind: UnknownKind? { own.unknownKind }
}

extension BTF {
    /// The record of a type other than void.
    @_lifetime(copy self)
    func record(of id: TypeID) throws(BTFError) -> TypeRecord {
        if let base, id.rawValue < own.firstID { return try base.record(of: id) }
        return try own.record(of: id)
    }

    /// The strings that a record of this BTF or of its base names.
    var strings: StringTable {
        @_lifetime(copy self) get { own.strings }
    }
}
