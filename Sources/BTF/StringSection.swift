/// One string section: NUL-terminated strings, named by the offset of their first byte.
///
/// The section is known to end with NUL, so every string in it has an end.
struct StringSection: ~Escapable {
    /// Reads bytes of the whole blob.
    let reader: ByteReader
    /// The position of the section in the blob, and its length.
    let start: Int
    let length: Int
    /// The offset of the section's first byte: not 0 in split BTF, which counts on from its base.
    let firstOffset: UInt32

    /// Checks that the section ends with NUL and, unless it goes on from a base, begins with it.
    @_lifetime(copy reader)
    init(_ reader: ByteReader, header: BTFHeader, firstOffset: UInt32) throws(BTFError) {
        self.reader = reader
        self.firstOffset = firstOffset
        start = header.stringsStart
        length = Int(header.stringLength)
        if length == 0 {
            // A module without types of its own has a bare header.
            guard header.typeLength == 0 || firstOffset != 0 else { throw .badStringSection }
            return
        }
        guard try reader.u8(at: start + length - 1) == 0 else { throw .badStringSection }
        let first = try reader.u8(at: start)
        guard firstOffset != 0 || first == 0 else { throw .badStringSection }
    }

    /// The position in the blob of the string at `offset`.
    ///
    /// Throws `BTFError.badStringOffset` unless the offset is inside the section and a string starts there.
    func position(of offset: UInt32) throws(BTFError) -> Int {
        guard offset >= firstOffset else { throw .badStringOffset(offset) }
        let relative = Int(offset - firstOffset)
        // The empty string is always there, even when there is no section.
        guard relative < length else { throw .badStringOffset(offset) }
        if relative > 0, try reader.u8(at: start + relative - 1) != 0 {
            throw .badStringOffset(offset)
        }
        return start + relative
    }

    func string(at offset: UInt32) throws(BTFError) -> String {
        if offset == 0 { return "" }
        let position = try position(of: offset)
        var end = position
        while try reader.u8(at: end) != 0 { end += 1 }
        return unsafe reader.bytes.withUnsafeBytes { bytes in
            // SAFETY: both ends were read through the bounds-checked reader.
            unsafe String(decoding: bytes[position..<end], as: UTF8.self)
        }
    }

    /// Tells whether the string at `offset` is made of exactly these bytes.
    func equals(_ name: [UInt8], at offset: UInt32) throws(BTFError) -> Bool {
        guard offset != 0 else { return name.isEmpty }
        let position = try position(of: offset)
        guard name.count < start + length - position else { return false }
        for index in name.indices where try reader.u8(at: position + index) != name[index] {
            return false
        }
        return try reader.u8(at: position + name.count) == 0
    }

    /// The first four bytes of the string at `offset`, lowest-addressed lowest, zero from its end on.
    @inline(__always)
    func prefix(at offset: UInt32) throws(BTFError) -> UInt32 {
        if offset == 0 { return 0 }
        let relative = Int(offset) - Int(firstOffset)
        // One load gives the byte before the string, which has to be NUL, and the prefix.
        if relative > 0, relative + 7 <= length,
            let bytes = reader.eightBytes(at: start + relative - 1)
        {
            guard bytes & 0xff == 0 else { throw .badStringOffset(offset) }
            return StringSection.cutAtNUL(UInt32(truncatingIfNeeded: bytes >> 8))
        }
        return try prefixByByte(at: offset)
    }

    @inline(never)
    private func prefixByByte(at offset: UInt32) throws(BTFError) -> UInt32 {
        let position = try position(of: offset)
        var prefix: UInt32 = 0
        for index in 0..<4 {
            let byte = try reader.u8(at: position + index)
            if byte == 0 { break }
            prefix |= UInt32(byte) << (8 * UInt32(index))
        }
        return prefix
    }

    /// The four bytes of a prefix with everything from the first NUL on made zero.
    @inline(__always)
    static func cutAtNUL(_ prefix: UInt32) -> UInt32 {
        if prefix & 0xff == 0 { return 0 }
        if prefix & 0xff00 == 0 { return prefix & 0xff }
        if prefix & 0xff_0000 == 0 { return prefix & 0xffff }
        return prefix
    }
}
