internal import Glibc

/// The first two numbers of a kernel's version.
package struct KernelVersion: Comparable, Sendable {
    package var major: Int
    package var minor: Int

    /// Makes a version of its numbers.
    package init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// Reads a release as uname(2) gives it, "6.1.0-56-cloud-arm64"; what it lacks is 0.
    package init(release: String) {
        let numbers = release.split { !$0.isNumber }.prefix(2).map { Int($0) ?? 0 } + [0, 0]
        self.init(numbers[0], numbers[1])
    }

    /// The running kernel's.
    package static let running: KernelVersion = {
        var name = utsname()
        unsafe uname(&name)
        let release = unsafe withUnsafeBytes(of: &name.release) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return KernelVersion(release: release)
    }()

    package static func < (one: KernelVersion, other: KernelVersion) -> Bool {
        (one.major, one.minor) < (other.major, other.minor)
    }
}
