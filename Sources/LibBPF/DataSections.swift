internal import BTF
internal import Clibbpf

/// Where an object's variables lie, by name, as the object's own BTF says.
struct DataSections {
    /// One variable's place in its section; bytes.
    struct Place {
        let section: String
        let offset: Int
        let size: Int
    }

    private var places: [String: Place] = [:]

    /// Reads the BTF of an open object, in which libbpf has already filled in the sections' sizes and offsets.
    init(of object: OpaquePointer, name: String) throws(BPFError) {
        var size: UInt32 = 0
        guard let btf = unsafe bpf_object__btf(object),
            let data = unsafe btf__raw_data(btf, &size)
        else { return }
        // SAFETY: libbpf keeps the data as long as the object, and only this initialiser looks at it.
        let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: data, count: Int(size)))
        do throws(BTFError) {
            for section in [".rodata", ".data", ".bss"] {
                guard let found = try BTF(bytes).dataSection(named: section) else { continue }
                for variable in found.variables {
                    places[variable.name] = Place(
                        section: section, offset: Int(variable.offset), size: Int(variable.size))
                }
            }
        } catch {
            throw BPFError("read BTF", name, code: 0, log: "\(error)")
        }
    }

    /// The place of a variable; throws where there is none or its size is another.
    func place(of variable: String, size: Int) throws(BPFError) -> Place {
        guard let place = places[variable] else {
            throw BPFError("find variable", variable, code: 0)
        }
        guard place.size == size else {
            throw BPFError(
                "match variable", variable, code: 0,
                log: "it has \(place.size) bytes, the value \(size)")
        }
        return place
    }
}
