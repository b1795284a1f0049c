/// The parameters of a control sequence: numbers parted by `;`, each with numbers of its own parted by `:`.
struct ControlParameters {
    /// The character that may stand first and makes the sequence a private one: `<`, `=`, `>` or `?`.
    let marker: UInt8?
    private var groups: [[Int]] = [[0]]
    /// Whether all was numbers and separators.
    private(set) var isWellFormed = true

    /// Parses what stands between ESC `[` and the last byte.
    init(_ bytes: ArraySlice<UInt8>) {
        let first = bytes.first ?? 0
        marker = (0x3C...0x3F).contains(first) ? first : nil
        for byte in marker == nil ? bytes : bytes.dropFirst() { accept(byte) }
    }

    private mutating func accept(_ byte: UInt8) {
        let group = groups.count - 1
        let part = groups[group].count - 1
        switch byte {
        case 0x30...0x39:
            // Far above any number that means something, far below an overflow.
            groups[group][part] = min(groups[group][part] * 10 + Int(byte) - 0x30, 1 << 24)
        case 0x3A: groups[group].append(0)
        case 0x3B: groups.append([0])
        default: isWellFormed = false
        }
    }

    /// The number of parameters, at least 1.
    var count: Int { groups.count }

    /// Returns a parameter, or one of its parts; 0 where it is missing or empty.
    func value(_ index: Int, part: Int = 0) -> Int {
        guard index < groups.count, part < groups[index].count else { return 0 }
        return groups[index][part]
    }
}
