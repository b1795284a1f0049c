internal import CBpftop

/// Bytes looked for in text, letters in either case.
struct Needle: Sendable, Equatable {
    /// The needle in lower case.
    private let bytes: [UInt8]
    /// How far to move on when the byte under the needle's end is this one: Horspool's table, for both cases of a letter.
    private let shifts: [UInt8]
    private let isASCII: Bool
    /// Whether it is made of digits only.
    let isNumber: Bool

    init(_ text: String) {
        bytes = Array(text.lowercased().utf8)
        isASCII = bytes.allSatisfy { $0 < 0x80 }
        isNumber = bytes.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        var shifts = [UInt8](repeating: UInt8(clamping: bytes.count), count: 256)
        for (index, byte) in bytes.dropLast().enumerated() {
            let shift = UInt8(clamping: bytes.count - 1 - index)
            shifts[Int(byte)] = shift
            if Self.lower(byte ^ 0x20) == byte { shifts[Int(byte ^ 0x20)] = shift }
        }
        self.shifts = shifts
    }

    /// Whether the needle stands anywhere in the text; an empty one never does.
    func occurs(in text: String) -> Bool {
        if bytes.isEmpty { return false }
        if isASCII { return occurs(in: text.utf8.span) }
        // Beyond ASCII the two cases of a letter differ in more than a bit.
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return false }
        let lowered = text.lowercased()
        return occurs(in: lowered.utf8.span)
    }

    /// Whether it stands in a task's name, of which no text is made where that can be avoided.
    func occurs(inNameOf task: TaskRecord) -> Bool {
        guard isASCII, !bytes.isEmpty else { return occurs(in: task.name) }
        return unsafe withUnsafeBytes(of: task.comm) { name in
            let end = unsafe name.firstIndex(of: 0) ?? name.count
            return unsafe occurs(in: name.bindMemory(to: UInt8.self).span.extracting(0..<end))
        }
    }

    private func occurs(in hay: Span<UInt8>) -> Bool {
        let last = bytes.count - 1
        var end = last
        while end < hay.count {
            let byte = hay[end]
            if Self.lower(byte) == bytes[last] {
                var back = 1
                while back <= last, Self.lower(hay[end - back]) == bytes[last - back] { back += 1 }
                if back > last { return true }
            }
            end += Int(shifts[Int(byte)])
        }
        return false
    }

    /// The lower case of an ASCII letter; any other byte as it is.
    static func lower(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }
}
