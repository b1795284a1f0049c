/// One line of /proc/PID/cgroup: the process's place in one hierarchy (cgroups(7)).
package struct ProcCgroup: Equatable, Sendable {
    /// The hierarchy's number; 0 is cgroup v2.
    package let hierarchy: UInt64
    /// The v1 controllers, separated by commas; empty for v2.
    package let controllers: String
    /// The path, relative to the reader's cgroup namespace; it may start with `/..` for what lies outside.
    package let path: String

    /// Parses every line of the file's bytes; lines of another form are left out.
    package static func all(_ bytes: RawSpan) -> [ProcCgroup] {
        var result: [ProcCgroup] = []
        var scanner = FieldScanner(bytes)
        repeat {
            if let line = ProcCgroup(&scanner) { result.append(line) }
        } while scanner.skipLine()
        return result
    }

    private init?(_ scanner: inout FieldScanner) {
        guard let hierarchy = scanner.unsigned(), scanner.take(":") else { return nil }
        self.hierarchy = hierarchy
        controllers = scanner.text(scanner.rest(until: UInt8(ascii: ":")))
        guard scanner.take(":") else { return nil }
        path = scanner.text(scanner.rest(until: 0x0a))
    }

    /// The place of the cgroup v2 path in the file's bytes; nil where there is no such line.
    static func unifiedPath(_ bytes: RawSpan) -> Range<Int>? {
        var scanner = FieldScanner(bytes)
        repeat {
            if scanner.take("0::") { return scanner.rest(until: 0x0a) }
        } while scanner.skipLine()
        return nil
    }
}

extension FieldScanner {
    /// The place of everything up to a byte or the end of the line, which the cursor then stands at.
    @_lifetime(self: copy self)
    mutating func rest(until end: UInt8) -> Range<Int> {
        let start = position
        while !isAtEnd, current != end, current != 0x0a { advance() }
        return start..<position
    }
}
