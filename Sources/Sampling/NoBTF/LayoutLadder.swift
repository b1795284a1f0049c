internal import BTF
internal import DebugInfo
internal import Glibc
internal import KernelOffsets
internal import LibBPF
internal import Model

/// The places where the running kernel's layout may be learnt, from the surest to the last.
///
/// The kernel's own type information is believed; whatever else says what the layout is has to be proven first.
package struct LayoutLadder {
    /// A file that was named for it, by option or in $BPFTOP_BTF; it takes the place of all others.
    private let file: String?
    /// Whether the kernel's own BTF is passed over; tests do so.
    private let skipsKernel: Bool
    /// The only mechanism that will do; nil for the cheapest.
    private let mechanism: WalkMechanism?
    private var notes = LayoutRungs()

    /// Makes a ladder; without a file all places are tried.
    package init(
        file: String? = nil, skipsKernel: Bool = false, mechanism: WalkMechanism? = nil
    ) {
        self.file = file
        self.skipsKernel = skipsKernel
        self.mechanism = mechanism
    }

    /// What came of every place, once `load` has been called.
    package var rungs: [LayoutRung] { notes.all() }

    /// Loads a walk with the first layout that can be had and believed.
    ///
    /// Throws where there is none, with the reason of every place; or where BPF is refused whatever the layout is.
    package mutating func load() throws(BPFRefusal) -> BPFTaskReader {
        let facts = PrivilegeFacts.current()
        if !facts.missingForBPF.isEmpty || facts.bpfRefusal != nil {
            let refusal = BPFRefusal(BPFError("load", "the walk", code: EPERM), facts)
            for place in LayoutRung.Place.allCases { notes.passOver(place, refusal.cause) }
            throw refusal
        }
        if let file { return try load(only: file) }
        notes.passOver(.named, "none is named")
        var refusal = BPFRefusal(cause: "no layout of this kernel is known", facts: [], remedy: nil)
        if !skipsKernel {
            let offsets: KernelOffsets?
            do throws(BPFRefusal) {
                offsets = try KernelBTF().offsets()
            } catch {
                refusal = error
                offsets = nil
                notes.passOver(.sysfs, error.cause)
            }
            if let offsets { return try read(offsets, from: .sysfs, by: mechanism) }
            if let offsets = offsetsByID() {
                // libbpf finds no BTF for iter/task then, but open-coded iterators need none of it.
                let isOpenCoded = offsets.features.hasTaskIterator
                return try read(
                    offsets, from: .identity, by: mechanism ?? (isOpenCoded ? .openCoded : .list))
            }
        }
        for candidate in candidates() {
            if let reader = try prove(candidate) { return reader }
        }
        refusal.facts += notes.refusals
        throw refusal
    }

    private mutating func load(only file: String) throws(BPFRefusal) -> BPFTaskReader {
        for place in LayoutRung.Place.allCases where place != .named {
            notes.passOver(place, "a file is named instead")
        }
        let candidate: LayoutCandidate
        do throws(LayoutError) {
            candidate = try LayoutCandidate(
                file: file, running: Self.runningBuildID(), place: .named)
        } catch {
            notes.passOver(.named, error.description)
            throw BPFRefusal(cause: error.description, facts: [], remedy: nil)
        }
        if let reader = try prove(candidate) { return reader }
        throw BPFRefusal(
            cause: notes.reason(.named) ?? "\(file) is not used", facts: [],
            remedy: "bpftop without --btf and $BPFTOP_BTF")
    }

    /// The kernel's BTF where sysfs does not show it, asked of bpf(2).
    private mutating func offsetsByID() -> KernelOffsets? {
        do {
            let bytes = try kernelBTFByID()
            return try KernelOffsets(try BTF(bytes), source: "btf by id")
        } catch {
            notes.passOver(.identity, "BTF by id: \(error)")
            return nil
        }
    }

    /// What the usual files and the baked tables say of this kernel, each only where the build id is the same.
    private mutating func candidates() -> [LayoutCandidate] {
        guard let id = Self.runningBuildID() else {
            let reason = "/sys/kernel/notes: no build id"
            notes.passOver(.disk, reason + ", so no file is known to be of this kernel")
            notes.passOver(.baked, reason + ", so no baked table is known to be of this kernel")
            return guesses()
        }
        let found = onDisk(id) + baked(id)
        return found + (found.isEmpty ? guesses() : [])
    }

    private mutating func onDisk(_ id: BuildID) -> [LayoutCandidate] {
        var found: [LayoutCandidate] = []
        for path in VmlinuxLocations.paths(forRelease: Machine.current().release)
        where (try? ELFImage(path: path).buildID) == id {
            do throws(LayoutError) {
                found.append(try LayoutCandidate(file: path, running: id, place: .disk))
            } catch {
                notes.passOver(.disk, error.description)
            }
        }
        if found.isEmpty { notes.passOver(.disk, "no vmlinux on disk has the build id \(id)") }
        return found
    }

    private mutating func baked(_ id: BuildID) -> [LayoutCandidate] {
        do throws(LayoutError) {
            let architecture = Machine.current().architecture
            if let baked = try LayoutCandidate(bakedFor: id, architecture: architecture) {
                return [baked]
            }
            notes.passOver(.baked, "no baked table has the build id \(id)")
        } catch {
            notes.passOver(.baked, error.description)
        }
        return []
    }

    /// The baked table of the same release and flavour, which is a guess: the build may be another.
    private mutating func guesses() -> [LayoutCandidate] {
        let machine = Machine.current()
        let name = "debian-\(machine.release)"
        do throws(LayoutError) {
            if let guess = try LayoutCandidate(bakedAs: name, architecture: machine.architecture) {
                return [guess]
            }
            notes.passOver(.guess, "no baked table is called \(name)")
        } catch {
            notes.passOver(.guess, error.description)
        }
        return []
    }

    /// The walk with a layout that is proven; nil, with the reason noted, where it is refuted.
    private mutating func prove(_ candidate: LayoutCandidate) throws(BPFRefusal) -> BPFTaskReader? {
        if let mechanism, mechanism != .list {
            notes.passOver(
                candidate.place, "a walk by \(mechanism.rawValue) needs the kernel's own BTF")
            return nil
        }
        let offsets: KernelOffsets
        do throws(LayoutProofError) {
            offsets = try LayoutProof().prove(candidate.offsets, isExact: candidate.isExact)
        } catch {
            switch error {
            case .unloadable(let error) where !candidate.isExact && error.code == EINVAL:
                // The layout of a later kernel asks for programs that this one does not know.
                notes.passOver(
                    candidate.place,
                    "\(candidate.offsets.source) does not fit this kernel: \(error.subject), which it asks for, is refused"
                )
                return nil
            case .unloadable(let error):
                let refusal = BPFRefusal(error, .current())
                notes.passOver(candidate.place, refusal.cause)
                throw refusal
            case .refuted(let error):
                notes.passOver(
                    candidate.place,
                    "\(candidate.offsets.source) does not fit this kernel: \(error)")
                return nil
            }
        }
        return try read(offsets, from: candidate.place, by: .list)
    }

    /// Loads the walk; the one along the task list, which asks least of the kernel, where a better one is refused.
    private mutating func read(
        _ offsets: KernelOffsets, from place: LayoutRung.Place, by mechanism: WalkMechanism? = nil
    ) throws(BPFRefusal) -> BPFTaskReader {
        notes.use(place, offsets.source)
        let refusal: BPFError
        do throws(BPFError) {
            return try BPFTaskReader(offsets: offsets, mechanism: mechanism)
        } catch {
            refusal = error
        }
        guard self.mechanism == nil, mechanism != .list else {
            throw BPFRefusal(refusal, .current())
        }
        do throws(BPFError) {
            return try BPFTaskReader(offsets: offsets, mechanism: .list)
        } catch {
            // The better walk's reason is the one to mend, unless nothing can be run here at all.
            throw BPFRefusal(error.code == BPFError.interpreted ? error : refusal, .current())
        }
    }

    private static func runningBuildID() -> BuildID? {
        (try? BuildID.ofRunningKernel()).flatMap { $0 }
    }
}

/// A layout that something says is the running kernel's.
struct LayoutCandidate {
    let offsets: KernelOffsets
    /// Whether its source has the running kernel's build id.
    let isExact: Bool
    let place: LayoutRung.Place

    /// A file's, raw BTF or an ELF file with BTF or DWARF.
    init(file path: String, running id: BuildID?, place: LayoutRung.Place) throws(LayoutError) {
        let file = try FileLayout(path: path)
        offsets = try Self.offsets(file.members, "\(file.kind) \(path)")
        isExact = id != nil && file.buildID == id
        self.place = place
    }

    /// The baked table of a build; nil where there is none.
    init?(bakedFor id: BuildID, architecture: String) throws(LayoutError) {
        guard
            let (table, kernel) = try Self.baked(
                architecture, { $0.kernel(buildID: id.description) })
        else { return nil }
        try self.init(table, kernel, isExact: true)
    }

    /// The baked table of a name; nil where there is none.
    init?(bakedAs name: String, architecture: String) throws(LayoutError) {
        guard let (table, kernel) = try Self.baked(architecture, { $0.kernel(named: name) })
        else { return nil }
        try self.init(table, kernel, isExact: false)
    }

    private init(_ table: BakedTable, _ kernel: BakedKernel, isExact: Bool) throws(LayoutError) {
        let source = "baked \(kernel.name)"
        let members: [ResolvedMember]
        do throws(BakedTableError) {
            members = try table.members(of: kernel)
        } catch {
            throw LayoutError("\(source): \(error)")
        }
        offsets = try Self.offsets(members, source)
        self.isExact = isExact
        place = isExact ? .baked : .guess
    }

    private static func baked(
        _ architecture: String, _ choose: (BakedTable) -> BakedKernel?
    ) throws(LayoutError) -> (BakedTable, BakedKernel)? {
        do throws(BakedTableError) {
            guard let table = try BakedTable.builtIn(for: architecture) else { return nil }
            return choose(table).map { (table, $0) }
        } catch {
            throw LayoutError("the baked tables: \(error)")
        }
    }

    private static func offsets(
        _ members: [ResolvedMember], _ source: String
    ) throws(LayoutError) -> KernelOffsets {
        do throws(KernelOffsetsError) {
            return try KernelOffsets(members: members, source: source, features: KernelFeatures())
        } catch {
            throw LayoutError("\(source): \(error)")
        }
    }
}
