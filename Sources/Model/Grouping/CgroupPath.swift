/// What a path in the cgroup v2 hierarchy says of the unit and the container that a process belongs to.
///
/// Names are as systemd, Docker, Podman, CRI-O, containerd, LXC and systemd-nspawn give them to directories; a path of another
/// shape says nothing. Segments are hostile like any name: nothing is cut but at an ASCII character that was looked for.
package struct CgroupPath: Sendable {
    /// The names between the slashes.
    private let segments: [Substring]

    /// Takes a path apart.
    package init(_ path: String) {
        segments = path.split(separator: "/")
    }

    /// The innermost service, without its suffix: "sshd" of `/system.slice/sshd.service`.
    package var service: String? {
        segments.last { $0.hasSuffix(".service") }.map { String($0.dropLast(8)) }
    }

    /// The innermost unit of any kind, suffix and all: "session-1.scope".
    package var unit: String? {
        segments.last { segment in Self.suffixes.contains { segment.hasSuffix($0) } }.map(
            String.init)
    }

    /// The whole path without its first slash; nil for the root.
    package var slices: String? {
        segments.isEmpty ? nil : segments.joined(separator: "/")
    }

    /// The innermost container as runtime and name, an id cut to 12 characters: "docker:0123456789ab", "lxc:web".
    package var container: String? {
        for index in segments.indices.reversed() {
            if let found = Self.scope(segments[index]) ?? directory(at: index) { return found }
        }
        return nil
    }

    /// The pod's id, where Kubernetes made the path.
    package var pod: String? {
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
    private func directory(at index: Int) -> String? {
        guard index > 0 else { return nil }
        let (parent, name) = (segments[index - 1], segments[index])
        if parent == "docker", Self.isID(name) { return "docker:\(name.prefix(12))" }
        if parent == "lxc" { return "lxc:\(name)" }
        if parent.hasPrefix("pod"), Self.isID(name), segments[0].hasPrefix("kubepods") {
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

extension Snapshot {
    /// What the process's cgroup path says; nil where the path is not known.
    func cgroupPath(_ row: Int) -> CgroupPath? {
        self[row].cgroupID.flatMap { current.texts.cgroups[$0] }.map { CgroupPath($0) }
    }
}
