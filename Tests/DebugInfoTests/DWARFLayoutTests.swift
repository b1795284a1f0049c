import BTF
import DebugInfo
import Glibc
import Testing

struct `DWARF layout` {
    let scratch = Scratch()

    func layout(_ target: String = "x86_64-linux-gnu", _ dwarf: Int = 5) throws -> DWARFLayout {
        try Layout.dwarf(
            try Toolchain.compile("layout.c", target: target, dwarf: dwarf, into: scratch))
    }

    func place(
        _ path: String, _ structure: String, _ layout: borrowing DWARFLayout
    ) throws -> MemberLocation? {
        try layout.location(of: MemberPath(path), in: structure)
    }

    @Test func `a member's place is that of the C compiler`() throws {
        let layout = try layout()
        #expect(
            try place("comm", "arrays", layout)
                == MemberLocation(
                    byteOffset: 0, bitOffset: 0, bitWidth: 0, size: 16, kind: .array,
                    typeName: "char[16]", type: .void))
        #expect(
            try place("list", "pointers", layout)
                == MemberLocation(
                    byteOffset: 8, bitOffset: 0, bitWidth: 0, size: 8,
                    kind: .pointer(to: "list_head"),
                    typeName: "struct list_head *", type: .void))
        #expect(try place("two[1][2]", "arrays", layout)?.byteOffset == 16 + 20)
        #expect(try place("two[1]", "arrays", layout)?.typeName == "unsigned int[3]")
        #expect(try layout.size(of: "packed") == 1 + 8 + 2 + 16)
    }

    @Test(arguments: [3, 4, 5])
    func `a bitfield's first bit is the lowest on little-endian machines`(dwarf: Int) throws {
        let layout = try layout("x86_64-linux-gnu", dwarf)
        let place = try place("b", "packed_bits", layout)
        // After a char and 9 bits.
        #expect(place?.byteOffset == 2)
        #expect(place?.bitOffset == 1)
        #expect(place?.bitWidth == 37)
        #expect(place?.size == 8)
    }

    @Test(arguments: [3, 4, 5])
    func `a bitfield's first bit is the highest on big-endian machines`(dwarf: Int) throws {
        let layout = try layout("s390x-linux-gnu", dwarf)
        // Bits count from the most significant: a has the first, b the next three.
        #expect(try place("a", "bits", layout)?.bitOffset == 0)
        let place = try place("b", "bits", layout)
        #expect(place?.byteOffset == 0)
        #expect(place?.bitOffset == 1)
        #expect(place?.bitWidth == 3)
    }

    @Test func `pointers have four bytes on a 32-bit machine`() throws {
        let layout = try layout("armv7-linux-gnueabihf")
        #expect(try place("list", "pointers", layout)?.byteOffset == 4)
        #expect(try place("list", "pointers", layout)?.size == 4)
        #expect(layout.machine == 40)
    }

    @Test func `an enumerator as an index is its value`() throws {
        let layout = try layout()
        let byName = try place("counters[SMALL_B].count", "arrays", layout)
        #expect(byName != nil)
        #expect(try byName == place("counters[1].count", "arrays", layout))
        #expect(try place("counters[SMALL_COUNT].count", "arrays", layout) == nil)
        #expect(try place("counters[NEGATIVE].count", "arrays", layout) == nil)
        #expect(try place("counters[UNHEARD_OF].count", "arrays", layout) == nil)
    }

    @Test(arguments: [
        "absent", "comm.x", "comm[16]", "two[0][3]", "two[2]", "two[0][0][0]", "lists.next",
        "pointers[0].x", "numbers[0].ns.next",
    ])
    func `a step that leads nowhere gives nil`(path: String) throws {
        let layout = try layout()
        #expect(try place(path, "arrays", layout) == nil)
    }

    @Test func `a struct that is absent, declared only or not asked for gives nil`() throws {
        let image = try Toolchain.compile("layout.c", target: "x86_64-linux-gnu", into: scratch)
        let layout = try DWARFLayout(
            path: image, structures: ["declared_only", "absent", "outer", ""], enumerators: [""])
        for name in ["declared_only", "absent", "outer", "", "nested"] {
            #expect(try layout.size(of: name) == nil)
            #expect(try place("first", name, layout) == nil)
        }
        #expect(layout.enumerator(named: "SMALL_A") == nil)
    }

    @Test func `a definition in a later unit is found though an earlier one only declares it`()
        throws
    {
        let first = scratch.file(
            "first.c", Array("struct late; struct late *held; enum { EARLY = 7 } e;".utf8))
        let second = scratch.file("second.c", Array("struct late { int a, b; } late;".utf8))
        for source in [first, second] {
            try Toolchain.run([
                "clang", "-target", "x86_64-linux-gnu", "-g", "-c", source, "-o", source + ".o",
            ])
        }
        let image = scratch.path + "/both"
        try Toolchain.run(["ld.lld", "-shared", first + ".o", second + ".o", "-o", image])
        let layout = try DWARFLayout(path: image, structures: ["late"], enumerators: ["EARLY"])
        #expect(try place("b", "late", layout)?.byteOffset == 4)
        #expect(layout.enumerator(named: "EARLY") == 7)
        #expect(try layout.buildID == nil)
    }

    @Test func `a file without DWARF, an object and no ELF at all are refused`() throws {
        let image = try Toolchain.compile("layout.c", target: "x86_64-linux-gnu", into: scratch)
        try Toolchain.run(["llvm-objcopy", "--strip-debug", image, image + ".stripped"])
        #expect(throws: DebugInfoError.noDWARF) { _ = try Layout.dwarf(image + ".stripped") }
        #expect(throws: DebugInfoError.relocatable) { _ = try Layout.dwarf(image + ".o") }
        #expect(throws: DebugInfoError.unknownFormat) {
            _ = try Layout.dwarf(scratch.file("text", Array("text".utf8)))
        }
        #expect(throws: DebugInfoError.cannotOpen(errno: ENOENT)) {
            _ = try Layout.dwarf(scratch.path + "/absent")
        }
    }
}
