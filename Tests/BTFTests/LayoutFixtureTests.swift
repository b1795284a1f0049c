import BTF
import TestSupport
import Testing

/// What the compiler asserted in Fixtures/layout.c, found in the BTF that it wrote.
@Suite struct LayoutFixtureTests {
    @Test(
        arguments: ["layout.btf", "layout-be.btf"],
        [
            ("state", 0), ("pid", 8), ("comm", 12), ("comm[15]", 27), ("inner_first", 32),
            ("choice_wide", 40), ("choice_low", 40), ("choice_high", 44), ("flags", 48),
            ("flags.last", 52), ("stat[ANON_PAGES].count", 88), ("stat[1].count", 88),
            ("matrix[2][4]", 156), ("sign", 160), ("wide", 168), ("ratio", 176), ("truth", 184),
            ("node.back", 200), ("callback", 208), ("names", 216), ("nothing", 224),
            ("numbers[0].nr", 232), ("numbers[2].space", 272),
        ] as [(String, UInt32)])
    func `offsets are those the compiler asserted`(
        fixture: String, expected: (path: String, offset: UInt32)
    ) throws {
        let bytes = try BTFSource.fixture(fixture)
        #expect(try locate(expected.path, in: "outer", of: bytes)?.byteOffset == expected.offset)
    }

    @Test(
        arguments: [
            ("state", "long", .integer(isSigned: true)),
            ("pid", "unsigned int", .integer(isSigned: false)),
            ("comm", "char[16]", .array), ("flags", "struct flags", .structure),
            ("matrix", "short[3][5]", .array),
            ("sign", "enum signs", .enumeration(isSigned: true)),
            ("wide", "enum wide", .enumeration(isSigned: false)), ("ratio", "double", .float),
            ("truth", "_Bool", .integer(isSigned: false)),
            ("node.next", "struct node *", .pointer(to: "node")),
            ("node.back", "struct node **", .pointer(to: "struct node *")),
            ("callback", "int (*)()", .pointer(to: "int ()")),
            ("names", "char *(*)[4]", .pointer(to: "char *[4]")),
            ("nothing", "void *", .pointer(to: "void")),
            ("numbers", "struct number[]", .array),
            ("numbers[7].space", "struct name_space *", .pointer(to: "name_space")),
        ] as [(String, String, MemberLocation.Kind)])
    func `types are named and sorted as in the source`(
        path: String, name: String, kind: MemberLocation.Kind
    ) throws {
        let location = try locate(path, in: "outer", of: BTFSource.fixture("layout.btf"))
        #expect(location?.typeName == name)
        #expect(location?.kind == kind)
    }

    @Test(
        arguments: [
            ("first", 0, 0, 1), ("second", 0, 1, 3), ("third", 1, 0, 20), ("kind", 3, 4, 2),
        ] as [(String, UInt32, UInt8, UInt8)])
    func `bitfields lie where the compiler put them`(
        path: String, byte: UInt32, bit: UInt8, width: UInt8
    ) throws {
        // The compiler numbers a big-endian byte's bits from the most significant, as we say we do.
        for fixture in ["layout.btf", "layout-be.btf"] {
            let location = try locate(path, in: "flags", of: BTFSource.fixture(fixture))
            #expect(location?.byteOffset == byte)
            #expect(location?.bitOffset == bit)
            #expect(location?.bitWidth == width)
        }
    }

    @Test func `enumerators of both kinds have the source's values`() throws {
        let bytes = try BTFSource.fixture("layout.btf")
        let btf = try BTF(bytes)
        let names = ["PAGE_COUNTERS", "MINUS_ONE", "WIDE_TOP", "NO_SUCH"]
        let values = try btf.enumerators(named: names)
        let one = try btf.enumerator(named: "ANON_PAGES")
        let none = try btf.enumerator(named: "NO_SUCH")
        #expect(values == ["PAGE_COUNTERS": 3, "MINUS_ONE": -1, "WIDE_TOP": .min])
        #expect(one == 1)
        #expect(none == nil)
    }

    @Test func `a tracepoint's typedef leads to its parameters`() throws {
        let bytes = try BTFSource.fixture("layout.btf")
        let btf = try BTF(bytes)
        let id = try #require(try btf.find(.typedef, named: "btf_trace_event"))
        let prototype = try #require(try btf.prototype(of: id))
        #expect(prototype.returns == .void)
        #expect(!prototype.isVariadic)
        #expect(prototype.parameters.map(\.pointee) == ["void", "outer", "node", nil])
        #expect(prototype.parameters.map(\.typeName)[3] == "unsigned int")
    }

    @Test func `a function leads to its prototype and a struct to none`() throws {
        let bytes = try BTFSource.fixture("layout.btf")
        let btf = try BTF(bytes)
        let function = try #require(try btf.find(.func, named: "use"))
        let prototype = try #require(try btf.prototype(of: function))
        #expect(prototype.parameters.map(\.name) == ["outer"])
        #expect(prototype.parameters.map(\.pointee) == ["outer"])
        let structure = try #require(try btf.find(.struct, named: "outer"))
        let none = try btf.prototype(of: structure)
        let void = try btf.prototype(of: .void)
        #expect(none == nil)
        #expect(void == nil)
    }

    @Test func `the variables of read-only data are found with their types`() throws {
        let bytes = try BTFSource.fixture("layout.btf")
        let btf = try BTF(bytes)
        let section = try #require(try btf.dataSection(named: ".rodata"))
        #expect(section.variables.map(\.name).sorted() == ["limits", "version"])
        let limits = try #require(section.variable(named: "limits"))
        #expect(limits.size == 24)
        let count = try btf.location(of: MemberPath("count"), in: limits.type)
        #expect(count?.byteOffset == 8)
        #expect(section.variable(named: "none") == nil)
        let none = try btf.dataSection(named: ".none")
        #expect(none == nil)
    }

    @Test func `a linked section's variables have their offsets`() throws {
        var builder = BTFBuilder()
        let int = builder.int("int", size: 4)
        let first = builder.variable("first", builder.const(int))
        let second = builder.variable("second", int)
        let function = builder.function("call", prototype: builder.prototype(returns: int, []))
        builder.dataSection(
            ".data", size: 12, [(first, offset: 4, size: 4), (second, offset: 8, size: 4)])
        builder.dataSection(".ksyms", size: 8, [(function, offset: 0, size: 8)])
        builder.dataSection(".broken", size: 4, [(int, offset: 0, size: 4)])
        let bytes = builder.bytes
        let btf = try BTF(bytes)
        let data = try #require(try btf.dataSection(named: ".data"))
        #expect(data.size == 12)
        #expect(data.variables.map(\.name) == ["first", "second"])
        #expect(data.variables.map(\.offset) == [4, 8])
        #expect(data.variable(named: "first")?.type == TypeID(rawValue: 2))
        let symbols = try #require(try btf.dataSection(named: ".ksyms"))
        #expect(symbols.variables.map(\.name) == ["call"])
        #expect(throws: BTFError.unexpectedKind(.int, TypeID(rawValue: int))) {
            try BTF(bytes).dataSection(named: ".broken")
        }
    }
}
