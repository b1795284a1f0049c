// LibBPF: an owning wrapper of libbpf, and the only importer of Clibbpf.
//
// It opens objects out of memory, writes the initial values of their variables, loads, attaches and runs their programs and
// gives their maps. It knows nothing of processes, offsets or fallbacks, and it decides nothing.

package import BTF
internal import Clibbpf

/// A BPF object that has been read but not loaded: what may only be changed before load is changed here.
///
/// Wraps `struct bpf_object` between `bpf_object__open_mem` and `bpf_object__load`.
@safe
package struct OpenObject: ~Copyable {
    let object: OpaquePointer
    let name: String
    let variables: DataSections

    /// Reads an object's ELF image; the image is copied and need not outlive the call.
    ///
    /// Needs no privilege.
    package init(_ image: [UInt8], name: String) throws(BPFError) {
        self.object = try unsafe require("open", name) {
            unsafe image.withUnsafeBytes { bytes in
                unsafe name.withCString { text in
                    var options = unsafe bpf_object_open_opts()
                    unsafe options.sz = MemoryLayout<bpf_object_open_opts>.size
                    unsafe options.object_name = text
                    return unsafe bpf_object__open_mem(bytes.baseAddress, bytes.count, &options)
                }
            }
        }
        self.name = name
        do throws(BPFError) {
            self.variables = unsafe try DataSections(of: object, name: name)
        } catch {
            unsafe bpf_object__close(object)
            throw error
        }
    }

    deinit {
        unsafe bpf_object__close(object)
    }

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
        let handle = try unsafe find(map: map, in: object)
        _ = try check("resize map", map) { unsafe bpf_map__set_max_entries(handle, entries) }
    }

    /// Makes the load use a map that exists already instead of making one of its own.
    package func reuse(_ descriptor: Int32, asMap map: String) throws(BPFError) {
        let handle = try unsafe find(map: map, in: object)
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

    /// Loads the object's maps and programs into the kernel.
    ///
    /// Throws with the verifier's log where a program is refused; nothing stays loaded then. Needs CAP_BPF and, for tracing
    /// programs, CAP_PERFMON.
    package consuming func load() throws(BPFError) -> LoadedObject {
        _ = try check("load", name) { unsafe bpf_object__load(object) }
        let loaded = unsafe LoadedObject(object: object, name: name, variables: variables)
        discard self
        return loaded
    }

    private func memory(of place: DataSections.Place) throws(BPFError) -> UnsafeMutableRawPointer {
        unsafe try initialMemory(of: place, in: object)
    }
}

/// A map of an object by its name.
func find(map name: String, in object: OpaquePointer) throws(BPFError) -> OpaquePointer {
    try unsafe require("find map", name) { unsafe bpf_object__find_map_by_name(object, name) }
}

/// The memory of a data section's variable: before load its initial value, after load the mapped live one.
func initialMemory(
    of place: DataSections.Place, in object: OpaquePointer
) throws(BPFError) -> UnsafeMutableRawPointer {
    var map = unsafe bpf_object__next_map(object, nil)
    while let current = unsafe map {
        // libbpf names the map of a data section "prefix.section", the prefix cut to fit; the section's name is whole.
        let name = unsafe String(cString: bpf_map__name(current))
        if name.hasSuffix(place.section), unsafe bpf_map__is_internal(current) {
            var size = 0
            if let value = unsafe bpf_map__initial_value(current, &size),
                place.offset + place.size <= size
            {
                return unsafe value + place.offset
            }
        }
        unsafe map = bpf_object__next_map(object, current)
    }
    throw BPFError("find section", place.section, code: 0)
}
