/// The strings that the records of one blob name: its own, and before them those of its base.
struct StringTable: ~Escapable {
    let own: StringSection
    /// The base's strings; without a base the own ones again, which no offset then leads to.
    private let lower: StringSection

    /// The strings of BTF that stands alone.
    @_lifetime(copy own)
    init(own: StringSection) {
        self.own = own
        lower = own
    }

    /// The strings of split BTF.
    @_lifetime(copy own, copy base)
    init(own: StringSection, base: StringTable) {
        self.own = own
        lower = base.own
    }

    /// The string at an offset; throws `BTFError.badStringOffset` when none starts there.
    func string(at offset: UInt32) throws(BTFError) -> String {
        if offset < own.firstOffset { return try lower.string(at: offset) }
        return try own.string(at: offset)
    }

    /// Tells whether the string at an offset is made of exactly these bytes.
    func equals(_ name: [UInt8], at offset: UInt32) throws(BTFError) -> Bool {
        if offset < own.firstOffset { return try lower.equals(name, at: offset) }
        return try own.equals(name, at: offset)
    }

    /// The first four bytes of a string, lowest-addressed lowest, zero from its end on.
    @inline(__always)
    func prefix(at offset: UInt32) throws(BTFError) -> UInt32 {
        if offset < own.firstOffset { return try lower.prefix(at: offset) }
        return try own.prefix(at: offset)
    }
}
