package import BTF
internal import CBpftop

/// One kernel member that our programs read: a line of the list in `bpf/include/bpftop.h`.
package struct Member: Sendable {
    /// The name that stands for it on both sides: "task_start_boottime".
    package let name: String
    /// The struct that holds it: "task_struct".
    package let structure: String
    /// The paths under which kernels have had it, the newest first; empty for the struct's own size.
    package let alternatives: [String]
    /// What it must be.
    package let kind: Kind
    /// The sizes in bytes that it may have; empty for any.
    package let sizes: [UInt32]
    /// Whether bpftop cannot do without it.
    package let isRequired: Bool

    /// What a member must be to be read.
    package enum Kind: Sendable {
        /// An integer or enumeration; a bit field is none, as no program reads one.
        case integer
        case pointer
        case array
        /// An embedded struct, whose place alone matters.
        case structure
        /// No member at all: the size of the struct.
        case size
    }

    /// The whole list, in the order of `struct bpftop_offsets`.
    package static let all: [Member] = (0..<UInt32(BPFTOP_MEMBER_COUNT.rawValue)).map(Member.init)

    private init(index: UInt32) {
        // SAFETY: the index is below BPFTOP_MEMBER_COUNT, and the list's strings are constants.
        let line = unsafe bpftop_member_info(index).pointee
        name = unsafe String(cString: line.name)
        structure = unsafe String(cString: line.structure)
        alternatives = unsafe String(cString: line.paths).split(separator: "|").map(String.init)
        let allowed = unsafe line.sizes
        sizes = [1, 2, 4, 8, 16].filter { allowed & $0 != 0 }
        isRequired = unsafe line.need == BPFTOP_REQUIRED
        kind =
            switch unsafe line.kind {
            case BPFTOP_POINTER: .pointer
            case BPFTOP_ARRAY: .array
            case BPFTOP_STRUCT: .structure
            case BPFTOP_SIZEOF: .size
            default: .integer
            }
    }

    /// Why a location is not what our programs read, or nil where it is.
    package func objection(to location: MemberLocation) -> String? {
        if location.bitWidth > 0 { return "a bit field of \(location.bitWidth) bits" }
        guard kind.fits(location.kind) else {
            return "\(location.typeName) is no \(kind)"
        }
        guard sizes.isEmpty || sizes.contains(location.size) else {
            return
                "\(location.size) bytes of \(location.typeName), not \(sizes.map(String.init).joined(separator: " or "))"
        }
        return nil
    }
}

extension Member.Kind {
    /// Whether a resolved type is of this kind.
    func fits(_ kind: MemberLocation.Kind) -> Bool {
        switch (self, kind) {
        case (.integer, .integer), (.integer, .enumeration), (.pointer, .pointer), (.array, .array),
            (.structure, .structure):
            true
        default: false
        }
    }
}
