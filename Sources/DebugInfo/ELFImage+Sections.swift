internal import Clibdw

extension ELFImage {
    /// Whether the file has DWARF: a `.debug_info` with contents.
    package var hasDWARF: Bool {
        get throws(DebugInfoError) {
            for name in [".debug_info", ".zdebug_info"] {
                if let section = try find(name), section.hasContents { return true }
            }
            return false
        }
    }

    /// The bytes of the first section with a name, as in the file, decompressed where they are compressed.
    ///
    /// Nil when there is none, or when it has no contents here, as in a `.debug` companion file. Throws
    /// `DebugInfoError`: `.truncated`, `.tooLarge` above `DebugInfo.sizeLimit`, `.malformedELF`.
    package func section(named name: String) throws(DebugInfoError) -> [UInt8]? {
        guard let section = try find(name), section.hasContents else { return nil }
        return try bytes(of: section)
    }

    /// Checks that the compressed sections are not beyond reason when they are whole, 4 GiB together.
    func checkCompressedSizes() throws(DebugInfoError) {
        let limit: UInt64 = 4 << 30
        var total: UInt64 = 0
        var next = unsafe elf_nextscn(elf, nil)
        while let handle = unsafe next {
            if try unsafe Section(handle).isCompressed {
                var header = GElf_Chdr()
                guard unsafe gelf_getchdr(handle, &header) != nil else { throw ELFImage.failure() }
                guard header.ch_size <= limit else { throw .tooLarge(bytes: header.ch_size) }
                total += header.ch_size
            }
            guard total <= limit else { throw .tooLarge(bytes: total) }
            unsafe next = elf_nextscn(elf, handle)
        }
    }

    /// The bytes of all notes, each section's or segment's by itself.
    func notes() throws(DebugInfoError) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var next = unsafe elf_nextscn(elf, nil)
        while let handle = unsafe next {
            let section = try unsafe Section(handle)
            if section.header.sh_type == UInt32(SHT_NOTE) {
                found.append(try bytes(of: section))
            }
            unsafe next = elf_nextscn(elf, handle)
        }
        return found.isEmpty ? try segmentNotes() : found
    }

    /// The notes of a file whose section headers were taken off.
    private func segmentNotes() throws(DebugInfoError) -> [[UInt8]] {
        var count = 0
        guard unsafe elf_getphdrnum(elf, &count) == 0 else { throw ELFImage.failure() }
        var found: [[UInt8]] = []
        for index in 0..<min(count, Int(UInt16.max)) {
            var header = GElf_Phdr()
            guard unsafe gelf_getphdr(elf, CInt(index), &header) != nil else {
                throw ELFImage.failure()
            }
            guard header.p_type == UInt32(PT_NOTE) else { continue }
            try checkExtent(offset: header.p_offset, size: header.p_filesz)
            guard header.p_filesz <= UInt64(DebugInfo.sizeLimit) else {
                throw .tooLarge(bytes: header.p_filesz)
            }
            found.append(try file.read(Int(header.p_filesz), at: Int(header.p_offset)))
        }
        return found
    }
}

extension ELFImage {
    /// A section and its header; the handle is good for as long as the image.
    @safe
    struct Section {
        let handle: OpaquePointer
        let header: GElf_Shdr

        init(_ handle: OpaquePointer) throws(DebugInfoError) {
            var header = GElf_Shdr()
            guard unsafe gelf_getshdr(handle, &header) != nil else { throw ELFImage.failure() }
            unsafe self.handle = handle
            self.header = header
        }

        var hasContents: Bool { header.sh_type != UInt32(SHT_NOBITS) && header.sh_size > 0 }

        var isCompressed: Bool { header.sh_flags & UInt64(SHF_COMPRESSED) != 0 }
    }

    private func find(_ name: String) throws(DebugInfoError) -> Section? {
        var names = 0
        guard unsafe elf_getshdrstrndx(elf, &names) == 0 else { throw ELFImage.failure() }
        var next = unsafe elf_nextscn(elf, nil)
        while let handle = unsafe next {
            let section = try unsafe Section(handle)
            // A section whose name cannot be read is not the one.
            if let text = unsafe elf_strptr(elf, names, Int(section.header.sh_name)),
                unsafe String(cString: text) == name
            {
                return section
            }
            unsafe next = elf_nextscn(elf, handle)
        }
        return nil
    }

    private func bytes(of section: Section) throws(DebugInfoError) -> [UInt8] {
        if section.isCompressed { try decompress(section) }
        let size = section.header.sh_size
        guard size <= UInt64(DebugInfo.sizeLimit) else { throw .tooLarge(bytes: size) }
        guard let data = unsafe elf_rawdata(section.handle, nil) else {
            try checkExtent(offset: section.header.sh_offset, size: size)
            throw ELFImage.failure()
        }
        // SAFETY: libelf keeps d_size bytes at d_buf until elf_end; they are copied here.
        let contents = unsafe UnsafeRawBufferPointer(
            start: data.pointee.d_buf, count: data.pointee.d_size)
        return unsafe [UInt8](contents)
    }

    /// Replaces the contents that libelf keeps of a section by the decompressed ones.
    private func decompress(_ section: Section) throws(DebugInfoError) {
        try checkExtent(offset: section.header.sh_offset, size: section.header.sh_size)
        var header = GElf_Chdr()
        guard unsafe gelf_getchdr(section.handle, &header) != nil else { throw ELFImage.failure() }
        guard header.ch_size <= UInt64(DebugInfo.sizeLimit) else {
            throw .tooLarge(bytes: header.ch_size)
        }
        guard unsafe elf_compress(section.handle, 0, 0) >= 0 else { throw ELFImage.failure() }
    }

    /// Checks that bytes lie inside the file.
    private func checkExtent(offset: UInt64, size: UInt64) throws(DebugInfoError) {
        let (end, overflow) = offset.addingReportingOverflow(size)
        guard !overflow, end <= UInt64(file.size) else { throw .truncated }
    }
}
