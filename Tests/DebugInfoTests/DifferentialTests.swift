import BTF
import DebugInfo
import Testing

/// DWARF and BTF made from one source by one compiler have to say the same.
struct `DWARF beside BTF` {
    let scratch = Scratch()

    struct Machine: CustomStringConvertible, Sendable {
        let target: String
        /// The BPF machine of the same byte order, whose layout rules are the same.
        let bpf: String
        var description: String { target }
    }

    static let machines = [
        Machine(target: "x86_64-linux-gnu", bpf: "bpf"),
        Machine(target: "aarch64-linux-gnu", bpf: "bpf"),
        Machine(target: "s390x-linux-gnu", bpf: "bpfeb"),
        Machine(target: "powerpc64-linux-gnu", bpf: "bpfeb"),
    ]

    /// DWARF 2 writes places as expressions; up to DWARF 3 bitfields count from their unit's upper end.
    @Test(arguments: machines, [2, 3, 4, 5])
    func `every member and enumerator is the same`(machine: Machine, version: Int) throws {
        let image = try Toolchain.compile(
            "layout.c", target: machine.target, dwarf: version, into: scratch)
        let object = try Toolchain.compile("layout.c", target: machine.bpf, into: scratch)
        let layout = try Layout.dwarf(image)
        let bytes = try DebugInfo.btf(inFile: object)
        let btf = try BTF(bytes)
        var compared = 0
        for structure in Layout.structures {
            let id = try #require(try btf.find(.struct, named: structure))
            #expect(try layout.size(of: structure) == btf.size(of: id), "\(structure)")
            for text in try Layout.paths(of: structure, in: btf) + ["absent", "absent[0].nothing"] {
                let path = try MemberPath(text)
                let expected = try btf.location(of: path, in: id)?.withoutType
                #expect(try layout.location(of: path, in: structure) == expected, "\(text)")
                compared += expected == nil ? 0 : 1
            }
        }
        #expect(compared > 200)
        let values = try btf.enumerators(named: Layout.enumerators)
        #expect(values.count == Layout.enumerators.count)
        for name in Layout.enumerators {
            #expect(layout.enumerator(named: name) == values[name], "\(name)")
        }
    }

    @Test func `compressed DWARF says the same`() throws {
        let image = try Toolchain.compile("layout.c", target: "x86_64-linux-gnu", into: scratch)
        try Toolchain.run([
            "llvm-objcopy", "--compress-debug-sections=zlib", image, image + ".z",
        ])
        try Toolchain.run(["llvm-objcopy", "--only-keep-debug", image, image + ".debug"])
        let plain = try Layout.dwarf(image)
        for name in [".z", ".debug"] {
            let other = try Layout.dwarf(image + name)
            for text in ["named.nr", "fifth[1]", "last.rest[3].count"] {
                let path = try MemberPath(text)
                let location = try plain.location(of: path, in: "nested")
                #expect(location != nil)
                #expect(try other.location(of: path, in: "nested") == location)
            }
            #expect(try other.buildID == plain.buildID)
        }
    }
}
