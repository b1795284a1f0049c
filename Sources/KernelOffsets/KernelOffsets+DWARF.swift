internal import BTF
package import DebugInfo

extension KernelOffsets {
    /// The structs that the list names: what DWARF is to be searched for.
    package static var structures: Set<String> { Set(Member.all.map(\.structure)) }

    /// The enumerators that the list's paths use as indices.
    package static var enumerators: Set<String> {
        Set(Member.all.flatMap(\.paths).flatMap(\.enumeratorNames))
    }

    /// Every member's outcome out of the DWARF of a vmlinux, by the rules of BTF's.
    ///
    /// The layout has to be opened with `structures` and `enumerators`. Throws where the DWARF is broken.
    package static func resolve(
        _ layout: borrowing DWARFLayout
    ) throws(DebugInfoError) -> [ResolvedMember] {
        var members: [ResolvedMember] = []
        for member in Member.all {
            members.append(ResolvedMember(member, try outcome(of: member, layout)))
        }
        return members
    }

    private static func outcome(
        of member: Member, _ layout: borrowing DWARFLayout
    ) throws(DebugInfoError) -> ResolvedMember.Outcome {
        if member.kind == .size {
            return try layout.size(of: member.structure).map { .size($0) } ?? .absent
        }
        for (alternative, path) in member.paths.enumerated() {
            guard let location = try layout.location(of: path, in: member.structure) else {
                continue
            }
            if let objection = member.objection(to: location) { return .refused(objection) }
            return .found(location, alternative: alternative)
        }
        return .absent
    }
}

extension Member {
    /// The alternatives, parsed.
    fileprivate var paths: [MemberPath] { alternatives.compactMap { try? MemberPath($0) } }
}
