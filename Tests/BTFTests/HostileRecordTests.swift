import BTF
import TestSupport
import Testing

@Suite struct HostileRecordTests {
    private static let int = TypeID(rawValue: 1)

    private static func builder() -> BTFBuilder {
        var builder = BTFBuilder()
        builder.int("int", size: 4, encoding: 1)
        return builder
    }

    @Test(arguments: [0, 20, 31, 77, 127] as [UInt32])
    func `an unknown kind is reported and what came before stays usable`(kind: UInt32) throws {
        var builder = Self.builder()
        builder.structure("before", size: 4, [.init("a", 1, at: 0)])
        let position = 24 + builder.types.count
        builder.record(kind, "strange", 0)
        builder.structure("behind", size: 4, [.init("a", 1, at: 0)])
        let bytes = builder.bytes
        let btf = try BTF(bytes)
        let (unknown, count) = (btf.unknownKind, btf.typeCount)
        #expect(
            unknown
                == UnknownKind(kind: UInt8(kind), id: TypeID(rawValue: 3), position: position))
        #expect(count == 3)
        #expect(try locate("a", in: "before", of: bytes)?.size == 4)
        #expect(try locate("a", in: "behind", of: bytes) == nil)
        #expect(throws: BTFError.noSuchType(TypeID(rawValue: 3))) { try type(3, of: bytes) }
        try validate(bytes)
    }

    @Test func `without an unknown kind none is reported`() throws {
        let bytes = Self.builder().bytes
        let unknown = try BTF(bytes).unknownKind
        #expect(unknown == nil)
    }

    @Test func `a record longer than the section is refused`() throws {
        for (kind, vlen, words) in [(4, 2, 3), (1, 0, 0), (3, 0, 2), (19, 1, 2), (13, 1, 1)] {
            var builder = Self.builder()
            builder.record(
                UInt32(kind), "x", vlen: vlen, 4, tail: Array(repeating: 0, count: words))
            let expected = BTFError.recordTooLong(TypeID(rawValue: 2), position: 40)
            #expect(throws: expected) { try open(builder.bytes) }
        }
    }

    @Test func `half a record is refused`() throws {
        var builder = Self.builder()
        builder.record(2, "", 1)
        var bytes = builder.bytes
        bytes[12] -= 4
        let expected = BTFError.recordTooLong(TypeID(rawValue: 2), position: 40)
        #expect(throws: expected) { try open(bytes) }
    }

    @Test(arguments: [2, 3, 4, 5, 6, 400, UInt32.max])
    func `a name that does not start a string is refused`(offset: UInt32) throws {
        // The strings are NUL, "int", NUL: only 0 and 1 start one.
        var builder = Self.builder()
        builder.record(nameOffset: offset, info: 2 << 24, sizeOrType: 1)
        let bytes = builder.bytes
        #expect(throws: BTFError.badStringOffset(offset)) { try type(2, of: bytes) }
        #expect(throws: BTFError.badStringOffset(offset)) { try validate(bytes) }
        #expect(throws: BTFError.badStringOffset(offset)) {
            _ = try BTF(bytes).find(.ptr, named: "nt")
        }
    }

    @Test func `the name of a member has to start a string too`() throws {
        var builder = Self.builder()
        builder.record(4, "s", vlen: 1, 4, tail: [2, 1, 0])
        let bytes = builder.bytes
        #expect(throws: BTFError.badStringOffset(2)) { try type(2, of: bytes) }
        #expect(throws: BTFError.badStringOffset(2)) { try locate("nt", in: "s", of: bytes) }
    }

    @Test func `a search refuses a name inside of a string, its own or another`() throws {
        var builder = Self.builder()
        let inside = builder.string("not_task_struct") + 4
        _ = builder.string("more strings, so that none of these is near the end")
        builder.record(nameOffset: inside, info: 4 << 24, sizeOrType: 0)
        builder.record(4, "holder", vlen: 1, 4, tail: [inside, 1, 0])
        builder.record(6, "e", vlen: 1, 4, tail: [inside, 5])
        let bytes = builder.bytes
        let expected = BTFError.badStringOffset(inside)
        // A wrong name may be the wanted one garbled, so that "absent" would be a guess.
        for name in ["task_struct", "absent"] {
            #expect(throws: expected) { _ = try BTF(bytes).find(.struct, named: name) }
        }
        #expect(throws: expected) {
            _ = try BTF(bytes).location(of: MemberPath("task_struct"), in: TypeID(rawValue: 3))
        }
        #expect(throws: expected) { _ = try BTF(bytes).enumerator(named: "task_struct") }
    }

    @Test func `names of any length are read and compared whole`() throws {
        var builder = BTFBuilder()
        let names = ["a", "ab", "abc", "abcd", "abcde", "abcdefghij", "b", "abcdX"]
        for name in names { builder.structure(name, size: 0, []) }
        let bytes = builder.bytes
        let btf = try BTF(bytes)
        let found = try btf.find(names.map { TypeQuery(.struct, $0) })
        #expect(found == (1...8).map { TypeID(rawValue: $0) })
        let absent = try btf.find(
            ["", "abcdefghi", "abcdefghijk", "c"].map { TypeQuery(.struct, $0) })
        #expect(absent == [nil, nil, nil, nil])
    }

    @Test func `a name that is no UTF-8 is mended`() throws {
        var builder = BTFBuilder()
        builder.structure("a?b", size: 0, [])
        var bytes = builder.bytes
        bytes[bytes.count - 3] = 0xFF
        #expect(try type(1, of: bytes).name == "a\u{FFFD}b")
    }

    @Test func `a reference to a type that does not exist is an error when it is followed`() throws
    {
        var builder = Self.builder()
        builder.structure("s", size: 4, [.init("a", 99, at: 0)])
        let bytes = builder.bytes
        try open(bytes)
        let expected = BTFError.noSuchType(TypeID(rawValue: 99))
        #expect(throws: expected) { try validate(bytes) }
        #expect(throws: expected) { try locate("a", in: "s", of: bytes) }
        #expect(throws: expected) { try typeName(99, of: bytes) }
    }

    @Test func `chains that lead back to themselves end in an error`() throws {
        var builder = BTFBuilder()
        builder.typedef("self", 1)
        builder.array(of: 2, count: 1, index: 2)
        builder.pointer(to: 3)
        builder.structure("s", size: 4, [.init("a", 1, at: 0), .init("b", 2, at: 0)])
        let bytes = builder.bytes
        for id: UInt32 in 1...3 {
            let expected = BTFError.endlessChain(TypeID(rawValue: id))
            #expect(throws: expected) { try typeName(id, of: bytes) }
        }
        #expect(throws: BTFError.self) { try locate("a", in: "s", of: bytes) }
        #expect(throws: BTFError.self) { try locate("b", in: "s", of: bytes) }
        #expect(throws: BTFError.endlessChain(Self.int)) { try validate(bytes) }
    }

    @Test func `a struct inside itself without a name ends in an error`() throws {
        var builder = BTFBuilder()
        builder.structure("s", size: 4, [.init("", 1, at: 0)])
        #expect(throws: BTFError.tooComplex(Self.int)) {
            try locate("a", in: "s", of: builder.bytes)
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `a nest with more members than there are atoms ends in an error`() throws {
        var builder = BTFBuilder()
        for level: UInt32 in 1...30 {
            let members = Array(repeating: BTFBuilder.Member("", level + 1, at: 0), count: 100)
            builder.structure("s\(level)", size: 4, members)
        }
        builder.structure("last", size: 4, [])
        #expect(throws: BTFError.self) { try locate("a", in: "s1", of: builder.bytes) }
    }

    @Test func `sizes and offsets beyond 32 bits are refused`() throws {
        var builder = Self.builder()
        builder.array(of: 1, count: .max)
        builder.array(of: 1, count: 0x3FFF_FFFF)
        builder.array(of: 3, count: 0)
        builder.structure("s", size: .max, [.init("a", 4, at: 0), .init("b", 3, at: 64)])
        let bytes = builder.bytes
        let btf = try BTF(bytes)
        #expect(try btf.size(of: TypeID(rawValue: 3)) == 0xFFFF_FFFC)
        let overflow = BTFError.sizeOverflow(TypeID(rawValue: 2))
        #expect(throws: overflow) { _ = try BTF(bytes).size(of: TypeID(rawValue: 2)) }
        #expect(try locate("a[1][0]", in: "s", of: bytes)?.byteOffset == 0xFFFF_FFFC)
        #expect(throws: BTFError.self) { try locate("a[2]", in: "s", of: bytes) }
        #expect(throws: BTFError.self) { try locate("a[1][1]", in: "s", of: bytes) }
    }

    @Test func `a member outside of its struct is refused`() throws {
        var builder = Self.builder()
        builder.structure(
            "s", size: 8,
            [.init("fits", 1, at: 4), .init("ends", 1, at: 5), .init("far", 1, at: 400)])
        builder.structure(
            "b", size: 1, [.init("fits", 1, atBit: 5, bits: 3), .init("out", 1, atBit: 6, bits: 3)])
        let bytes = builder.bytes
        #expect(try locate("fits", in: "s", of: bytes)?.byteOffset == 4)
        #expect(try locate("fits", in: "b", of: bytes)?.bitOffset == 5)
        for (path, name, id, member) in [
            ("ends", "s", 2, 1), ("far", "s", 2, 2), ("out", "b", 3, 1),
        ] {
            let expected = BTFError.memberOutOfBounds(TypeID(rawValue: UInt32(id)), member: member)
            #expect(throws: expected) { try locate(path, in: name, of: bytes) }
        }
    }
}
