internal import BTF
internal import CBpftop
internal import KernelOffsets

/// Which part of each struct the walk without BTF copies at once: from its first member that we read to the end of its last.
struct CopiedParts {
    /// One part a struct, in the order of `raw.bpf.c`; of 0 bytes where it would be too long, so that members are read one by one.
    let parts: InlineArray<4, bpftop_copied>

    private static let structures = ["task_struct", "signal_struct", "mm_struct", "cred"]

    init(_ offsets: KernelOffsets) {
        parts = InlineArray { Self.part(of: Self.structures[$0], offsets) }
    }

    private static func part(of structure: String, _ offsets: KernelOffsets) -> bpftop_copied {
        let places = offsets.members.filter { $0.member.structure == structure && $0.isUsable }
            .compactMap(\.location)
        let start = places.map(\.byteOffset).min() ?? 0
        // Whatever is read is 8 bytes at most, though a struct's member may be longer.
        let end = places.map { $0.byteOffset + min(16, max(8, $0.size)) }.max() ?? 0
        let size = end - start
        return bpftop_copied(
            offset: start, size: size <= UInt32(BPFTOP_COPY_SIZE) ? size : 0)
    }
}
