import BTF
import DebugInfo
import Testing

struct `ELF image` {
    let scratch = Scratch()

    @Test(
        arguments: [
            ("x86_64-linux-gnu", 62, ByteOrder.littleEndian, true),
            ("aarch64-linux-gnu", 183, .littleEndian, true),
            ("s390x-linux-gnu", 22, .bigEndian, true),
            ("armv7-linux-gnueabihf", 40, .littleEndian, false),
            ("mips-linux-gnu", 8, .bigEndian, false),
        ] as [(String, UInt16, ByteOrder, Bool)])
    func `the header tells machine, order and class`(
        target: String, machine: UInt16, order: ByteOrder, is64Bit: Bool
    ) throws {
        let path = try Toolchain.compile("layout.c", target: target, into: scratch)
        let image = try ELFImage(path: path)
        #expect(image.machine == machine)
        #expect(image.byteOrder == order)
        #expect(image.is64Bit == is64Bit)
        #expect(try image.hasDWARF)
        #expect(try image.buildID?.bytes.count == 20)
    }

    @Test func `a section's bytes come the same when asked for twice and when compressed`() throws {
        let path = try Toolchain.compile("layout.c", target: "x86_64-linux-gnu", into: scratch)
        let plain = try ELFImage(path: path).section(named: ".debug_info")
        #expect(plain != nil)
        try Toolchain.run([
            "llvm-objcopy", "--compress-debug-sections=zlib", path, path + ".z",
        ])
        let image = try ELFImage(path: path + ".z")
        #expect(try image.hasDWARF)
        #expect(Scratch.bytes(ofFile: path + ".z").count < Scratch.bytes(ofFile: path).count)
        #expect(try image.section(named: ".debug_info") == plain)
        #expect(try image.section(named: ".debug_info") == plain)
    }

    @Test func `a section that is absent is nil`() throws {
        let path = try Toolchain.compile("layout.c", target: "x86_64-linux-gnu", into: scratch)
        let image = try ELFImage(path: path)
        #expect(try image.section(named: ".absent") == nil)
        #expect(try image.section(named: "") == nil)
    }

    @Test func `a stripped file has no DWARF but keeps its build id`() throws {
        let path = try Toolchain.compile("layout.c", target: "s390x-linux-gnu", into: scratch)
        try Toolchain.run(["llvm-objcopy", "--strip-all", path, path + ".stripped"])
        try Toolchain.run([
            "llvm-objcopy", "--strip-sections", path + ".stripped", path + ".bare",
        ])
        let whole = try ELFImage(path: path).buildID
        #expect(whole != nil)
        for name in [".stripped", ".bare"] {
            let image = try ELFImage(path: path + name)
            #expect(try !image.hasDWARF)
            #expect(try image.buildID == whole)
        }
    }

    @Test func `a section that claims a terabyte is refused`() throws {
        let path = try Toolchain.compile("layout.c", target: "x86_64-linux-gnu", into: scratch)
        var bytes = Scratch.bytes(ofFile: path)
        // Every section header's sh_size, 8 bytes at 32 of 64; e_shoff is at 40, e_shnum at 60.
        let start = (0..<8).reduce(0) { $0 | Int(bytes[40 + $1]) << (8 * $1) }
        let count = Int(bytes[60]) | Int(bytes[61]) << 8
        let names = Int(bytes[62]) | Int(bytes[63]) << 8
        for index in 1..<count where index != names { bytes[start + index * 64 + 32 + 5] = 1 }
        let image = try ELFImage(path: scratch.file("huge", bytes))
        #expect {
            try image.section(named: ".debug_info")
        } throws: { error in
            if case .tooLarge(let bytes)? = error as? DebugInfoError {
                bytes > 1 << 40
            } else {
                false
            }
        }
    }

    @Test func `a file that is no ELF is refused`() {
        #expect(throws: DebugInfoError.unknownFormat) {
            _ = try ELFImage(path: scratch.file("text", Array("hello".utf8)))
        }
        #expect(throws: DebugInfoError.empty) { _ = try ELFImage(path: scratch.file("none", [])) }
    }
}
