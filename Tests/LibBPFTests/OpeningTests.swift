import CBpftop
import Clibbpf
import Glibc
import TestSupport
import Testing

@testable import LibBPF

/// What can be done with an object before it is loaded; none of it needs a privilege.
@Suite struct OpeningTests {
    @Test(arguments: ["walk", "iter", "args", "cpus", "exchange"])
    func `an object is opened without any capability`(name: String) throws {
        let image = try Objects.image(name)
        let programs = try asOtherUser {
            try OpenObject(image, name: name).programNames
        }
        #expect(!programs.isEmpty)
    }

    @Test func `an object without a capability is opened but not loaded`() throws {
        let image = try Objects.image("exchange")
        let error = asOtherUser {
            failure { _ = try OpenObject(image, name: "exchange").load() }
        }
        #expect(error?.operation == "load")
        #expect(error?.code == EPERM)
        #expect(error?.description.hasPrefix("load of exchange: Operation not permitted") == true)
    }

    @Test func `programs have their names and order`() throws {
        let object = try OpenObject(try Objects.image("walk"), name: "walk")
        #expect(object.programNames == ["bpftop_walk_processes", "bpftop_walk_threads"])
        #expect(
            try Objects.exchange().programNames == ["multiply", "fill", "emit", "print", "peek"])
    }

    @Test(arguments: ["walk", "iter", "args", "cpus", "exchange"])
    func `variables lie where libbpf sees them`(name: String) throws {
        let image = try Objects.image(name)
        let object = try OpenObject(image, name: name)
        let witness = LibbpfSections(image)
        #expect(!witness.variables.isEmpty)
        for variable in witness.variables {
            let place = try object.variables.place(of: variable.name, size: variable.size)
            #expect(place.section == variable.section)
            #expect(place.offset == variable.offset)
        }
    }

    @Test func `initial values are read as the source says them`() throws {
        let object = try Objects.exchange()
        #expect(try object.initialValue(of: "factor", as: UInt32.self) == 3)
        #expect(try object.initialValue(of: "odd_place", as: UInt8.self) == 5)
        #expect(try object.initialValue(of: "initialised", as: UInt64.self) == 41)
        #expect(try object.initialValue(of: "product", as: UInt64.self) == 0)
    }

    @Test func `an initial value that was set is read back, and no other changes`() throws {
        let object = try Objects.exchange()
        try object.setInitialValue(of: "odd_place", to: UInt8(0xa5))
        #expect(try object.initialValue(of: "odd_place", as: UInt8.self) == 0xa5)
        #expect(try object.initialValue(of: "factor", as: UInt32.self) == 3)
        try object.setInitialValue(of: "factor", to: UInt32.max)
        #expect(try object.initialValue(of: "odd_place", as: UInt8.self) == 0xa5)
    }

    @Test func `a large struct is written whole`() throws {
        let object = try OpenObject(try Objects.image("walk"), name: "walk")
        var offsets = bpftop_offsets()
        withUnsafeMutableBytes(of: &offsets) { bytes in
            for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: index &* 7) }
        }
        try object.setInitialValue(of: "bpftop_offsets", to: offsets)
        let read = try object.initialValue(of: "bpftop_offsets", as: bpftop_offsets.self)
        let isSame = withUnsafeBytes(of: read) { bytes in
            bytes.indices.allSatisfy { bytes[$0] == UInt8(truncatingIfNeeded: $0 &* 7) }
        }
        #expect(isSame)
        let settings = try object.initialValue(of: "bpftop_settings", as: bpftop_settings.self)
        #expect(settings.capacity == 0 && settings.cpus == 0)
    }

    @Test func `a value of another size is refused and says both sizes`() throws {
        let object = try Objects.exchange()
        let error = failure { try object.setInitialValue(of: "factor", to: UInt64(1)) }
        #expect(error?.description == "match variable of factor: it has 4 bytes, the value 8")
        #expect(failure { _ = try object.initialValue(of: "factor", as: UInt16.self) } != nil)
        #expect(try object.initialValue(of: "factor", as: UInt32.self) == 3)
    }

    @Test func `an unknown variable is refused by name`() throws {
        let object = try Objects.exchange()
        let error = failure { try object.setInitialValue(of: "facto", to: UInt32(1)) }
        #expect(error?.description == "find variable of facto")
    }

    @Test func `an unknown program or map is refused by name`() throws {
        let object = try Objects.exchange()
        let program = failure { try object.keepOnly(["multiply", "divide"]) }
        #expect(program?.subject == "exchange/divide")
        let map = failure { try object.setCapacity(ofMap: "pear", entries: 2) }
        #expect(map?.description.hasPrefix("find map of pear: No such file") == true)
        #expect(failure { try object.reuse(0, asMap: "pear") }?.subject == "pear")
    }

    @Test func `no image is opened of nothing, of garbage, or of a text`() {
        for image in [[], [0], Array("not an object".utf8), [UInt8](repeating: 0x7f, count: 4096)] {
            let error = failure { _ = try OpenObject(image, name: "garbage") }
            #expect(error?.operation == "open")
            #expect(error?.description.hasPrefix("open of garbage: ") == true)
        }
    }

    @Test func `an image that is cut anywhere is refused or opened, and never more`() throws {
        let image = try Objects.image("exchange")
        var refused = 0
        for end in stride(from: 0, to: image.count, by: 97) {
            if failure({ _ = try OpenObject(Array(image[..<end]), name: "cut") }) != nil {
                refused += 1
            }
        }
        // The section headers are at the end, so that a cut image always lacks some.
        #expect(refused == (image.count + 96) / 97)
    }
}

/// The data sections of an object as libbpf's own functions list them.
struct LibbpfSections {
    struct Variable {
        let section: String
        let name: String
        let offset: Int
        let size: Int
    }

    var variables: [Variable] = []

    /// BTF_KIND_DATASEC, which both libbpf's header and the kernel's define.
    private static let dataSection = 15

    init(_ image: [UInt8]) {
        guard let object = bpf_object__open_mem(image, image.count, nil) else { return }
        defer { bpf_object__close(object) }
        guard let btf = bpf_object__btf(object) else { return }
        for id in 1..<btf__type_cnt(btf) {
            guard let record = btf__type_by_id(btf, id), btf_kind(record) == Self.dataSection,
                let entries = btf_var_secinfos(record)
            else { continue }
            let section = String(cString: btf__name_by_offset(btf, record.pointee.name_off))
            guard [".rodata", ".data", ".bss"].contains(section) else { continue }
            for index in 0..<Int(btf_vlen(record)) {
                guard let type = btf__type_by_id(btf, entries[index].type) else { continue }
                variables.append(
                    Variable(
                        section: section,
                        name: String(cString: btf__name_by_offset(btf, type.pointee.name_off)),
                        offset: Int(entries[index].offset), size: Int(entries[index].size)))
            }
        }
    }
}
