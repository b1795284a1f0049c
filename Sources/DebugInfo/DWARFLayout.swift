package import BTF

/// The layout of a kernel's structs, out of the DWARF of its vmlinux or of the `.debug` companion file.
///
/// Answers as `BTF` does for the same build. Only what was asked for at opening can be asked again: units
/// are visited until all of it is found, so that a name the kernel lacks costs a pass over all of them.
/// The file stays open and mapped for as long as this value lives. Not to be used by two threads at once.
package struct DWARFLayout: ~Copyable {
    private let session: DWARFSession
    private let index: DWARFIndex

    /// Opens a file and finds the structs and the enumerators of these names, at the top level of a C unit.
    ///
    /// Of several structs of one name the first that is complete is taken. Throws `DebugInfoError`: those of
    /// `ELFImage.init`, `.noDWARF`, `.relocatable`, `.tooLarge` for compressed sections above 4 GiB, and
    /// `.malformedDWARF`.
    package init(
        path: String, structures: some Sequence<String>, enumerators: some Sequence<String>
    ) throws(DebugInfoError) {
        let session = try DWARFSession(ELFImage(try InputFile(path: path), access: .mapped))
        index = try DWARFIndex(session, structures: structures, enumerators: enumerators)
        self.session = session
    }

    /// The machine of the file, `EM_*` of elf.h.
    package var machine: UInt16 { session.image.machine }

    /// The build id of the file, to be compared with the running kernel's; nil when it has none.
    package var buildID: BuildID? {
        get throws(DebugInfoError) { try session.image.buildID }
    }

    /// The size of a struct in bytes, or nil when the kernel has no struct of this name.
    package func size(of structure: String) throws(DebugInfoError) -> UInt32? {
        guard let entry = index.structures[structure] else { return nil }
        return try DWARFType(resolving: entry).size()
    }

    /// The value of an enumerator, or nil when the kernel has none of this name.
    ///
    /// An unsigned 64-bit value above `Int64.max` keeps its bits.
    package func enumerator(named name: String) -> Int64? { index.enumerators[name] }

    /// Where the member at the end of a path lies, from the start of a struct.
    ///
    /// Nil when there is no such struct or member, by the rules of `BTF.location(of:in:)`. The location's
    /// `type` is `TypeID.void`, as DWARF has no such number. Throws `DebugInfoError.malformedDWARF` when the
    /// types on the way are wrong.
    package func location(
        of path: MemberPath, in structure: String
    ) throws(DebugInfoError) -> MemberLocation? {
        guard let entry = index.structures[structure] else { return nil }
        var place = DWARFPlace(type: try DWARFType(resolving: entry))
        for component in path.components {
            let next: DWARFPlace?
            switch component {
            case .member(let name): next = try member(name, of: place)
            case .index(let index): next = try element(index, of: place)
            case .enumerator(let name):
                guard let value = enumerator(named: name), let index = UInt32(exactly: value)
                else { return nil }
                next = try element(index, of: place)
            }
            guard let next else { return nil }
            place = next
        }
        return try location(at: place, entry)
    }
}

extension DWARFLayout {
    private func member(
        _ name: String, of place: DWARFPlace
    ) throws(DebugInfoError) -> DWARFPlace? {
        guard place.bitfieldSize == nil, let entry = place.type.entry else { return nil }
        var search = DWARFMemberSearch(name: name, byteOrder: session.image.byteOrder)
        guard var found = try search.run(in: place.type) else { return nil }
        found.bits = try entry.sum(place.bits, found.bits)
        return found
    }

    private func element(
        _ index: UInt32, of place: DWARFPlace
    ) throws(DebugInfoError) -> DWARFPlace? {
        guard place.type.isArray, let entry = place.type.entry, let count = place.type.counts.first
        else { return nil }
        guard count == 0 || index < count else { return nil }
        let type = try place.type.element()
        guard let size = try type.size() else { return nil }
        let bytes = try entry.product(UInt64(index), UInt64(size))
        return DWARFPlace(type: type, bits: try entry.sum(place.bits, bytes * 8))
    }

    private func location(
        at place: DWARFPlace, _ structure: DIE
    ) throws(DebugInfoError) -> MemberLocation {
        guard let size = try place.type.size() else {
            throw .dwarf("a member whose type has no size", at: structure.offset)
        }
        return MemberLocation(
            byteOffset: UInt32(place.bits / 8), bitOffset: UInt8(place.bits % 8),
            bitWidth: place.bitfieldSize ?? 0, size: size, kind: try place.type.kind(),
            typeName: try place.type.name(), type: .void)
    }
}
