import BTF
import CBpftop
import KernelOffsets
import TestSupport
import Testing

/// The list of members in the shared header.
@Suite struct MemberListTests {
    @Test func `names are unique`() {
        #expect(Set(Member.all.map(\.name)).count == Member.all.count)
        #expect(Member.all.count == Int(BPFTOP_MEMBER_COUNT.rawValue))
    }

    @Test(arguments: Member.all.map(\.name))
    func `every alternative is a path, and only a size has none`(name: String) throws {
        let member = try #require(Member.all.first { $0.name == name })
        #expect(member.alternatives.isEmpty == (member.kind == .size))
        for alternative in member.alternatives {
            #expect(try MemberPath(alternative).description == alternative)
        }
        #expect(Set(member.alternatives).count == member.alternatives.count)
        #expect(!member.structure.isEmpty)
    }

    @Test func `a member is listed once`() {
        var seen: Set<String> = []
        for member in Member.all {
            for alternative in member.alternatives {
                #expect(seen.insert("\(member.structure).\(alternative)").inserted)
            }
        }
    }

    @Test func `pointers have eight bytes and plain numbers a known size`() {
        for member in Member.all {
            switch member.kind {
            case .pointer: #expect(member.sizes == [8], "\(member.name)")
            case .integer: #expect(!member.sizes.isEmpty, "\(member.name)")
            case .array, .structure, .size: break
            }
        }
    }

    @Test func `the list has the order of the struct in .rodata`() {
        let fields = Mirror(reflecting: bpftop_offsets()).children.compactMap(\.label)
        #expect(fields == Member.all.map(\.name))
    }

    @Test func `each entry lands in its own field`() throws {
        let members = Member.all.enumerated().map { index, member in
            let location = MemberLocation(
                byteOffset: UInt32(index) * 3, size: UInt32(index), kind: .structure,
                typeName: "test")
            return ResolvedMember(member, .found(location, alternative: 0))
        }
        let offsets = try KernelOffsets(
            members: members, source: "test", features: KernelFeatures())
        for (index, field) in Mirror(reflecting: offsets.raw).children.enumerated() {
            let value = try #require(field.value as? bpftop_member)
            #expect(value.offset == UInt32(index) * 3 && value.size == UInt16(index))
        }
    }
}
