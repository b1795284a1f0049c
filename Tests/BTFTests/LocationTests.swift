import BTF
import TestSupport
import Testing

@Suite struct LocationTests {
    private struct Shape {
        var builder = BTFBuilder()
        let int: UInt32
        let long: UInt32
        let char: UInt32

        init() {
            int = builder.int("int", size: 4, encoding: 1)
            long = builder.int("unsigned long", size: 8)
            char = builder.int("char", size: 1, encoding: 1)
        }
    }

    private func offset(_ path: String, _ shape: Shape) throws -> UInt32? {
        try locate(path, in: "s", of: shape.builder.bytes)?.byteOffset
    }

    @Test func `members of unnamed members are found, whether their type has a name or not`() throws
    {
        var shape = Shape()
        let deepest = shape.builder.union("", size: 8, [.init("deep", shape.long, at: 0)])
        // From Linux 6.19 the type of an unnamed member may be a named struct.
        let named = shape.builder.structure(
            "named", size: 16, [.init("inner", shape.int, at: 4), .init("", deepest, at: 8)])
        let modified = shape.builder.volatile(shape.builder.typedef("named_t", named))
        shape.builder.structure(
            "s", size: 32,
            [
                .init("first", shape.int, at: 0), .init("", modified, at: 8),
                .init("last", shape.int, at: 24),
            ])
        #expect(try offset("inner", shape) == 12)
        #expect(try offset("deep", shape) == 16)
        #expect(try offset("last", shape) == 24)
        #expect(try offset("named.inner", shape) == nil)
        #expect(try offset("absent", shape) == nil)
    }

    @Test func `a member of a named member needs its name`() throws {
        var shape = Shape()
        let inner = shape.builder.structure("", size: 4, [.init("x", shape.int, at: 0)])
        shape.builder.structure("s", size: 8, [.init("outer", inner, at: 4)])
        #expect(try offset("outer.x", shape) == 4)
        #expect(try offset("x", shape) == nil)
    }

    @Test func `an index has to be below the count unless the array is flexible`() throws {
        var shape = Shape()
        let element = shape.builder.structure(
            "e", size: 16, [.init("a", shape.long, at: 0), .init("nr", shape.int, at: 8)])
        let three = shape.builder.array(of: element, count: 3)
        let flexible = shape.builder.array(of: shape.builder.const(element), count: 0)
        shape.builder.structure(
            "s", size: 56, [.init("three", three, at: 8), .init("open", flexible, at: 56)])
        #expect(try offset("three[0].nr", shape) == 16)
        #expect(try offset("three[2].nr", shape) == 48)
        #expect(try offset("three[3].nr", shape) == nil)
        #expect(try offset("open", shape) == 56)
        #expect(try offset("open[0].nr", shape) == 64)
        #expect(try offset("open[1000].nr", shape) == 56 + 16000 + 8)
        #expect(try offset("three.nr", shape) == nil)
        #expect(try offset("three[0][0]", shape) == nil)
    }

    @Test func `arrays of arrays take one index each`() throws {
        var shape = Shape()
        let row = shape.builder.array(of: shape.int, count: 5)
        let matrix = shape.builder.array(of: row, count: 3)
        shape.builder.structure("s", size: 64, [.init("m", matrix, at: 4)])
        #expect(try offset("m[2][4]", shape) == 4 + 4 * (2 * 5 + 4))
        #expect(try offset("m[2][5]", shape) == nil)
        let whole = try locate("m", in: "s", of: shape.builder.bytes)
        let one = try locate("m[1]", in: "s", of: shape.builder.bytes)
        #expect(whole?.size == 60)
        #expect(whole?.kind == .array)
        #expect(whole?.typeName == "int[3][5]")
        #expect(one?.size == 20)
        #expect(one?.typeName == "int[5]")
    }

    @Test func `an index may be an enumerator of any enumeration`() throws {
        var shape = Shape()
        let four = shape.builder.array(of: shape.long, count: 4)
        shape.builder.structure("s", size: 32, [.init("stat", four, at: 0)])
        shape.builder.enumeration("", [("MM_FILEPAGES", 0), ("MM_ANONPAGES", 1)])
        shape.builder.enumeration64("", isSigned: true, [("WIDE", 3), ("NEGATIVE", .max)])
        #expect(try offset("stat[MM_FILEPAGES]", shape) == 0)
        #expect(try offset("stat[MM_ANONPAGES]", shape) == 8)
        #expect(try offset("stat[WIDE]", shape) == 24)
        #expect(try offset("stat[NEGATIVE]", shape) == nil)
        #expect(try offset("stat[MM_NONE]", shape) == nil)
    }

    @Test func `pointers and scalars are not stepped into`() throws {
        var shape = Shape()
        let inner = shape.builder.structure("inner", size: 4, [.init("x", shape.int, at: 0)])
        let pointer = shape.builder.pointer(to: inner)
        shape.builder.structure(
            "s", size: 16,
            [.init("p", pointer, at: 0), .init("i", shape.int, at: 8), .init("", pointer, at: 0)])
        #expect(try offset("p", shape) == 0)
        #expect(try offset("p.x", shape) == nil)
        #expect(try offset("p[0]", shape) == nil)
        #expect(try offset("i.x", shape) == nil)
        #expect(try offset("x", shape) == nil)
    }

    @Test func `a typedef of a struct may be asked in its place`() throws {
        var shape = Shape()
        let inner = shape.builder.structure("", size: 8, [.init("x", shape.int, at: 4)])
        let typedef = shape.builder.typedef("s_t", inner)
        let bytes = shape.builder.bytes
        let found = try BTF(bytes).location(of: MemberPath("x"), in: TypeID(rawValue: typedef))
        #expect(found?.byteOffset == 4)
    }

    @Test func `a location says size, kind and resolved type`() throws {
        var shape = Shape()
        let pid = shape.builder.const(shape.builder.typedef("pid_t", shape.int))
        let comm = shape.builder.array(of: shape.char, count: 16)
        let mm = shape.builder.forward("mm_struct")
        let mmPointer = shape.builder.pointer(to: shape.builder.const(mm))
        let enumeration = shape.builder.enumeration("e", isSigned: true, [("A", -1)])
        let truth = shape.builder.int("_Bool", size: 1, encoding: 4)
        let float = shape.builder.float("double", size: 8)
        let union = shape.builder.union("u", size: 8, [])
        shape.builder.structure(
            "s", size: 80,
            [
                .init("pid", pid, at: 0), .init("comm", comm, at: 4),
                .init("mm", mmPointer, at: 24),
                .init("e", enumeration, at: 32), .init("truth", truth, at: 36),
                .init("f", float, at: 40), .init("u", union, at: 48),
                .init("flags", shape.long, at: 56),
            ])
        let bytes = shape.builder.bytes
        let expected: [(String, UInt32, MemberLocation.Kind, String)] = [
            ("pid", 4, .integer(isSigned: true), "int"), ("comm", 16, .array, "char[16]"),
            ("comm[3]", 1, .integer(isSigned: true), "char"),
            ("mm", 8, .pointer(to: "mm_struct"), "struct mm_struct *"),
            ("e", 4, .enumeration(isSigned: true), "enum e"),
            ("truth", 1, .integer(isSigned: false), "_Bool"), ("f", 8, .float, "double"),
            ("u", 8, .union, "union u"),
            ("flags", 8, .integer(isSigned: false), "unsigned long"),
        ]
        for (path, size, kind, name) in expected {
            let location = try #require(try locate(path, in: "s", of: bytes))
            #expect(location.size == size)
            #expect(location.kind == kind)
            #expect(location.typeName == name)
            #expect(location.bitWidth == 0)
        }
    }

    @Test func `the size of a pointer is the caller's`() throws {
        var builder = BTFBuilder()
        let pointer = builder.pointer(to: 0)
        builder.structure("s", size: 4, [.init("p", pointer, at: 0)])
        let bytes = builder.bytes
        let btf = try BTF(bytes, pointerSize: 4)
        let location = try btf.location(of: MemberPath("p"), in: TypeID(rawValue: 2))
        #expect(location?.size == 4)
        #expect(location?.kind == .pointer(to: "void"))
    }

    @Test func `a member without a size is an error`() throws {
        var shape = Shape()
        let forward = shape.builder.forward("f")
        shape.builder.structure("s", size: 8, [.init("f", forward, at: 0), .init("v", 0, at: 0)])
        let bytes = shape.builder.bytes
        #expect(throws: BTFError.unexpectedKind(.fwd, TypeID(rawValue: forward))) {
            try locate("f", in: "s", of: bytes)
        }
        #expect(throws: BTFError.unexpectedKind(.void, .void)) {
            try locate("v", in: "s", of: bytes)
        }
    }
}
