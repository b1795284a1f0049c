// LibBPF: an owning wrapper of libbpf, and the only importer of Clibbpf.
//
// It opens objects out of memory, writes the initial values of their variables, loads, attaches and runs their programs and
// gives their maps. It knows nothing of processes, offsets or fallbacks, and it decides nothing.

internal import Clibbpf

/// A BPF object that has been read but not loaded: what may only be changed before load is changed here.
///
/// Wraps `struct bpf_object` between `bpf_object__open_mem` and `bpf_object__load`.
package struct OpenObject: ~Copyable {
    private let handle: ObjectHandle
    let name: String
    let variables: DataSections

    /// Reads an object's ELF image; the image is copied and need not outlive the call.
    ///
    /// Needs no privilege.
    package init(_ image: [UInt8], name: String) throws(BPFError) {
        let handle = unsafe ObjectHandle(owning: try Self.open(image, name))
        let variables = unsafe try DataSections(of: handle.pointer, name: name)
        self.handle = handle
        self.name = name
        self.variables = variables
    }

    private static func open(_ image: [UInt8], _ name: String) throws(BPFError) -> OpaquePointer {
        unsafe try require("open", name) {
            unsafe image.withUnsafeBytes { bytes in
                unsafe name.withCString { text in
                    var options = unsafe bpf_object_open_opts()
                    unsafe options.sz = MemoryLayout<bpf_object_open_opts>.size
                    unsafe options.object_name = text
                    return unsafe bpf_object__open_mem(bytes.baseAddress, bytes.count, &options)
                }
            }
        }
    }

    private var object: OpaquePointer { unsafe handle.pointer }

    /// The names of the object's programs, in the order in which it declares them.
    package var programNames: [String] {
        var names: [String] = []
        var program = unsafe bpf_object__next_program(object, nil)
        while let current = unsafe program {
            unsafe names.append(String(cString: bpf_program__name(current)))
            unsafe program = bpf_object__next_program(object, current)
        }
        return names
    }

    /// Leaves all programs but the named ones out of the load.
    ///
    /// Throws where the object has no program of such a name.
    package func keepOnly(_ names: Set<String>) throws(BPFError) {
        for name in names where !programNames.contains(name) {
            throw BPFError("find program", "\(self.name)/\(name)", code: 0)
        }
        for name in programNames {
            let program = unsafe bpf_object__find_program_by_name(object, name)
            _ = try check("set autoload", name) {
                unsafe bpf_program__set_autoload(program, names.contains(name))
            }
        }
    }

    /// Sets how many entries a map will have.
    package func setCapacity(ofMap map: String, entries: UInt32) throws(BPFError) {
        let handle = unsafe try find(map: map, in: object)
        _ = try check("resize map", map) { unsafe bpf_map__set_max_entries(handle, entries) }
    }

    /// Makes the load use a map that exists already instead of making one of its own.
    package func reuse(_ descriptor: Int32, asMap map: String) throws(BPFError) {
        let handle = unsafe try find(map: map, in: object)
        _ = try check("reuse map", map) { unsafe bpf_map__reuse_fd(handle, descriptor) }
    }

    /// Replaces the initial value of a variable, found by name through the object's own BTF.
    ///
    /// Throws where there is no such variable or the value's size differs from the variable's.
    package func setInitialValue<Value: BitwiseCopyable>(
        of variable: String, to value: Value
    ) throws(BPFError) {
        let place = try variables.place(of: variable, size: MemoryLayout<Value>.size)
        let memory = unsafe try memory(of: place)
        unsafe memory.storeBytes(of: value, as: Value.self)
    }

    /// The initial value of a variable, found as in `setInitialValue`.
    package func initialValue<Value: BitwiseCopyable>(
        of variable: String, as type: Value.Type
    ) throws(BPFError) -> Value {
        let place = try variables.place(of: variable, size: MemoryLayout<Value>.size)
        return unsafe try memory(of: place).loadUnaligned(as: Value.self)
    }

    /// Turns calls of functions that have numbers of ours into calls of the kernel's functions with these BTF ids.
    ///
    /// The programs say `call NUMBER` as for a helper; each becomes a call of a kfunc (`BPF_PSEUDO_KFUNC_CALL`, Linux 5.13).
    /// This spares libbpf's own search, for which it would read the kernel's whole BTF. A number that has no id stays, and
    /// the verifier refuses the program unless it never gets there.
    package func bindFunctions(_ ids: [UInt32: UInt32]) throws(BPFError) {
        for name in programNames {
            let program = unsafe bpf_object__find_program_by_name(object, name)
            let count = unsafe bpf_program__insn_cnt(program)
            var instructions = unsafe Array(
                UnsafeBufferPointer(start: bpf_program__insns(program), count: count))
            var isChanged = false
            for index in instructions.indices {
                let instruction = instructions[index]
                guard instruction.code == 0x85, instruction.src_reg == 0,
                    let id = ids[UInt32(bitPattern: instruction.imm)]
                else { continue }
                instructions[index].src_reg = UInt8(BPF_PSEUDO_KFUNC_CALL)
                instructions[index].imm = Int32(bitPattern: id)
                isChanged = true
            }
            guard isChanged else { continue }
            _ = try check("set instructions", name) {
                unsafe bpf_program__set_insns(program, &instructions, count)
            }
        }
    }

    /// Loads the object's maps and programs into the kernel.
    ///
    /// Throws with the verifier's log where a program is refused; nothing stays loaded then. Needs CAP_BPF and, for tracing
    /// programs, CAP_PERFMON.
    package consuming func load() throws(BPFError) -> LoadedObject {
        _ = try check("load", name) { unsafe bpf_object__load(object) }
        unsafe try Interpreter.refuse(programNames, of: object, name)
        return try LoadedObject(handle: handle, name: name, variables: variables)
    }

    private func memory(of place: DataSections.Place) throws(BPFError) -> UnsafeMutableRawPointer {
        var size = 0
        guard let map = unsafe sectionMap(place.section, in: object),
            let value = unsafe bpf_map__initial_value(map, &size),
            place.offset + place.size <= size
        else { throw BPFError("find section", place.section, code: 0) }
        return unsafe UnsafeMutableRawPointer(mutating: value + place.offset)
    }
}

/// A map of an object by its name.
func find(map name: String, in object: OpaquePointer) throws(BPFError) -> OpaquePointer {
    unsafe try require("find map", name) { unsafe bpf_object__find_map_by_name(object, name) }
}

/// The map of a data section, ".bss" or ".rodata"; nil where the object has none.
func sectionMap(_ section: String, in object: OpaquePointer) -> OpaquePointer? {
    var map = unsafe bpf_object__next_map(object, nil)
    while let current = unsafe map {
        // libbpf names it "prefix.section" and cuts the prefix to fit; the section's name is whole.
        let name = unsafe String(cString: bpf_map__name(current))
        if name.hasSuffix(section), unsafe bpf_map__is_internal(current) { return unsafe current }
        unsafe map = bpf_object__next_map(object, current)
    }
    return nil
}
