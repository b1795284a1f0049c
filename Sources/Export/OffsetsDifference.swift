internal import BTF
internal import KernelOffsets

/// What `bpftop offsets --diff` prints: the members that two layouts keep in different places.
package struct OffsetsDifference {
    private let before: OffsetsReport
    private let after: OffsetsReport

    /// Compares two reports, whose members are both in the list's order.
    package init(_ before: OffsetsReport, _ after: OffsetsReport) {
        self.before = before
        self.after = after
    }

    /// How many members differ.
    package var count: Int { changed.count }

    /// One changed member a line under a header: its place in both, and by how many bytes it moved.
    package var text: String {
        var text =
            "# \(before.origin) -> \(after.origin): \(count) of \(before.members.count) differ\n"
        for (a, b) in changed {
            let place = "\(a.member.structure).\(b.path ?? a.shownPath)"
            text +=
                "\(a.member.name)\t\(a.outcome.cell)\t\(b.outcome.cell)\t\(Self.move(a, b))\t\(place)\n"
        }
        return text
    }

    private var changed: [(ResolvedMember, ResolvedMember)] {
        zip(before.members, after.members).filter { $0.outcome.cell != $1.outcome.cell }
    }

    /// By how much it moved, as "+8"; "-" where it is in only one.
    private static func move(_ a: ResolvedMember, _ b: ResolvedMember) -> String {
        guard let from = a.location?.byteOffset, let to = b.location?.byteOffset else { return "-" }
        let distance = Int64(to) - Int64(from)
        return distance < 0 ? "\(distance)" : "+\(distance)"
    }
}
