import BTF
import KernelOffsets
import Sampling
import Testing

/// Whether a layout that is not the kernel's is noticed before anything is read through it.
extension RunningKernel {
    @Suite struct Proof {
        @Test func `the running kernel's own layout is proven`() throws {
            let offsets = try RunningKernel.offsets.get()
            let proven = try LayoutProof().prove(offsets, isExact: false)
            let lost = proven.members.filter { entry in
                !entry.isUsable && offsets.member(named: entry.member.name)?.isUsable == true
            }.map(\.member.name)
            // Nobody may have logged in here, delays are not accounted, and a group's id needs the hierarchy to be mounted.
            let unprovable: Set = [
                "task_delays", "delay_blkio", "delay_swapin", "task_loginuid", "task_cgroups",
                "css_set_dfl_cgrp", "cgroup_kn", "kernfs_node_id",
            ]
            #expect(Set(lost).isSubset(of: unprovable), "\(lost)")
        }

        @Test func `any member off by 4 or 8 bytes is refused, or is lost`() throws {
            #expect(try accepted(isExact: false) == [])
        }

        @Test func `values alone refuse all but the twins of the kernel`() throws {
            // What the order of members tells and no value does: the next member holds the same, or 0 as this one.
            let twins: Set = ["task_mm +8", "task_real_parent +8", "task_real_cred +8"]
            let accepted = try accepted(isExact: true)
            #expect(Set(accepted).isSubset(of: twins), "\(accepted)")
        }

        /// The skewed members that a layout may have and still be believed.
        private func accepted(isExact: Bool) throws -> [String] {
            let offsets = try RunningKernel.offsets.get()
            let proof = try LayoutProof()
            var accepted: [String] = []
            for index in offsets.members.indices {
                for distance in [-8, -4, 4, 8] {
                    guard let skewed = offsets.skewing(index, by: distance) else { continue }
                    do {
                        let proven = try proof.prove(skewed, isExact: isExact)
                        guard proven.members[index].isUsable else { continue }
                        let sign = distance < 0 ? "" : "+"
                        accepted.append("\(offsets.members[index].member.name) \(sign)\(distance)")
                    } catch LayoutProofError.refuted {
                        continue
                    }
                }
            }
            return accepted
        }
    }
}

extension KernelOffsets {
    /// The same with one member elsewhere; nil where it has no place, or would lie before its struct.
    func skewing(_ index: Int, by distance: Int) -> KernelOffsets? {
        let entry = members[index]
        guard case .found(let place, let alternative) = entry.outcome,
            let offset = UInt32(exactly: Int(place.byteOffset) + distance)
        else { return nil }
        let moved = MemberLocation(
            byteOffset: offset, bitOffset: place.bitOffset, bitWidth: place.bitWidth,
            size: place.size, kind: place.kind, typeName: place.typeName)
        var members = members
        members[index] = ResolvedMember(entry.member, .found(moved, alternative: alternative))
        return try? KernelOffsets(members: members, source: "skewed", features: features)
    }
}
