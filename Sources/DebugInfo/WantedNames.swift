/// A set of names that shrinks as they are found, to be compared with very many C strings.
struct WantedNames {
    private var entries: [(name: String, bytes: [UInt8])]
    /// How many names begin with each byte, which settles most comparisons.
    private var initials = [UInt16](repeating: 0, count: 256)

    init(_ names: some Sequence<String>) {
        entries = Set(names).filter { !$0.isEmpty }.map { ($0, Array($0.utf8) + [0]) }
        for entry in entries { initials[Int(entry.bytes[0])] += 1 }
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Takes out the name that a C string equals, and gives it.
    mutating func remove(equalTo text: UnsafePointer<CChar>) -> String? {
        guard initials[Int(UInt8(bitPattern: unsafe text[0]))] > 0 else { return nil }
        let found = entries.firstIndex { unsafe WantedNames.equal($0.bytes, text) }
        guard let found else { return nil }
        let entry = entries.remove(at: found)
        initials[Int(entry.bytes[0])] -= 1
        return entry.name
    }

    /// Compares up to the NUL that `bytes` ends with.
    private static func equal(_ bytes: [UInt8], _ text: UnsafePointer<CChar>) -> Bool {
        // SAFETY: the loop stops at the first difference, so at the text's NUL at the latest.
        for index in bytes.indices where unsafe bytes[index] != UInt8(bitPattern: text[index]) {
            return false
        }
        return true
    }
}
