import BTF
import DebugInfo
import Glibc
import Testing

struct `BTF in a file` {
    let scratch = Scratch()

    @Test(arguments: [("bpf", ByteOrder.littleEndian), ("bpfeb", .bigEndian)])
    func `an ELF file gives its BTF section in the order it has`(
        target: String, order: ByteOrder
    ) throws {
        let object = try Toolchain.compile("layout.c", target: target, into: scratch)
        let bytes = try DebugInfo.btf(inFile: object)
        let btf = try BTF(bytes)
        #expect(btf.byteOrder == order)
        #expect(try btf.find(.struct, named: "nested") != nil)
    }

    @Test(arguments: ["bpf", "bpfeb"])
    func `raw BTF is given as it is`(target: String) throws {
        let object = try Toolchain.compile("layout.c", target: target, into: scratch)
        let bytes = try DebugInfo.btf(inFile: object)
        #expect(try DebugInfo.btf(inFile: scratch.file("raw", bytes)) == bytes)
    }

    @Test(arguments: [
        "x86_64-linux-gnu", "s390x-linux-gnu", "armv7-linux-gnueabihf", "mips-linux-gnu",
    ])
    func `the machine and the class of the ELF file do not matter`(target: String) throws {
        let object = try Toolchain.compile("layout.c", target: "bpf", into: scratch)
        let bytes = try DebugInfo.btf(inFile: object)
        let image = try Toolchain.compile("layout.c", target: target, into: scratch)
        let raw = scratch.file("raw", bytes)
        try Toolchain.run(["llvm-objcopy", "--add-section", ".BTF=\(raw)", image, image + ".made"])
        #expect(try DebugInfo.btf(inFile: image + ".made") == bytes)
    }

    @Test func `a path that leads nowhere is told by its error number`() {
        #expect(throws: DebugInfoError.cannotOpen(errno: ENOENT)) {
            try DebugInfo.btf(inFile: scratch.path + "/absent")
        }
        #expect(throws: DebugInfoError.cannotOpen(errno: ENOTDIR)) {
            try DebugInfo.btf(inFile: scratch.file("file", [1]) + "/below")
        }
    }

    @Test func `a directory and a pipe are refused without waiting`() throws {
        #expect(throws: DebugInfoError.isDirectory) { try DebugInfo.btf(inFile: scratch.path) }
        let pipe = scratch.path + "/pipe"
        try #require(mkfifo(pipe, 0o600) == 0)
        #expect(throws: DebugInfoError.notRegularFile) { try DebugInfo.btf(inFile: pipe) }
    }

    @Test(
        arguments: [
            ([], .empty), ([0x9F], .unknownFormat), ([0x7F, 0x45, 0x4C], .unknownFormat),
            (Array("#!/bin/sh\n".utf8), .unknownFormat),
            ([0x9F, 0xEB, 1, 0], .truncated), ([0xEB, 0x9F, 1, 0], .truncated),
            ([0x7F, 0x45, 0x4C, 0x46], .truncated),
        ] as [([UInt8], DebugInfoError)])
    func `a file that cannot be either is refused`(bytes: [UInt8], error: DebugInfoError) {
        #expect(throws: error) { try DebugInfo.btf(inFile: scratch.file("file", bytes)) }
    }

    @Test(arguments: ["bpf", "bpfeb"])
    func `raw BTF cut off anywhere is refused`(target: String) throws {
        let object = try Toolchain.compile("layout.c", target: target, into: scratch)
        let bytes = try DebugInfo.btf(inFile: object)
        for length in [4, 23, 24, bytes.count / 2, bytes.count - 1] {
            let path = scratch.file("cut", Array(bytes[..<length]))
            #expect(throws: DebugInfoError.truncated) { try DebugInfo.btf(inFile: path) }
        }
    }

    @Test func `an ELF file cut off anywhere gives a typed error`() throws {
        let object = try Toolchain.compile("layout.c", target: "bpf", into: scratch)
        let bytes = Scratch.bytes(ofFile: object)
        for length in stride(from: 4, to: bytes.count, by: 61) {
            let path = scratch.file("cut", Array(bytes[..<length]))
            #expect(throws: DebugInfoError.truncated, "\(length)") {
                try DebugInfo.btf(inFile: path)
            }
        }
    }

    @Test func `an ELF file without BTF says so`() throws {
        let image = try Toolchain.compile("layout.c", target: "x86_64-linux-gnu", into: scratch)
        #expect(throws: DebugInfoError.noSection(".BTF")) { try DebugInfo.btf(inFile: image) }
    }

    @Test func `a companion file has the name of the section without its contents`() throws {
        let object = try Toolchain.compile("layout.c", target: "bpf", into: scratch)
        let raw = scratch.file("raw", try DebugInfo.btf(inFile: object))
        let image = try Toolchain.compile("layout.c", target: "x86_64-linux-gnu", into: scratch)
        try Toolchain.run([
            "llvm-objcopy", "--add-section", ".BTF=\(raw)", "--set-section-flags",
            ".BTF=alloc,readonly", image, image + ".with",
        ])
        try Toolchain.run([
            "llvm-objcopy", "--only-keep-debug", image + ".with", image + ".debug",
        ])
        #expect(throws: DebugInfoError.noSection(".BTF")) {
            try DebugInfo.btf(inFile: image + ".debug")
        }
        #expect(try ELFImage(path: image + ".debug").hasDWARF)
    }

    @Test func `a section that is no BTF is refused`() throws {
        let image = try Toolchain.compile("layout.c", target: "x86_64-linux-gnu", into: scratch)
        let zeros = scratch.file("zeros", [UInt8](repeating: 0, count: 64))
        try Toolchain.run([
            "llvm-objcopy", "--add-section", ".BTF=\(zeros)", image, image + ".zero",
        ])
        #expect(throws: DebugInfoError.unknownFormat) {
            try DebugInfo.btf(inFile: image + ".zero")
        }
    }

    @Test func `more than the limit is not read`() throws {
        let path = scratch.file("large", [0x9F, 0xEB, 1, 0])
        try #require(truncate(path, off_t(DebugInfo.sizeLimit) + 1) == 0)
        #expect(throws: DebugInfoError.tooLarge(bytes: UInt64(DebugInfo.sizeLimit) + 1)) {
            try DebugInfo.btf(inFile: path)
        }
    }

    @Test(.enabled(if: access("/sys/kernel/btf/vmlinux", R_OK) == 0, "needs the kernel's BTF"))
    func `the running kernel's BTF is read whole`() throws {
        let bytes = try DebugInfo.btf(inFile: "/sys/kernel/btf/vmlinux")
        #expect(bytes == Scratch.bytes(ofFile: "/sys/kernel/btf/vmlinux"))
        #expect(try BTF(bytes).find(.struct, named: "task_struct") != nil)
    }

    @Test func `every error says what is wrong with the file`() {
        let errors: [DebugInfoError] = [
            .cannotOpen(errno: ENOENT), .cannotRead(errno: EIO), .isDirectory, .notRegularFile,
            .empty, .unknownFormat, .truncated, .tooLarge(bytes: 7), .noSection(".BTF"),
            .malformedELF("why"), .noDWARF, .relocatable, .malformedDWARF("why", offset: 16),
        ]
        let texts = errors.map(\.description)
        #expect(Set(texts).count == errors.count)
        #expect(texts[0] == "cannot be opened: No such file or directory")
        #expect(texts.last == "has unsound DWARF at 0x10 of .debug_info: why")
    }
}
