/// What a path in the cgroup v2 hierarchy says of the unit and the container that a process belongs to.
///
/// Names are as systemd, Docker, Podman, CRI-O, containerd, LXC and systemd-nspawn give them to directories; a path of another
/// shape says nothing. Segments are hostile like any name: nothing is cut but at an ASCII character that was looked for.
///
/// All that the path says is worked out once, when it becomes known: every row of every refresh asks for it.
package struct CgroupPath: Sendable {
    /// The path itself, beginning with `/`.
    package let path: String
    /// The innermost service, without its suffix: "sshd" of `/system.slice/sshd.service`.
    package let service: String?
    /// The innermost unit of any kind, suffix and all: "session-1.scope".
    package let unit: String?
    /// The innermost container as runtime and name, an id cut to 12 characters: "docker:0123456789ab", "lxc:web".
    package let container: String?
    /// The pod's id, where Kubernetes made the path.
    package let pod: String?

    /// Takes a path apart.
    package init(_ path: String) {
        let segments = path.split(separator: "/")
        self.path = path
        service = segments.last { $0.hasSuffix(".service") }.map { String($0.dropLast(8)) }
        unit = segments.last { segment in Self.suffixes.contains { segment.hasSuffix($0) } }
            .map(String.init)
        container = Self.container(segments)
        pod = Self.pod(segments)
    }

    /// The whole path without its first slash; nil for the root.
    package var slices: String? {
        path.utf8.count > 1 ? String(path.drop { $0 == "/" }) : nil
    }

    private static func container(_ segments: [Substring]) -> String? {
        for index in segments.indices.reversed() {
            if let found = scope(segments[index]) ?? directory(segments, at: index) {
                return found
            }
        }
        return nil
    }

    private static func pod(_ segments: [Substring]) -> String? {
        guard segments.contains(where: { $0.hasPrefix("kubepods") }) else { return nil }
        for segment in segments.reversed() {
            let name = segment.hasSuffix(".slice") ? segment.dropLast(6) : segment
            let part = name.split(separator: "-").last { $0.hasPrefix("pod") } ?? name
            let whole = name.hasPrefix("pod") ? name : part
            if whole.hasPrefix("pod"), whole.count > 3 {
                return String(whole.dropFirst(3).map { $0 == "_" ? "-" : $0 })
            }
        }
        return nil
    }

    private static let suffixes = [
        ".service", ".scope", ".slice", ".socket", ".timer", ".mount", ".swap",
    ]

    // MARK: Containers

    /// Prefixes of scopes made through systemd and the runtimes that make them.
    private static let runtimes: [(prefix: String, runtime: String)] = [
        ("docker-", "docker"), ("cri-containerd-", "containerd"), ("containerd-", "containerd"),
        ("nerdctl-", "nerdctl"), ("crio-", "crio"), ("libpod-", "podman"),
    ]

    private static func scope(_ segment: Substring) -> String? {
        let name = segment.hasSuffix(".scope") ? segment.dropLast(6) : segment
        for (prefix, runtime) in runtimes where name.hasPrefix(prefix) {
            // A conmon process watches a container from outside: libpod-conmon-ID.
            let id = name.dropFirst(prefix.count)
            return isID(id) ? "\(runtime):\(id.prefix(12))" : nil
        }
        if segment.hasPrefix("machine-"), segment.hasSuffix(".scope") {
            return "machine:\(name.dropFirst(8))"
        }
        if segment.hasPrefix("lxc.payload."), segment.count > 12 {
            return "lxc:\(segment.dropFirst(12))"
        }
        return nil
    }

    /// A container whose runtime makes its directory itself: `/docker/ID`, `/kubepods/burstable/podUID/ID`, `/lxc/NAME`.
    private static func directory(_ segments: [Substring], at index: Int) -> String? {
        guard index > 0 else { return nil }
        let (parent, name) = (segments[index - 1], segments[index])
        if parent == "docker", isID(name) { return "docker:\(name.prefix(12))" }
        if parent == "lxc" { return "lxc:\(name)" }
        if parent.hasPrefix("pod"), isID(name), segments[0].hasPrefix("kubepods") {
            return "pod:\(name.prefix(12))"
        }
        return nil
    }

    /// Whether a name is an id: 32 hexadecimal digits or more.
    private static func isID(_ name: Substring) -> Bool {
        name.utf8.count >= 32
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
            }
    }
}

extension CgroupPath: Equatable, ExpressibleByStringLiteral {
    /// Whether two paths are the same.
    package static func == (a: CgroupPath, b: CgroupPath) -> Bool { a.path == b.path }

    /// Takes apart a path that stands in the source.
    package init(stringLiteral path: String) { self.init(path) }
}

extension Snapshot {
    /// What the process's cgroup path says; nil where the path is not known.
    func cgroupPath(_ row: Int) -> CgroupPath? {
        self[row].cgroupID.flatMap { current.texts.cgroups[$0] }
    }
}
