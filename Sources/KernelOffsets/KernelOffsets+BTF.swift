package import BTF

extension KernelOffsets {
    /// Every member's outcome and the kernel's features, in one pass over the types for all names together.
    ///
    /// Throws where the BTF is broken in what was looked at; missing members are outcomes, not errors.
    package static func resolve(
        _ btf: borrowing BTF
    ) throws(KernelOffsetsError) -> (members: [ResolvedMember], features: KernelFeatures) {
        do throws(BTFError) {
            let names = try Names(btf)
            var members: [ResolvedMember] = []
            members.reserveCapacity(Member.all.count)
            for (index, member) in Member.all.enumerated() {
                let outcome = try outcome(of: member, paths: List.paths[index], names, btf)
                members.append(ResolvedMember(member, outcome))
            }
            return (members, names.features)
        } catch {
            throw KernelOffsetsError(error)
        }
    }

    /// The first alternative that exists decides, even when it has to be refused.
    private static func outcome(
        of member: Member, paths: [MemberPath], _ names: Names, _ btf: borrowing BTF
    ) throws(BTFError) -> ResolvedMember.Outcome {
        guard let structure = names.structures[member.structure] else { return .absent }
        if member.kind == .size {
            guard let size = try btf.size(of: structure) else { return .absent }
            return .size(size)
        }
        for (alternative, path) in paths.enumerated() {
            guard let path = path.resolvingEnumerators(names.enumerators),
                let location = try btf.location(of: path, in: structure)
            else { continue }
            if let objection = member.objection(to: location) { return .refused(objection) }
            return .found(location, alternative: alternative)
        }
        return .absent
    }

    /// What the list asks for, parsed once.
    private enum List {
        static let paths: [[MemberPath]] = Member.all.map { member in
            member.alternatives.compactMap { try? MemberPath($0) }
        }
        static let structures: [String] = Array(Set(Member.all.map(\.structure))).sorted()
        static let enumerators: [String] = Array(
            Set(paths.joined().flatMap(\.enumeratorNames))
        ).sorted()
    }

    /// The ids and values of every name that resolving needs.
    private struct Names {
        var structures: [String: TypeID] = [:]
        var enumerators: [String: Int64]
        var features = KernelFeatures()

        init(_ btf: borrowing BTF) throws(BTFError) {
            let functions = KernelFeatures.functionNames
            let queries =
                List.structures.map { TypeQuery(.struct, $0) }
                + functions.map { TypeQuery(.func, $0.name) }
            let ids = try btf.find(queries)
            for (query, id) in zip(queries, ids) where query.kind == .struct {
                structures[query.name] = id
            }
            for (function, id) in zip(functions, ids.dropFirst(List.structures.count)) {
                features.functions[function.number] = id?.rawValue
            }
            features.timespec64ID = structures["timespec64"]?.rawValue ?? 0
            features.taskStructID = structures["task_struct"]?.rawValue ?? 0
            enumerators = try btf.enumerators(named: List.enumerators)
        }
    }
}
