import BTF
import DebugInfo
import Glibc
import Testing

/// A kernel image with both DWARF and BTF, named by BPFTOP_VMLINUX: a debug package of a distribution has one.
struct `Vmlinux` {
    static let path = getenv("BPFTOP_VMLINUX").map { String(cString: $0) }

    static let structures = [
        "task_struct", "signal_struct", "mm_struct", "cred", "pid", "upid", "css_set", "cgroup",
        "kernfs_node", "tty_struct", "tty_driver", "task_delay_info", "bpf_array", "timespec64",
    ]

    @Test(.enabled(if: path != nil, "needs BPFTOP_VMLINUX"))
    func `DWARF and BTF of one kernel give the same places`() throws {
        let path = try #require(Vmlinux.path)
        let layout = try DWARFLayout(
            path: path, structures: Vmlinux.structures, enumerators: ["MM_ANONPAGES"])
        let bytes = try DebugInfo.btf(inFile: path)
        let btf = try BTF(bytes)
        #expect(
            try layout.enumerator(named: "MM_ANONPAGES") == btf.enumerator(named: "MM_ANONPAGES"))
        var compared = 0
        for structure in Vmlinux.structures {
            guard let id = try btf.find(.struct, named: structure) else {
                #expect(try layout.size(of: structure) == nil)
                continue
            }
            #expect(try layout.size(of: structure) == btf.size(of: id))
            // pahole makes one dimension of several, so what is in arrays differs.
            for text in try Layout.paths(of: structure, in: btf) where !text.contains("[") {
                let path = try MemberPath(text)
                let expected = try btf.location(of: path, in: id)
                let location = try layout.location(of: path, in: structure)
                #expect(location?.byteOffset == expected?.byteOffset, "\(structure) \(text)")
                #expect(location?.bitOffset == expected?.bitOffset, "\(structure) \(text)")
                #expect(location?.bitWidth == expected?.bitWidth, "\(structure) \(text)")
                #expect(location?.size == expected?.size, "\(structure) \(text)")
                compared += 1
            }
        }
        #expect(compared > 500)
    }
}
