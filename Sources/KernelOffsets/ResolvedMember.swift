package import BTF
package import CBpftop

/// Where one member of the list lies in one kernel, or why it is nowhere.
package struct ResolvedMember: Sendable {
    /// The list's line.
    package let member: Member
    /// What was found.
    package let outcome: Outcome

    /// What resolving a member came to.
    package enum Outcome: Equatable, Sendable {
        /// It lies there, under this alternative's path.
        case found(MemberLocation, alternative: Int)
        /// The struct's size, in bytes.
        case size(UInt32)
        /// The kernel has none of the alternatives, or not the struct.
        case absent
        /// It exists but is not what our programs read; the text says what it is.
        case refused(String)
    }

    /// Makes an entry; anything may have found it.
    package init(_ member: Member, _ outcome: Outcome) {
        self.member = member
        self.outcome = outcome
    }

    /// Its place, nil where it has none.
    package var location: MemberLocation? {
        if case .found(let location, _) = outcome { location } else { nil }
    }

    /// The path under which it was found; nil where it was not.
    package var path: String? {
        if case .found(_, let alternative) = outcome {
            member.alternatives[alternative]
        } else {
            nil
        }
    }

    /// Whether our programs can read it.
    package var isUsable: Bool {
        switch outcome {
        case .found, .size: true
        case .absent, .refused: false
        }
    }

    /// The entry as it sits in .rodata.
    package var raw: bpftop_member {
        switch outcome {
        case .found(let location, _):
            bpftop_member(
                offset: location.byteOffset, size: UInt16(clamping: location.size),
                bit_offset: location.bitOffset, bit_width: location.bitWidth)
        case .size(let size):
            bpftop_member(offset: 0, size: UInt16(clamping: size), bit_offset: 0, bit_width: 0)
        case .absent, .refused:
            bpftop_member(offset: UInt32.max, size: 0, bit_offset: 0, bit_width: 0)
        }
    }
}
