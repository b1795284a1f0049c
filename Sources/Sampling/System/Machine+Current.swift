internal import Glibc
package import Model

extension Machine {
    /// The machine that this runs on, by `sysconf` and `uname`.
    package static func current() -> Machine {
        var names = utsname()
        unsafe uname(&names)
        let hertz = UInt64(clamping: max(1, sysconf(Int32(_SC_CLK_TCK))))
        return Machine(
            pageSize: UInt64(clamping: max(1, sysconf(Int32(_SC_PAGESIZE)))),
            tick: 1_000_000_000 / hertz,
            cpuCount: max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
            release: text(of: names.release),
            architecture: text(of: names.machine),
            hostName: text(of: names.nodename))
    }

    /// A C array of characters, up to its NUL, as text.
    private static func text<Characters>(of characters: Characters) -> String {
        unsafe withUnsafeBytes(of: characters) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
