import DebugInfo
import Testing

struct `Vmlinux locations` {
    @Test func `the usual places come in libbpf's order`() {
        #expect(
            VmlinuxLocations.paths(forRelease: "6.1.0-56-amd64") == [
                "/boot/vmlinux-6.1.0-56-amd64",
                "/lib/modules/6.1.0-56-amd64/vmlinux-6.1.0-56-amd64",
                "/lib/modules/6.1.0-56-amd64/build/vmlinux",
                "/usr/lib/modules/6.1.0-56-amd64/kernel/vmlinux",
                "/usr/lib/debug/boot/vmlinux-6.1.0-56-amd64",
                "/usr/lib/debug/boot/vmlinux-6.1.0-56-amd64.debug",
                "/usr/lib/debug/lib/modules/6.1.0-56-amd64/vmlinux",
            ])
    }

    @Test func `a root goes before each`() {
        let plain = VmlinuxLocations.paths(forRelease: "7.3")
        #expect(
            VmlinuxLocations.paths(forRelease: "7.3", root: "/srv/image")
                == plain.map { "/srv/image" + $0 })
    }

    @Test(arguments: ["", ".", "..", "../../etc", "a/b", "a\0b"])
    func `a release that would leave the folder has no places`(release: String) {
        #expect(VmlinuxLocations.paths(forRelease: release).isEmpty)
    }
}
