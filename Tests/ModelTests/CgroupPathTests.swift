import Model
import Testing

@Suite struct CgroupPathTests {
    private static let id = String(repeating: "0123456789abcdef", count: 4)

    @Test(
        arguments: [
            ("/", nil, nil, nil), ("/system.slice/ssh.service", "ssh", "ssh.service", nil),
            ("/user.slice/user-1000.slice/session-1.scope", nil, "session-1.scope", nil),
            (
                "/user.slice/user-1000.slice/user@1000.service/app.slice/app-x.scope", "user@1000",
                "app-x.scope", nil
            ),
            ("/system.slice/docker-\(id).scope", nil, "docker-\(id).scope", "docker:0123456789ab"),
            ("/docker/\(id)", nil, nil, "docker:0123456789ab"),
            ("/machine.slice/libpod-\(id).scope", nil, "libpod-\(id).scope", "podman:0123456789ab"),
            (
                "/machine.slice/libpod-conmon-\(id).scope", nil, "libpod-conmon-\(id).scope", nil
            ),
            (
                "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-podab_cd.slice/cri-containerd-\(id).scope",
                nil, "cri-containerd-\(id).scope", "containerd:0123456789ab"
            ),
            ("/kubepods/besteffort/podab-cd/\(id)", nil, nil, "pod:0123456789ab"),
            ("/lxc.payload.web/init.scope", nil, "init.scope", "lxc:web"),
            ("/lxc/web", nil, nil, "lxc:web"),
            ("/machine.slice/machine-deb.scope/payload", nil, "machine-deb.scope", "machine:deb"),
            ("/docker/日本語", nil, nil, nil), ("/docker-x.scope", nil, "docker-x.scope", nil),
        ] as [(String, String?, String?, String?)])
    func `a path names service, unit and container`(
        _ path: String, _ service: String?, _ unit: String?, _ container: String?
    ) {
        let parsed = CgroupPath(path)
        #expect(parsed.service == service)
        #expect(parsed.unit == unit)
        #expect(parsed.container == container)
    }

    @Test func `the slices are the path without its first slash`() {
        #expect(CgroupPath("/a.slice/b.service").slices == "a.slice/b.service")
        #expect(CgroupPath("/").slices == nil)
    }

    @Test func `a pod is known by its id in both notations`() {
        let slice = "/kubepods.slice/kubepods-podab_cd.slice/crio-\(Self.id).scope"
        #expect(CgroupPath(slice).pod == "ab-cd")
        #expect(CgroupPath("/kubepods/besteffort/podab-cd/\(Self.id)").pod == "ab-cd")
        #expect(CgroupPath("/system.slice/podman.service").pod == nil)
    }
}
