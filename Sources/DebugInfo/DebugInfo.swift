// The DebugInfo target reads what a kernel image on disk says about itself: its build id, its BTF, and
// the layout of its structs as DWARF records it. It is the only importer of Clibdw (libelf, libdw).
// Files are somebody else's: whatever is wrong with one ends in a `DebugInfoError`. It never writes,
// follows no path of its own but those of `VmlinuxLocations`, and decides nothing about the kernel.

internal import BTF

/// What a file of type information can be asked without holding it open.
package enum DebugInfo {
    /// The most bytes that BTF, or any section that is copied out, may have: 512 MiB.
    ///
    /// The BTF of a distribution's kernel has 4 to 10 MB.
    package static let sizeLimit = 512 << 20

    /// Reads raw BTF out of a file that is raw BTF itself or an ELF file with a `.BTF` section.
    ///
    /// Of either byte order and any machine; the bytes are as in the file. Checked is that they begin as BTF
    /// and are as long as their header says: `BTF.init` checks the rest. Throws `DebugInfoError`.
    package static func btf(inFile path: String) throws(DebugInfoError) -> [UInt8] {
        let bytes = try contents(ofFile: path)
        try checkExtent(ofBTF: bytes)
        return bytes
    }

    private static func contents(ofFile path: String) throws(DebugInfoError) -> [UInt8] {
        let file = try InputFile(path: path)
        switch FileMagic(try file.read(4, at: 0)) {
        case .btf:
            return try file.readAll(limit: sizeLimit)
        case .elf:
            let image = try ELFImage(file, access: .read)
            guard let bytes = try image.section(named: ".BTF") else { throw .noSection(".BTF") }
            return bytes
        case .other:
            throw .unknownFormat
        case .nothing:
            throw .empty
        }
    }

    private static let shortestHeader = 24

    /// Checks magic number and lengths of BTF, which a cut-off file or an emptied section fails.
    private static func checkExtent(ofBTF bytes: [UInt8]) throws(DebugInfoError) {
        switch FileMagic(bytes) {
        case .btf(let byteOrder):
            guard bytes.count >= shortestHeader else { throw .truncated }
            let words = [4, 8, 12, 16, 20].map { bytes.word(at: $0, byteOrder) ?? .max }
            let end = words[0] + max(words[1] + words[2], words[3] + words[4])
            guard end <= bytes.count else { throw .truncated }
        case .nothing: throw .empty
        case .elf, .other: throw .unknownFormat
        }
    }
}
