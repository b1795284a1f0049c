internal import Linux

/// Why a file gives no type information.
package enum DebugInfoError: Error, Equatable, Sendable {
    /// The file cannot be opened or examined; the error number of `open` or `fstat`.
    case cannotOpen(errno: Int32)
    /// The file cannot be read; the error number of `read`.
    case cannotRead(errno: Int32)
    case isDirectory
    /// The file is a pipe, a socket or a device.
    case notRegularFile
    case empty
    /// The file is neither raw BTF nor ELF.
    case unknownFormat
    /// The file, or a section of it, ends before what its headers promise.
    case truncated
    /// So many bytes are more than are accepted: `DebugInfo.sizeLimit` where they are copied.
    case tooLarge(bytes: UInt64)
    /// The ELF file has no such section, or only the name of one without contents.
    case noSection(String)
    /// The ELF file is wrong, in libelf's words.
    case malformedELF(String)
    /// The ELF file holds no DWARF: no `.debug_info`, or an empty one.
    case noDWARF
    /// The ELF file is an object that was not linked, such as a module: its DWARF is not complete.
    case relocatable
    /// The DWARF is wrong, in libdw's words or ours; the offset is that of the entry in `.debug_info`.
    case malformedDWARF(String, offset: UInt64)
}

extension DebugInfoError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotOpen(let errno): "cannot be opened: \(errorText(errno))"
        case .cannotRead(let errno): "cannot be read: \(errorText(errno))"
        case .isDirectory: "is a directory"
        case .notRegularFile: "is not a regular file"
        case .empty: "is empty"
        case .unknownFormat: "is neither raw BTF nor an ELF file"
        case .truncated: "is cut off: it ends before what its headers promise"
        case .tooLarge(let bytes): "holds more than is accepted: \(bytes) bytes"
        case .noSection(let name): "is an ELF file without a section \(name)"
        case .malformedELF(let reason): "is not a sound ELF file: \(reason)"
        case .noDWARF: "is an ELF file without DWARF (.debug_info)"
        case .relocatable: "is an object file or a module, not a linked kernel image"
        case .malformedDWARF(let reason, let offset):
            "has unsound DWARF at 0x\(String(offset, radix: 16)) of .debug_info: \(reason)"
        }
    }
}
