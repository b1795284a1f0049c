import BTF
import KernelOffsets
import Model
import Sampling
import TestSupport
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
            // Nobody may have logged in here, delays are not accounted, a group's id needs the hierarchy to be mounted, and no file
            // tells when a task last got onto a CPU.
            let unprovable: Set = [
                "task_delays", "delay_blkio", "delay_swapin", "task_loginuid", "task_cgroups",
                "css_set_dfl_cgrp", "cgroup_kn", "kernfs_node_id", "task_last_arrival",
                "task_last_queued",
            ]
            #expect(Set(lost).isSubset(of: unprovable), "\(lost)")
        }

        @Test func `any member off by 4 or 8 bytes is refused, or is lost`() throws {
            #expect(try accepted(isExact: false) == [])
        }

        @Test
        func
            `a layout in which all behind a member has moved is refused, whatever its build id says`()
            throws
        {
            let offsets = try RunningKernel.offsets.get()
            let proof = try LayoutProof()
            for (structure, place) in [
                ("task_struct", "task_tasks"), ("task_struct", "task_pid"),
                ("task_struct", "task_utime"), ("task_struct", "task_real_cred"),
                ("signal_struct", "signal_pgrp"), ("signal_struct", "signal_utime"),
                ("signal_struct", "signal_min_flt"), ("signal_struct", "signal_rchar"),
                ("mm_struct", "mm_total_vm"), ("mm_struct", "mm_rss_file"), ("cred", "cred_uid"),
                ("pid", "pid_number"),
            ] {
                for distance in [-8, 8] {
                    let moved = try #require(offsets.moving(structure, from: place, by: distance))
                    #expect(throws: LayoutProofError.self, "\(place) \(distance)") {
                        _ = try proof.prove(moved, isExact: true)
                    }
                }
            }
        }

        @Test func `the tables of other kernels are refused, each naming a member`() throws {
            let table = try #require(try BakedTable.builtIn(for: Machine.current().architecture))
            let proof = try LayoutProof()
            var seen: Set<[String]> = []
            for kernel in table.kernels {
                let members = try table.members(of: kernel)
                guard seen.insert(members.map(\.outcome.cell)).inserted else { continue }
                let own = try RunningKernel.offsets.get().members.map(\.outcome.cell)
                if members.map(\.outcome.cell) == own { continue }
                let offsets = try KernelOffsets(
                    members: members, source: kernel.name, features: KernelFeatures())
                do {
                    _ = try proof.prove(offsets, isExact: false)
                    Issue.record("\(kernel.name) is believed")
                } catch {
                    let text = "\(error)"
                    #expect(Member.all.contains { text.contains($0.name) }, "\(text)")
                }
            }
        }

        @Test
        func `a file that is not this kernel's is refused, and /proc is read with the reason`()
            throws
        {
            // The BTF of a kernel that nobody has built: all members are there, in other places.
            let path = try Fixture.bpf(
                "kernel.c", ["-Wno-everything", "-Wno-error"],
                beside: Fixture.root + "/Tests/KernelOffsetsTests/Fixtures")
            let refusal = try #require(try Sampler(.auto, btf: path).refusal)
            #expect(refusal.cause.contains("does not fit this kernel"), "\(refusal.cause)")
            do {
                _ = try Sampler(.bpf, btf: path)
                Issue.record("the file is believed")
            } catch {
                #expect(error.cause == refusal.cause)
            }
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
    /// The same with every member of a struct moved that lies at a member's place or behind it; nil where it has none.
    func moving(_ structure: String, from name: String, by distance: Int) -> KernelOffsets? {
        guard let start = member(named: name)?.location?.byteOffset else { return nil }
        let moved = members.map { entry -> ResolvedMember in
            guard entry.member.structure == structure, let place = entry.location,
                place.byteOffset >= start
            else { return entry }
            return entry.moved(by: distance) ?? entry
        }
        return try? KernelOffsets(members: moved, source: "moved", features: features)
    }

    /// The same with one member elsewhere; nil where it has no place, or would lie before its struct.
    func skewing(_ index: Int, by distance: Int) -> KernelOffsets? {
        guard let moved = members[index].moved(by: distance) else { return nil }
        var members = members
        members[index] = moved
        return try? KernelOffsets(members: members, source: "skewed", features: features)
    }
}

extension ResolvedMember {
    /// The member some bytes away; nil where it has no place, or would lie before its struct.
    fileprivate func moved(by distance: Int) -> ResolvedMember? {
        guard case .found(let place, let alternative) = outcome,
            let offset = UInt32(exactly: Int(place.byteOffset) + distance)
        else { return nil }
        let moved = MemberLocation(
            byteOffset: offset, bitOffset: place.bitOffset, bitWidth: place.bitWidth,
            size: place.size, kind: place.kind, typeName: place.typeName)
        return ResolvedMember(member, .found(moved, alternative: alternative))
    }
}
