/// The places where distributions put the uncompressed kernel image, often with debug information.
package enum VmlinuxLocations {
    /// The paths for a kernel release (`uname -r`), likeliest first; those that libbpf tries, in its order.
    ///
    /// `root` goes before each: empty for this machine. None for a release that cannot be part of a path.
    package static func paths(forRelease release: String, root: String = "") -> [String] {
        guard isFileName(release) else { return [] }
        return [
            "/boot/vmlinux-\(release)",
            "/lib/modules/\(release)/vmlinux-\(release)",
            "/lib/modules/\(release)/build/vmlinux",
            "/usr/lib/modules/\(release)/kernel/vmlinux",
            "/usr/lib/debug/boot/vmlinux-\(release)",
            "/usr/lib/debug/boot/vmlinux-\(release).debug",
            "/usr/lib/debug/lib/modules/\(release)/vmlinux",
        ].map { root + $0 }
    }

    private static func isFileName(_ text: String) -> Bool {
        !text.isEmpty && text != "." && text != ".."
            && !text.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    }
}
