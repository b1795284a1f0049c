package import BTF
package import KernelOffsets
package import LibBPF

/// What the kernel said when its type information was read and each BPF object was loaded, one by one; probed, not decided.
package struct BPFFacts: Sendable {
    /// The kernel's type information; nil where it cannot be read.
    package var btf: BTFFacts?
    /// Why processes are not read through BPF; nil where they are.
    package var refusal: BPFRefusal?
    /// What came of every place where the layout may be learnt.
    package var rungs: [LayoutRung] = []
    /// How the monitor walks; nil where it cannot.
    package var mechanism: WalkMechanism?
    /// Every member's outcome; empty where the type information cannot be read.
    package var members: [ResolvedMember] = []
    /// What the type information says the kernel can do.
    package var features = KernelFeatures()
    /// What loading each object came to, in the order of `BPFProgram`.
    package var loads: [BPFProgram: BPFLoad] = [:]

    /// Makes facts of nothing known; tests fill them in.
    package init() {}

    /// Whether a member has a place.
    package func has(_ names: String...) -> Bool {
        names.allSatisfy { name in members.contains { $0.member.name == name && $0.isUsable } }
    }
}

/// What the kernel's type information is like.
package struct BTFFacts: Equatable, Sendable {
    /// The file.
    package var origin: String
    /// Bytes.
    package var size: Int
    /// How many types it has, by kind; those from the last kind on are what newer kernels added.
    package var counts: [BTFKind: Int] = [:]
    /// The first kind that this program does not know; nil where it knows all.
    package var unknownKind: UInt8?

    /// Makes facts of a file.
    package init(origin: String, size: Int) {
        self.origin = origin
        self.size = size
    }

    /// The kind with the highest number.
    package var newestKind: BTFKind? { counts.keys.max { $0.rawValue < $1.rawValue } }

    /// Counts the types of some BTF; nil where it is broken.
    init?(_ bytes: RawSpan, origin: String) {
        guard let btf = try? BTF(bytes) else { return nil }
        self.init(origin: origin, size: bytes.byteCount)
        unknownKind = btf.unknownKind?.kind
        for id in 1..<UInt32(max(1, btf.typeCount)) {
            guard let kind = try? btf.kind(of: TypeID(rawValue: id)) else { break }
            counts[kind, default: 0] += 1
        }
    }
}

/// A BPF program, or a group of them that stands and falls together.
package enum BPFProgram: String, CaseIterable, Sendable {
    /// Learns where CPUs keep their parts of counters.
    case cpus = "bpftop_find_cpus"
    /// The walk by open-coded iterators.
    case walk = "bpftop_walk_processes"
    /// The same walk with its second program, for thread rows.
    case threads = "bpftop_walk_threads"
    /// The walk by iter/task.
    case iterator = "bpftop_iterate"
    /// The walk along the list, which needs no type of the kernel's.
    case list = "bpftop_walk_list"
    /// Reads arguments.
    case arguments = "bpftop_read_arguments"
}

/// What loading a program came to.
package enum BPFLoad: Equatable, Sendable {
    case loaded
    /// The kernel has not what it needs; the text says what that is and since when there is one.
    case notOffered(String)
    case refused(BPFError)

    /// Whether it is in the kernel.
    package var isLoaded: Bool { self == .loaded }
}
