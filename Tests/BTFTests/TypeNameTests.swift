import BTF
import TestSupport
import Testing

@Suite struct TypeNameTests {
    @Test func `types are written as in C`() throws {
        var builder = BTFBuilder()
        let int = builder.int("int", size: 4, encoding: 1)
        let structure = builder.structure("list_head", size: 0, [])
        let unnamed = builder.union("", size: 0, [])
        let pointer = builder.pointer(to: builder.const(structure))
        let array = builder.array(of: int, count: 4)
        let prototype = builder.prototype(returns: pointer, [("a", int)])
        let callback = builder.pointer(to: prototype)
        let expected: [(UInt32, String)] = [
            (0, "void"), (int, "int"), (structure, "struct list_head"), (unnamed, "union {...}"),
            (pointer, "struct list_head *"), (array, "int[4]"),
            (builder.pointer(to: pointer), "struct list_head **"),
            (builder.array(of: pointer, count: 2), "struct list_head *[2]"),
            (builder.array(of: array, count: 3), "int[3][4]"),
            (builder.pointer(to: array), "int (*)[4]"), (builder.pointer(to: 0), "void *"),
            (prototype, "struct list_head *()"), (callback, "struct list_head *(*)()"),
            (builder.array(of: callback, count: 0), "struct list_head *(*[])()"),
            (builder.forward("f"), "struct f"), (builder.forward("f", isUnion: true), "union f"),
            (builder.enumeration("e", []), "enum e"), (builder.enumeration64("e", []), "enum e"),
            (builder.float("double", size: 8), "double"),
            (
                builder.restrict(builder.typeTag("rcu", builder.typedef("t", pointer))),
                "struct list_head *"
            ),
        ]
        let bytes = builder.bytes
        for (id, name) in expected {
            #expect(try typeName(id, of: bytes) == name)
        }
    }

    @Test func `what a pointer points at has a bare name`() throws {
        var builder = BTFBuilder()
        let char = builder.int("char", size: 1)
        let structure = builder.structure("mm_struct", size: 0, [])
        let typedef = builder.typedef("mm_t", builder.const(structure))
        let unnamed = builder.structure("", size: 0, [])
        let prototype = builder.prototype(returns: 0, [])
        let cases: [(UInt32, String)] = [
            (structure, "mm_struct"), (typedef, "mm_struct"), (char, "char"), (0, "void"),
            (unnamed, "struct {...}"), (prototype, "void ()"),
            (builder.pointer(to: structure), "struct mm_struct *"),
        ]
        let pointers = cases.map { builder.pointer(to: $0.0) }
        let bytes = builder.bytes
        let btf = try BTF(bytes)
        for (pointer, (_, name)) in zip(pointers, cases) {
            #expect(try btf.pointee(of: TypeID(rawValue: pointer)) == name)
        }
        #expect(try btf.pointee(of: TypeID(rawValue: char)) == nil)
        #expect(try btf.pointee(of: .void) == nil)
    }
}
