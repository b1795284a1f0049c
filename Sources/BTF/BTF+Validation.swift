extension BTF {
    /// Reads everything: afterwards every id up to `typeCount` and every name in its record resolves.
    ///
    /// Throws the first `BTFError` met. Costs far more than opening, so it is for BTF from an untrusted file.
    /// The base of split BTF is not read again.
    package func validate() throws(BTFError) {
        for rawValue in own.firstID..<own.endID {
            let type = try type(TypeID(rawValue: rawValue))
            _ = try resolved(type.id)
            for id in type.references where id.rawValue >= own.endID {
                throw .noSuchType(id)
            }
        }
    }
}

extension BTFType {
    /// The ids that the type refers to, in the order of the record.
    package var references: [TypeID] {
        switch content {
        case .void, .integer, .enumerators, .forward, .floatingPoint: []
        case .reference(let id), .variable(let id, _), .function(let id, _),
            .declarationTag(let id, _):
            [id]
        case .array(let element, let index, _): [element, index]
        case .members(let members, _): members.map(\.type)
        case .prototype(let returns, let parameters, _): [returns] + parameters.map(\.type)
        case .variables(let variables, _): variables.map(\.variable)
        }
    }
}
