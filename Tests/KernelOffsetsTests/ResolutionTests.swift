import BTF
import CBpftop
import KernelOffsets
import TestSupport
import Testing

/// Our resolver against libbpf, on real kernels.
@Suite struct ResolutionTests {
    @Test(.enabled(if: File.bytes(Layouts.runningPath) != nil, "needs the kernel's BTF"))
    func `every member of the running kernel lies where libbpf finds it`() throws {
        let bytes = try #require(File.bytes(Layouts.runningPath))
        try compare(bytes)
        _ = try KernelOffsets(try BTF(bytes))
    }

    @Test(.enabled(if: File.bytes(Layouts.runningPath) != nil, "needs the kernel's BTF"))
    func `the running kernel knows every struct of the list`() throws {
        let bytes = try #require(File.bytes(Layouts.runningPath))
        let witness = try #require(Witness(bytes))
        for name in Set(Member.all.map(\.structure)) {
            #expect(witness.structure(name) != 0, "struct \(name)")
        }
    }

    @Test(
        .enabled(if: !Layouts.collected.isEmpty, "needs the BTF of other kernels"),
        arguments: Layouts.collected.isEmpty ? [""] : Layouts.collected)
    func `every member of other kernels lies where libbpf finds it`(path: String) throws {
        let unpacked = try Finished("zstd", ["-dcq", path])
        #expect(unpacked.code == 0)
        try compare(unpacked.output)
        let isBigEndian = path.contains("s390x")
        let btf = try BTF(unpacked.output)
        #expect(btf.byteOrder == (isBigEndian ? .bigEndian : .littleEndian))
        // Every one of them has all that bpftop cannot do without.
        _ = try KernelOffsets(btf)
    }

    private func compare(_ bytes: [UInt8]) throws {
        let witness = try #require(Witness(bytes))
        let resolved = try KernelOffsets.resolve(try BTF(bytes))
        #expect(resolved.members.count == Member.all.count)
        for entry in resolved.members {
            #expect(seen(entry) == expected(entry.member, witness), "\(entry.member.name)")
        }
        let features = resolved.features
        for (number, name) in KernelFeatures.functionNames {
            #expect(features.functions[number] == witness.function(name), "\(name)")
        }
        #expect(features.taskStructID == witness.structure("task_struct"))
        #expect(features.timespec64ID == witness.structure("timespec64"))
    }

    /// What both sides say of a member, in one shape.
    private struct Answer: Equatable {
        var place: Witness.Place?
        var alternative: Int?
        var refusal: String?
    }

    private func seen(_ entry: ResolvedMember) -> Answer {
        switch entry.outcome {
        case .found(let location, let alternative):
            let bits = UInt64(location.byteOffset) * 8 + UInt64(location.bitOffset)
            let place = Witness.Place(
                bits: bits, size: UInt64(location.size), width: UInt32(location.bitWidth))
            return Answer(place: place, alternative: alternative)
        case .size(let size):
            return Answer(place: Witness.Place(bits: 0, size: UInt64(size), width: 0))
        case .absent: return Answer()
        case .refused(let why): return Answer(refusal: why)
        }
    }

    private func expected(_ member: Member, _ witness: Witness) -> Answer {
        if member.kind == .size {
            let size = witness.size(ofStructure: member.structure)
            return Answer(place: size.map { Witness.Place(bits: 0, size: $0, width: 0) })
        }
        for (index, path) in member.alternatives.enumerated() {
            if let place = witness.place(of: path, in: member.structure) {
                return Answer(place: place, alternative: index)
            }
        }
        return Answer()
    }
}
