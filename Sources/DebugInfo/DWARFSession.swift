internal import Clibdw

/// The DWARF of an ELF file, open until this value goes.
///
/// Wraps libdw's `Dwarf`.
@safe
struct DWARFSession: ~Copyable {
    let image: ELFImage
    private let dwarf: OpaquePointer

    /// Opens the DWARF of an image.
    ///
    /// Throws `DebugInfoError.noDWARF`, `.relocatable`, `.tooLarge` or `.malformedDWARF`.
    init(_ image: consuming ELFImage) throws(DebugInfoError) {
        guard try image.hasDWARF else { throw .noDWARF }
        // libdw would take the places that relocations are to fill as they are.
        guard !image.isRelocatable else { throw .relocatable }
        try image.checkCompressedSizes()
        guard let dwarf = unsafe dwarf_begin_elf(image.elf, DWARF_C_READ, nil) else {
            throw .dwarf(DWARFSession.lastFailure(), at: 0)
        }
        self.image = image
        unsafe self.dwarf = dwarf
    }

    deinit {
        // The image goes after this.
        unsafe dwarf_end(dwarf)
    }

    /// What libdw says about the call of it that failed last in this thread.
    static func lastFailure() -> String {
        guard let text = unsafe dwarf_errmsg(-1) else { return "unknown error" }
        return unsafe String(cString: text)
    }

    /// Calls `body` with the entry at the root of each unit, until it returns false.
    func forEachUnit(
        _ body: (DIE) throws(DebugInfoError) -> Bool
    ) throws(DebugInfoError) {
        var unit: OpaquePointer?
        while true {
            var next: OpaquePointer?
            var root = unsafe Dwarf_Die()
            let result = unsafe dwarf_get_units(dwarf, unit, &next, nil, nil, &root, nil)
            if result == 1 { return }
            guard result == 0 else { throw .dwarf(DWARFSession.lastFailure(), at: 0) }
            guard try body(try unsafe DIE(root)) else { return }
            unsafe unit = next
        }
    }
}

extension DebugInfoError {
    static func dwarf(_ reason: String, at offset: UInt64) -> DebugInfoError {
        .malformedDWARF(reason, offset: offset)
    }
}
