/// Where the cgroup v2 hierarchy is mounted.
enum CgroupMount {
    /// Finds the first cgroup2 mount in the text of /proc/self/mountinfo; nil where there is none.
    static func point(in mountinfo: String) -> String? {
        for line in mountinfo.split(separator: "\n") {
            let fields = line.split(separator: " ")
            // Optional fields end with a single hyphen, behind which the file system's type stands.
            guard fields.count > 6, let hyphen = fields.dropFirst(6).firstIndex(of: "-"),
                hyphen + 1 < fields.count, fields[hyphen + 1] == "cgroup2"
            else { continue }
            return unescaped(fields[4])
        }
        return nil
    }

    /// Blanks, tabs, line feeds and backslashes are written as three octal digits.
    private static func unescaped(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        let source = Array(text.utf8)
        var index = 0
        while index < source.count {
            let digits = source[index...].dropFirst().prefix(3)
            if source[index] == UInt8(ascii: "\\"), digits.count == 3,
                let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(byte)
                index += 4
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
