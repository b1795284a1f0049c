internal import Clibbpf
internal import Glibc

/// A BPF object whose programs and maps are in the kernel until this value goes.
///
/// Wraps `struct bpf_object` after `bpf_object__load`.
package struct LoadedObject: ~Copyable {
    let handle: ObjectHandle
    let name: String
    let variables: DataSections
    /// .bss, shared with the programs; libbpf's own copy of it is only what it began with.
    private let live: MapMemory?

    init(handle: consuming ObjectHandle, name: String, variables: DataSections) throws(BPFError) {
        if let map = unsafe sectionMap(".bss", in: handle.pointer) {
            live = unsafe try MapMemory.all(
                of: bpf_map__fd(map), size: Int(bpf_map__value_size(map)), isWritable: true)
        } else {
            live = nil
        }
        self.handle = handle
        self.name = name
        self.variables = variables
    }

    private var object: OpaquePointer { unsafe handle.pointer }

    /// Runs a program once, in this thread, with no context.
    ///
    /// Wraps `BPF_PROG_TEST_RUN`: programs of type syscall since Linux 5.14, raw tracepoint since 5.10. Returns the program's
    /// own return value.
    @discardableResult
    package func run(_ program: ProgramDescriptor) throws(BPFError) -> UInt32 {
        var options = unsafe bpf_test_run_opts()
        unsafe options.sz = MemoryLayout<bpf_test_run_opts>.size
        _ = try check("BPF_PROG_TEST_RUN", name) {
            unsafe bpf_prog_test_run_opts(program.rawValue, &options)
        }
        return unsafe options.retval
    }

    /// The descriptor of a loaded program; it is the object's and must not outlive it.
    package func program(named program: String) throws(BPFError) -> ProgramDescriptor {
        let handle = unsafe try require("find program", program) {
            unsafe bpf_object__find_program_by_name(object, program)
        }
        return ProgramDescriptor(
            rawValue: try check("program", program) { unsafe bpf_program__fd(handle) })
    }

    /// Attaches a program where its section says, until the link goes.
    package func attach(_ program: String) throws(BPFError) -> Link {
        let handle = unsafe try require("find program", program) {
            unsafe bpf_object__find_program_by_name(object, program)
        }
        return unsafe Link(
            link: try require("attach", program) { unsafe bpf_program__attach(handle) },
            name: program)
    }

    /// The descriptor of a map; it is the object's and must not outlive it.
    package func map(named map: String) throws(BPFError) -> MapDescriptor {
        let handle = unsafe try find(map: map, in: object)
        return MapDescriptor(
            rawValue: try check("map", map) { unsafe bpf_map__fd(handle) },
            keySize: unsafe bpf_map__key_size(handle),
            valueSize: unsafe bpf_map__value_size(handle),
            capacity: unsafe bpf_map__max_entries(handle))
    }

    /// Where a variable of .bss lies in our memory, shared with the programs; valid as long as the object.
    package func variable<Value: BitwiseCopyable>(
        _ variable: String, as type: Value.Type
    ) throws(BPFError) -> LiveVariable<Value> {
        let place = try variables.place(of: variable, size: MemoryLayout<Value>.size)
        switch live {
        case .some(let memory) where place.section == ".bss":
            return unsafe LiveVariable(memory: memory.start + place.offset)
        default:
            throw BPFError("find in .bss", variable, code: 0)
        }
    }
}

/// A loaded program's file descriptor.
package struct ProgramDescriptor: RawRepresentable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }
}

/// A map's file descriptor and shape; sizes are in bytes.
package struct MapDescriptor: Sendable {
    package let rawValue: Int32
    package let keySize: UInt32
    package let valueSize: UInt32
    package let capacity: UInt32

    /// Removes an entry; false when there is none.
    ///
    /// Wraps `BPF_MAP_DELETE_ELEM`. The key must have the map's key size.
    @discardableResult
    package func remove<Key: BitwiseCopyable>(_ key: Key) -> Bool {
        precondition(MemoryLayout<Key>.size == Int(keySize))
        return unsafe withUnsafePointer(to: key) { unsafe bpf_map_delete_elem(rawValue, $0) } == 0
    }
}

/// A variable of a loaded object, read and written in place; the kernel may change it at any time.
@safe
package struct LiveVariable<Value: BitwiseCopyable> {
    let memory: UnsafeMutableRawPointer

    /// The variable's value now.
    package var value: Value {
        get { unsafe memory.loadUnaligned(as: Value.self) }
        nonmutating set { unsafe memory.storeBytes(of: newValue, as: Value.self) }
    }
}
