package import BTF
internal import Clibdw

/// An ELF file of either class and byte order, open until this value goes.
///
/// Wraps libelf's `Elf`. Not to be used by two threads at once.
@safe
package struct ELFImage: ~Copyable {
    let file: InputFile
    let elf: OpaquePointer
    /// The order of the file's bytes.
    package let byteOrder: ByteOrder
    /// Whether the file is of the 64-bit class.
    package let is64Bit: Bool
    /// The machine as in the header, `EM_*` of elf.h: 62 x86-64, 183 AArch64, 22 s390, 247 BPF.
    package let machine: UInt16
    /// Whether the file is an object that was not linked, such as a kernel module.
    package let isRelocatable: Bool

    /// How the bytes come into memory.
    enum Access {
        /// Read when they are needed. A file that shrinks meanwhile is an error.
        case read
        /// Mapped, so that a vmlinux of hundreds of megabytes is not copied.
        ///
        /// A file that shrinks meanwhile is a SIGBUS: for files that only root replaces.
        case mapped
    }

    /// Opens the ELF file at a path.
    ///
    /// Throws `DebugInfoError`: `.cannotOpen`, `.isDirectory`, `.notRegularFile`, `.empty`, `.unknownFormat`,
    /// `.truncated` or `.malformedELF`.
    package init(path: String) throws(DebugInfoError) {
        try self.init(try InputFile(path: path), access: .read)
    }

    /// Opens a file as ELF; throws as `init(path:)` does.
    init(_ file: consuming InputFile, access: Access) throws(DebugInfoError) {
        let elf = try unsafe ELFImage.begin(file, access)
        let header: GElf_Ehdr
        do throws(DebugInfoError) {
            header = try unsafe ELFImage.soundHeader(of: elf, fileSize: file.size)
        } catch {
            unsafe elf_end(elf)
            throw error
        }
        self.file = file
        unsafe self.elf = elf
        // e_ident, a tuple in Swift: EI_CLASS is its byte 4, EI_DATA its byte 5.
        is64Bit = header.e_ident.4 == UInt8(ELFCLASS64)
        byteOrder = header.e_ident.5 == UInt8(ELFDATA2MSB) ? .bigEndian : .littleEndian
        machine = header.e_machine
        isRelocatable = header.e_type == UInt16(ET_REL)
    }

    deinit {
        unsafe elf_end(elf)
    }

    /// What libelf says about the call of it that failed last in this thread.
    static func failure() -> DebugInfoError {
        guard let text = unsafe elf_errmsg(-1) else { return .malformedELF("unknown error") }
        return .malformedELF(unsafe String(cString: text))
    }
}

extension ELFImage {
    private static func begin(
        _ file: borrowing InputFile, _ access: Access
    ) throws(DebugInfoError) -> OpaquePointer {
        switch FileMagic(try file.read(4, at: 0)) {
        case .elf: break
        case .nothing: throw .empty
        case .btf, .other: throw .unknownFormat
        }
        elf_version(UInt32(EV_CURRENT))
        let command = access == .mapped ? ELF_C_READ_MMAP : ELF_C_READ
        guard let elf = unsafe elf_begin(file.descriptor, command, nil) else {
            throw ELFImage.failure()
        }
        guard unsafe elf_kind(elf) == ELF_K_ELF else {
            unsafe elf_end(elf)
            throw .truncated
        }
        return unsafe elf
    }

    /// The header, once both tables that it names are known to lie inside the file.
    private static func soundHeader(
        of elf: OpaquePointer, fileSize: Int
    ) throws(DebugInfoError) -> GElf_Ehdr {
        var header = GElf_Ehdr()
        guard unsafe gelf_getehdr(elf, &header) != nil else { throw failure() }
        let tables = [
            (header.e_phoff, header.e_phnum, header.e_phentsize),
            (header.e_shoff, header.e_shnum, header.e_shentsize),
        ]
        for (start, count, stride) in tables where start != 0 {
            let length = UInt64(count) * UInt64(stride)
            let (end, overflow) = start.addingReportingOverflow(length)
            guard !overflow, end <= UInt64(fileSize) else { throw .truncated }
        }
        return header
    }
}
