// KernelOffsets: which kernel members bpftop reads, and where they lie in one kernel.
//
// The list is the shared header's; a resolver turns a kernel's type information into the value that sits in .rodata, and every
// entry keeps how it was found. It does no I/O, and it never guesses: what is not as the list demands is absent or refused.

package import BTF
package import CBpftop

/// The members' places in one kernel, with where they were learnt.
package struct KernelOffsets: Sendable {
    /// One entry a member, in the list's order.
    package let members: [ResolvedMember]
    /// Where the layout was learnt: "btf", "baked NAME", "dwarf FILE".
    package let source: String
    /// What else the type information says that walks depend on.
    package let features: KernelFeatures

    /// Makes offsets of entries in the list's order; throws where a required member has no place.
    package init(
        members: [ResolvedMember], source: String, features: KernelFeatures
    ) throws(KernelOffsetsError) {
        self.members = members
        self.source = source
        self.features = features
        let missing = members.filter { $0.member.isRequired && !$0.isUsable }
        if !missing.isEmpty { throw KernelOffsetsError(missing: missing) }
    }

    /// Resolves every member out of BTF.
    ///
    /// Throws `.btf` where the BTF itself is broken, `.missing` where a required member has no place.
    package init(_ btf: borrowing BTF, source: String = "btf") throws(KernelOffsetsError) {
        let resolved = try Self.resolve(btf)
        try self.init(members: resolved.members, source: source, features: resolved.features)
    }

    /// The value of .rodata: one word a member.
    package var raw: bpftop_offsets {
        var value = bpftop_offsets()
        unsafe withUnsafeMutableBytes(of: &value) { bytes in
            for (index, member) in members.enumerated() {
                // SAFETY: the header asserts that the struct holds one 8-byte member after another.
                unsafe bytes.storeBytes(
                    of: member.raw, toByteOffset: index * MemoryLayout<bpftop_member>.stride,
                    as: bpftop_member.self)
            }
        }
        return value
    }

    /// The entry of a name of the list.
    package func member(named name: String) -> ResolvedMember? {
        members.first { $0.member.name == name }
    }
}

/// What a kernel's type information says it can do, asked by name and never by version.
package struct KernelFeatures: Equatable, Sendable {
    /// The BTF ids of the kernel's functions that programs call, by the numbers that stand for them in our objects; those
    /// that the kernel lacks are not in it.
    package var functions: [UInt32: UInt32] = [:]
    /// The id of `struct timespec64` in this BTF; 0 where there is none.
    package var timespec64ID: UInt32 = 0
    /// The id of `struct task_struct` in this BTF; 0 where there is none.
    package var taskStructID: UInt32 = 0

    /// Makes features of which none is there.
    package init() {}

    /// The functions that our programs call, by their numbers.
    package static let functionNames: [(number: UInt32, name: String)] =
        (BPFTOP_KFUNC_BASE.rawValue + 1..<BPFTOP_KFUNC_END.rawValue).map { number in
            // SAFETY: the number is within the list, whose names are constants.
            (number, unsafe String(cString: bpftop_kfunc_name(number)))
        }

    /// Whether the kernel has a function.
    package func has(_ function: bpftop_kfunc) -> Bool { functions[function.rawValue] != nil }

    /// Whether untyped addresses can be read without a helper (Linux 6.2).
    package var hasReadOnlyCast: Bool { has(BPFTOP_KFUNC_bpf_rdonly_cast) }

    /// Whether open-coded task iterators can be used (Linux 6.7).
    package var hasTaskIterator: Bool { has(BPFTOP_KFUNC_bpf_iter_task_new) && hasReadOnlyCast }

    /// Whether a process can be found by its number and read without a file (Linux 6.2).
    package var hasTaskFromPID: Bool { has(BPFTOP_KFUNC_bpf_task_from_pid) }
}

/// Why a kernel's layout cannot be used.
package struct KernelOffsetsError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    package let reason: Reason

    /// The kinds of what can be wrong.
    package enum Reason: Sendable {
        /// The type information is broken.
        case btf(BTFError)
        /// Required members without a place.
        case missing([ResolvedMember])
    }

    init(missing members: [ResolvedMember]) {
        reason = .missing(members)
    }

    package init(_ error: BTFError) {
        reason = .btf(error)
    }

    /// Struct, member and every alternative tried, for the first missing one; how many others there are.
    package var description: String {
        switch reason {
        case .btf(let error): return "broken BTF: \(error)"
        case .missing(let members):
            let others = members.count > 1 ? " (and \(members.count - 1) more)" : ""
            return members.first.map { Self.sentence($0) + others } ?? "no members"
        }
    }

    private static func sentence(_ entry: ResolvedMember) -> String {
        let member = entry.member
        let tried =
            member.alternatives.isEmpty ? "its size" : member.alternatives.joined(separator: ", ")
        if case .refused(let why) = entry.outcome {
            return "struct \(member.structure): \(tried): \(why)"
        }
        return "struct \(member.structure) has none of: \(tried)"
    }
}
