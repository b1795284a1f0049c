internal import BTF
package import DebugInfo
package import KernelOffsets

/// What a file says of a kernel's layout: raw BTF, an ELF file with a .BTF section, or a vmlinux with DWARF.
package struct FileLayout: Sendable {
    /// One outcome a member, in the list's order.
    package let members: [ResolvedMember]
    /// How the layout was learnt: "btf" or "dwarf".
    package let kind: String
    /// The file's GNU build id; nil where it has none, as raw BTF.
    package let buildID: BuildID?
    /// How much BTF was read; nil for DWARF.
    package let extent: BTFExtent?

    /// Reads a file, by its BTF where it has any, else by its DWARF.
    ///
    /// Throws `LayoutError` where it has neither or they are broken.
    package init(path: String) throws(LayoutError) {
        if let bytes = try Self.btf(path) {
            let read = try Self.resolve(bytes, origin: path)
            self.init(
                members: read.members, kind: "btf",
                buildID: (try? ELFImage(path: path).buildID).flatMap { $0 }, extent: read.extent)
        } else {
            try self.init(dwarf: path)
        }
    }

    /// Reads a file's DWARF, whatever else it has.
    package init(dwarf path: String) throws(LayoutError) {
        do throws(DebugInfoError) {
            let layout = try DWARFLayout(
                path: path, structures: KernelOffsets.structures,
                enumerators: KernelOffsets.enumerators)
            self.init(
                members: try KernelOffsets.resolve(layout), kind: "dwarf",
                buildID: try layout.buildID, extent: nil)
        } catch .noDWARF {
            throw LayoutError(
                "\(path) is an ELF file without DWARF (.debug_info) or a section .BTF")
        } catch {
            throw LayoutError("\(path) \(error)")
        }
    }

    private init(
        members: [ResolvedMember], kind: String, buildID: BuildID?, extent: BTFExtent?
    ) {
        self.members = members
        self.kind = kind
        self.buildID = buildID
        self.extent = extent
    }

    /// The file's BTF; nil for an ELF file without any.
    private static func btf(_ path: String) throws(LayoutError) -> [UInt8]? {
        do throws(DebugInfoError) {
            return try DebugInfo.btf(inFile: path)
        } catch .noSection {
            return nil
        } catch {
            throw LayoutError("\(path) \(error)")
        }
    }

    /// The members by raw BTF, and how much of it there was.
    package static func resolve(
        _ bytes: [UInt8], origin: String
    ) throws(LayoutError) -> (members: [ResolvedMember], extent: BTFExtent) {
        do {
            let btf = try BTF(bytes)
            let members = try KernelOffsets.resolve(btf).members
            let extent = BTFExtent(
                bytes: bytes.count, types: btf.typeCount - 1, byteOrder: "\(btf.byteOrder)")
            return (members, extent)
        } catch {
            throw LayoutError("\(origin): \(error)")
        }
    }
}

/// How much BTF was read.
package struct BTFExtent: Equatable, Sendable {
    package let bytes: Int
    /// How many types it describes, void among them.
    package let types: Int
    /// The byte order, as a word.
    package let byteOrder: String
}

/// Why a layout cannot be had from where it was sought, or is not believed.
package struct LayoutError: Error, Equatable, Sendable, CustomStringConvertible {
    /// One line.
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
