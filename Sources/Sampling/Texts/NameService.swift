internal import Glibc

/// Asks the system's name services through a child, getent(1); each call blocks, at most about two seconds.
package enum NameService {
    /// The name of a user id; nil when nobody knows it, or not in time.
    package static func userName(_ id: UInt32, deadline: UInt64 = 2_000_000_000) -> String? {
        guard let line = answer(["getent", "passwd", String(id)], deadline: deadline) else {
            return nil
        }
        let bytes = Array(line.utf8)
        return unsafe UserNames.parse(bytes.span.bytes)[id]
    }

    private static let programs = [
        "/usr/bin/getent", "/bin/getent", "/run/current-system/sw/bin/getent",
    ]

    private static func answer(_ arguments: [String], deadline: UInt64) -> String? {
        let end = clockTime(CLOCK_MONOTONIC) &+ deadline
        for program in programs where unsafe access(program, X_OK) == 0 {
            guard let child = ChildProcess(program, arguments) else { continue }
            return child.output(until: end)
        }
        return nil
    }
}
