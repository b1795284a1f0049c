/// Makes raw BTF, right or wrong, out of type records and strings, byte by byte and in either byte order.
///
/// It knows the format from the kernel's `btf.rst` and shares nothing with the parser it tests. Ids are
/// plain numbers, given out from 1 (or from where a base ends) in the order of the calls.
package struct BTFBuilder {
    package let isBigEndian: Bool
    /// More than 24 makes a header longer than any kernel's so far; the rest is filled with 0xA5.
    package var headerLength = 24
    package var version: UInt8 = 1
    package var flags: UInt8 = 0

    package private(set) var types: [UInt8] = []
    package private(set) var strings: [UInt8]
    package private(set) var nextID: UInt32
    private let firstString: UInt32
    private var stringOffsets: [String: UInt32] = ["": 0]

    /// Begins BTF that stands alone.
    package init(isBigEndian: Bool = false) {
        self.isBigEndian = isBigEndian
        strings = [0]
        nextID = 1
        firstString = 0
    }

    /// Begins split BTF on top of a base, whose ids and strings it may name.
    package init(base: BTFBuilder) {
        isBigEndian = base.isBigEndian
        strings = []
        nextID = base.nextID
        firstString = base.firstString + UInt32(base.strings.count)
        stringOffsets = base.stringOffsets
    }

    /// The offset of a string, which is added at its first use.
    package mutating func string(_ text: String) -> UInt32 {
        if let offset = stringOffsets[text] { return offset }
        let offset = firstString + UInt32(strings.count)
        strings += Array(text.utf8) + [0]
        stringOffsets[text] = offset
        return offset
    }

    /// Adds a record with any words at all.
    @discardableResult
    package mutating func record(
        nameOffset: UInt32, info: UInt32, sizeOrType: UInt32, tail: [UInt32] = []
    ) -> UInt32 {
        for word in [nameOffset, info, sizeOrType] + tail { append(word, to: &types) }
        nextID += 1
        return nextID - 1
    }

    /// Adds a well-formed record of a kind.
    @discardableResult
    package mutating func record(
        _ kind: UInt32, _ name: String, vlen: Int = 0, flag: Bool = false,
        _ sizeOrType: UInt32, tail: [UInt32] = []
    ) -> UInt32 {
        let info = kind << 24 | UInt32(vlen) | (flag ? 1 << 31 : 0)
        return record(nameOffset: string(name), info: info, sizeOrType: sizeOrType, tail: tail)
    }

    /// The whole blob.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = isBigEndian ? [0xEB, 0x9F] : [0x9F, 0xEB]
        bytes += [version, flags]
        let typeLength = UInt32(types.count)
        let stringLength = UInt32(strings.count)
        for word in [UInt32(headerLength), 0, typeLength, typeLength, stringLength] {
            append(word, to: &bytes)
        }
        bytes += Array(repeating: 0xA5, count: headerLength - bytes.count)
        return bytes + types + strings
    }

    private func append(_ word: UInt32, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: isBigEndian ? word.bigEndian : word.littleEndian) { bytes += $0 }
    }
}
