/// A name to look for, and the kind of type that has it.
package struct TypeQuery: Hashable, Sendable {
    package let kind: BTFKind
    package let name: String

    /// Asks for the type of this kind and name.
    package init(_ kind: BTFKind, _ name: String) {
        self.kind = kind
        self.name = name
    }
}

extension BTF {
    /// The first type of a kind with a name, or nil when there is none.
    ///
    /// A pass over the whole table: for more than one name use `find(_:)`.
    package func find(_ kind: BTFKind, named name: String) throws(BTFError) -> TypeID? {
        try find([TypeQuery(kind, name)])[0]
    }

    /// Looks for many names in one pass; the result has one element per query, nil for what is absent.
    ///
    /// Where several types match the lowest id is given, as `btf__find_by_name_kind` does. Throws
    /// `BTFError.badStringOffset` when the name of a type of a wanted kind is wrong.
    package func find(_ queries: [TypeQuery]) throws(BTFError) -> [TypeID?] {
        var search = TypeSearch(queries)
        if let base { try search.run(in: base) }
        try search.run(in: own)
        return search.found
    }
}
