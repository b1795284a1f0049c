/// A section of a BPF object, `.rodata` for one, with the variables in it.
///
/// The compiler leaves the section's size and the variables' offsets 0 in the file; libbpf fills them in when
/// it opens the object, and gives that BTF out through `bpf_object__btf` and `btf__raw_data`.
package struct DataSection: Equatable, Sendable {
    package let name: String
    /// The section's length in bytes, or 0 as the compiler left it.
    package let size: UInt32
    package let variables: [Variable]

    /// One variable.
    package struct Variable: Equatable, Sendable {
        package let name: String
        /// Bytes from the start of the section, or 0 for all as the compiler left them.
        package let offset: UInt32
        package let size: UInt32
        /// The variable's type as recorded, to be asked for the places of its members.
        package let type: TypeID
    }

    /// The variable of this name, or nil.
    package func variable(named name: String) -> Variable? {
        variables.first { $0.name == name }
    }
}

extension BTF {
    /// The data section of this name, or nil when the BTF has none.
    ///
    /// Throws `BTFError.unexpectedKind` when something in it is neither variable nor function.
    package func dataSection(named name: String) throws(BTFError) -> DataSection? {
        guard let id = try find(.datasec, named: name) else { return nil }
        guard case .variables(let entries, let size) = try type(id).content else { return nil }
        var variables: [DataSection.Variable] = []
        for entry in entries {
            let variable = try type(entry.variable)
            let declared: TypeID
            switch variable.content {
            case .variable(let type, _): declared = type
            case .function(let prototype, _): declared = prototype
            default: throw .unexpectedKind(variable.kind, entry.variable)
            }
            variables.append(
                DataSection.Variable(
                    name: variable.name, offset: entry.offset, size: entry.size, type: declared))
        }
        return DataSection(name: name, size: size, variables: variables)
    }
}
