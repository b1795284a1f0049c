/// The entries of wanted structs and the values of wanted enumerators, found in a pass over the units.
///
/// Of several structs of one name the first that is complete counts, of several enumerators the first.
struct DWARFIndex {
    private(set) var structures: [String: DIE] = [:]
    private(set) var enumerators: [String: Int64] = [:]
    private var wantedStructures: WantedNames
    private var wantedEnumerators: WantedNames

    /// Visits the entries at the top of each unit until all is found.
    init(
        _ session: borrowing DWARFSession, structures: some Sequence<String>,
        enumerators: some Sequence<String>
    ) throws(DebugInfoError) {
        wantedStructures = WantedNames(structures)
        wantedEnumerators = WantedNames(enumerators)
        var index = self
        try session.forEachUnit { (root) throws(DebugInfoError) in
            guard !index.isComplete else { return false }
            try index.visit(unit: root)
            return true
        }
        self = index
    }

    private var isComplete: Bool { wantedStructures.isEmpty && wantedEnumerators.isEmpty }

    /// `DW_LANG_Rust`: its types are not C's, though some have the same names.
    private static let rust: Int64 = 0x1C

    private mutating func visit(unit: DIE) throws(DebugInfoError) {
        guard unit.tag == .compileUnit || unit.tag == .partialUnit,
            try unit.constant(.language)?.bits != DWARFIndex.rust
        else { return }
        var next = try unit.firstChild()
        while let entry = next, !isComplete {
            switch entry.tag {
            case .structureType: visit(structure: entry)
            case .enumerationType: try visit(enumeration: entry)
            default: break
            }
            next = try entry.sibling()
        }
    }

    private mutating func visit(structure: DIE) {
        guard !wantedStructures.isEmpty, let text = unsafe structure.nameText,
            !structure.has(.declaration), structure.has(.byteSize)
        else { return }
        if let name = unsafe wantedStructures.remove(equalTo: text) { structures[name] = structure }
    }

    private mutating func visit(enumeration: DIE) throws(DebugInfoError) {
        guard !wantedEnumerators.isEmpty else { return }
        var next = try enumeration.firstChild()
        while let entry = next {
            if entry.tag == .enumerator, let text = unsafe entry.nameText,
                let name = unsafe wantedEnumerators.remove(equalTo: text)
            {
                enumerators[name] = try entry.constant(.constValue)?.bits
            }
            next = try entry.sibling()
        }
    }
}
