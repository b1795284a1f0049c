/// One line of /proc/self/mountinfo (proc_pid_mountinfo(5)).
struct Mount: Equatable {
    /// The directory of the file system that is mounted: "/", or below for a bind mount.
    let root: String
    /// Where it is mounted.
    let point: String
    /// The file system: "cgroup2".
    let type: String
    /// The options of the file system, separated by commas.
    let options: String

    /// Parses every line of the file's bytes; lines of another form are left out.
    static func all(_ bytes: RawSpan) -> [Mount] {
        var result: [Mount] = []
        var scanner = FieldScanner(bytes)
        repeat {
            if let mount = Mount(&scanner) { result.append(mount) }
        } while scanner.skipLine()
        return result
    }

    /// The mounts that the reader sees; none where there is no such file.
    static func all(root: String) -> [Mount] {
        var buffer = ReadBuffer()
        guard let file = OpenFile(procDirectory(root) + "/self/mountinfo"),
            buffer.fill(from: file.descriptor, longestRecord: ReadBuffer.anyLength) == 0
        else { return [] }
        return all(buffer.bytes)
    }

    private init?(_ scanner: inout FieldScanner) {
        for _ in 0..<3 { scanner.skipWord() }
        root = Self.unescaped(scanner.text(scanner.word()))
        point = Self.unescaped(scanner.text(scanner.word()))
        // Options of the mount, then optional fields up to a dash.
        var field = scanner.word()
        while !field.isEmpty, scanner.text(field) != "-" { field = scanner.word() }
        type = scanner.text(scanner.word())
        scanner.skipWord()
        options = scanner.text(scanner.word())
        if type.isEmpty || !point.hasPrefix("/") { return nil }
    }

    /// The value of an option, empty for one without a value; nil where it is not set.
    func option(_ name: String) -> String? {
        for option in options.split(separator: ",") {
            if option == name { return "" }
            if option.hasPrefix(name + "=") { return String(option.dropFirst(name.count + 1)) }
        }
        return nil
    }

    /// Undoes the octal escapes of space, tab, newline and backslash.
    static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(0x5c) else { return text }
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            if let byte = escape(bytes[index...]) {
                result.append(byte)
                index += 4
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func escape(_ bytes: ArraySlice<UInt8>) -> UInt8? {
        guard bytes.first == 0x5c, bytes.count >= 4 else { return nil }
        var value = 0
        for digit in bytes.dropFirst().prefix(3) {
            guard digit &- 0x30 < 8 else { return nil }
            value = value * 8 + Int(digit - 0x30)
        }
        return UInt8(exactly: value)
    }
}
