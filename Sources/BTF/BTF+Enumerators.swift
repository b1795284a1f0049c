extension BTF {
    /// The value of an enumerator, of whichever enumeration has it first, or nil when none does.
    ///
    /// A pass over the whole table: for more than one name use `enumerators(named:)`.
    package func enumerator(named name: String) throws(BTFError) -> Int64? {
        try enumerators(named: [name])[name]
    }

    /// The values of many enumerators, found in one pass; the absent are not in the result.
    ///
    /// An unsigned 64-bit value above `Int64.max` keeps its bits. Throws `BTFError.badStringOffset` when
    /// the name of an enumerator is wrong.
    package func enumerators(named names: [String]) throws(BTFError) -> [String: Int64] {
        var search = EnumeratorSearch(names)
        if let base { try search.run(in: base) }
        try search.run(in: own)
        var found: [String: Int64] = [:]
        for (name, value) in zip(names, search.values) {
            if let value { found[name] = value }
        }
        return found
    }
}
