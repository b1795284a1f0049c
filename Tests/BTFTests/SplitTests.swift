import BTF
import TestSupport
import Testing

@Suite struct SplitTests {
    private static func base() -> BTFBuilder {
        var base = BTFBuilder()
        base.int("int", size: 4, encoding: 1)
        base.structure("shared", size: 4, [.init("member", 1, at: 0)])
        base.enumeration("e", [("BASE_VALUE", 3)])
        return base
    }

    /// Runs a body with split BTF.
    private func with(
        _ split: BTFBuilder, on base: BTFBuilder, _ body: (borrowing BTF) throws -> Void
    ) throws {
        let baseBytes = base.bytes
        let splitBytes = split.bytes
        let base = try BTF(baseBytes)
        try body(try BTF(splitBytes.span.bytes, base: base))
    }

    @Test func `ids and strings go on where the base ends`() throws {
        var split = BTFBuilder(base: Self.base())
        split.structure("own", size: 8, [.init("member", 2, at: 0), .init("fresh", 1, at: 4)])
        split.enumeration("f", [("OWN_VALUE", 4)])
        try with(split, on: Self.base()) { btf in
            let (first, count) = (btf.firstOwnID, btf.typeCount)
            #expect(first == TypeID(rawValue: 4))
            #expect(count == 6)
            let own = try btf.find(.struct, named: "own")
            let shared = try btf.find(.struct, named: "shared")
            #expect(own == first)
            #expect(shared == TypeID(rawValue: 2))
            let inner = try btf.location(of: MemberPath("member.member"), in: first)
            let fresh = try btf.location(of: MemberPath("fresh"), in: first)
            #expect(inner?.byteOffset == 0)
            #expect(inner?.typeName == "int")
            #expect(fresh?.byteOffset == 4)
            let values = try btf.enumerators(named: ["OWN_VALUE", "BASE_VALUE", "NO_VALUE"])
            #expect(values == ["OWN_VALUE": 4, "BASE_VALUE": 3])
            try btf.validate()
        }
    }

    @Test func `a type of the base goes before one of the same name`() throws {
        var split = BTFBuilder(base: Self.base())
        split.structure("shared", size: 8, [])
        try with(split, on: Self.base()) { btf in
            let found = try btf.find(.struct, named: "shared")
            #expect(found == TypeID(rawValue: 2))
        }
    }

    @Test func `a split part with neither types nor strings adds nothing`() throws {
        try with(BTFBuilder(base: Self.base()), on: Self.base()) { btf in
            let count = btf.typeCount
            #expect(count == 4)
            let name = try btf.name(of: TypeID(rawValue: 2))
            #expect(name == "shared")
        }
    }

    @Test func `an offset behind both string sections is refused`() throws {
        var split = BTFBuilder(base: Self.base())
        let end = UInt32(Self.base().strings.count)
        split.record(nameOffset: end, info: 8 << 24, sizeOrType: 1)
        try with(split, on: Self.base()) { btf in
            do throws(BTFError) {
                _ = try btf.name(of: btf.firstOwnID)
                Issue.record("the name was taken")
            } catch {
                #expect(error == .badStringOffset(end))
            }
        }
    }

    @Test func `a base that is split or was not read to its end is refused`() throws {
        let baseBytes = Self.base().bytes
        let splitBytes = BTFBuilder(base: Self.base()).bytes
        #expect(throws: BTFError.unusableBase) {
            let base = try BTF(baseBytes)
            let split = try BTF(splitBytes.span.bytes, base: base)
            _ = try BTF(splitBytes.span.bytes, base: split)
        }
        var strange = Self.base()
        strange.record(25, "", 0)
        let strangeBytes = strange.bytes
        #expect(throws: BTFError.unusableBase) {
            _ = try BTF(splitBytes.span.bytes, base: try BTF(strangeBytes))
        }
    }
}
