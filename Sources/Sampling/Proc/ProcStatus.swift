/// What /proc/PID/status says in numbers (proc_pid_status(5)), by line.
///
/// A line that the kernel, or this kind of process, does not have is nil: a kernel thread has no `VmSize`.
package struct ProcStatus: Sendable {
    private var numbers = InlineArray<64, UInt64>(repeating: 0)
    private var known: UInt64 = 0
    /// Real, effective, saved and file-system user id; nil unless all are there.
    package private(set) var userIDs: [4 of UInt32]?
    /// Real, effective, saved and file-system group id; nil unless all are there.
    package private(set) var groupIDs: [4 of UInt32]?
    /// The state's letter, 0 when it is missing.
    package private(set) var state: UInt8 = 0

    /// Parses the file's bytes; lines in any order, unknown ones passed over.
    package init(_ bytes: RawSpan) {
        var scanner = FieldScanner(bytes)
        // The kernel prints the lines in the order of the keys, so the next key is nearly always the right one.
        var next = 0
        repeat {
            if let key = Self.takeKey(&scanner, from: next) {
                next = key.rawValue + 1
                readLine(key, &scanner)
            }
        } while scanner.skipLine()
    }

    /// The number of a line in the unit that the kernel prints: KiB for memory, the last number of a list.
    package subscript(key: Key) -> UInt64? {
        known >> UInt64(key.rawValue) & 1 == 1 ? numbers[key.rawValue] : nil
    }

    private static func takeKey(_ scanner: inout FieldScanner, from next: Int) -> Key? {
        for step in 0..<Key.names.count {
            let index = next + step < Key.names.count ? next + step : next + step - Key.names.count
            if scanner.take(Key.names[index]) { return Key(rawValue: index) }
        }
        return nil
    }

    private mutating func readLine(_ key: Key, _ scanner: inout FieldScanner) {
        switch key.form {
        case .letter:
            scanner.skipBlanks()
            state = scanner.current
        case .ids:
            let ids = Self.readIDs(&scanner)
            if key == .uid { userIDs = ids } else { groupIDs = ids }
            set(key, ids.map { UInt64($0[0]) })
        case .decimal:
            set(key, scanner.unsigned())
        case .last:
            var last = scanner.unsigned()
            while let number = scanner.unsigned() { last = number }
            set(key, last)
        case .octal:
            set(key, scanner.number(inBase: 8))
        case .hexadecimal:
            set(key, scanner.number(inBase: 16))
        }
    }

    private mutating func set(_ key: Key, _ value: UInt64?) {
        guard let value else { return }
        numbers[key.rawValue] = value
        known |= 1 << UInt64(key.rawValue)
    }

    private static func readIDs(_ scanner: inout FieldScanner) -> [4 of UInt32]? {
        var ids = [4 of UInt32](repeating: 0)
        for index in ids.indices {
            guard let id = scanner.unsigned(), let id = UInt32(exactly: id) else { return nil }
            ids[index] = id
        }
        return ids
    }
}
