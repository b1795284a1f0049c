/// The parameters of a function, each with what it points at.
package struct FunctionPrototype: Equatable, Sendable {
    package let returns: TypeID
    package let parameters: [Parameter]
    package let isVariadic: Bool

    /// One parameter.
    package struct Parameter: Equatable, Sendable {
        /// Empty in the prototype of a function pointer.
        package let name: String
        package let type: TypeID
        /// The resolved type as in C.
        package let typeName: String
        /// The name of what a pointer points at (`task_struct`, `void`); nil when it is no pointer.
        package let pointee: String?
    }
}

extension BTF {
    /// The prototype behind a function, a prototype, a pointer to one, or a typedef of any of these; nil when
    /// the type leads to no prototype.
    ///
    /// For a tracepoint NAME that is the typedef `btf_trace_NAME`, whose first parameter is a `void *` of the
    /// tracing code's own.
    package func prototype(of id: TypeID) throws(BTFError) -> FunctionPrototype? {
        var current = id
        for _ in 0..<BTF.chainLimit {
            current = try resolved(current)
            if current == .void { return nil }
            let record = try record(of: current)
            switch record.kind {
            case .ptr, .func: current = record.target
            case .funcProto: return try functionPrototype(current)
            default: return nil
            }
        }
        throw .endlessChain(id)
    }

    private func functionPrototype(_ id: TypeID) throws(BTFError) -> FunctionPrototype? {
        guard case .prototype(let returns, let recorded, let isVariadic) = try type(id).content
        else { return nil }
        var parameters: [FunctionPrototype.Parameter] = []
        for parameter in recorded {
            parameters.append(
                FunctionPrototype.Parameter(
                    name: parameter.name, type: parameter.type,
                    typeName: try typeName(of: parameter.type),
                    pointee: try pointee(of: parameter.type)))
        }
        return FunctionPrototype(
            returns: returns, parameters: parameters, isVariadic: isVariadic)
    }

    /// The name of what a pointer (or a typedef of one) points at, or nil when the type is no pointer.
    package func pointee(of id: TypeID) throws(BTFError) -> String? {
        let id = try resolved(id)
        guard id != .void else { return nil }
        let record = try record(of: id)
        return record.kind == .ptr ? try pointeeName(of: record) : nil
    }
}
