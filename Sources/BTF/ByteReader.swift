/// The order in which the bytes of an integer lie in memory.
package enum ByteOrder: Equatable, Sendable {
    case littleEndian
    case bigEndian
}

/// Integers out of a span of bytes, in the blob's byte order, each read checked against the span.
struct ByteReader: ~Escapable {
    let bytes: RawSpan
    let byteOrder: ByteOrder

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, byteOrder: ByteOrder) {
        self.bytes = bytes
        self.byteOrder = byteOrder
    }

    var count: Int { bytes.byteCount }

    @inline(__always)
    func u8(at offset: Int) throws(BTFError) -> UInt8 {
        guard offset >= 0, offset < bytes.byteCount else { throw .truncated(at: offset) }
        // SAFETY: the byte lies inside the span, and every bit pattern is a UInt8.
        return unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    @inline(__always)
    func u16(at offset: Int) throws(BTFError) -> UInt16 {
        guard offset >= 0, offset <= bytes.byteCount - 2 else { throw .truncated(at: offset) }
        // SAFETY: both bytes lie inside the span, and every bit pattern is a UInt16.
        let raw = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)
        return byteOrder == .bigEndian ? UInt16(bigEndian: raw) : UInt16(littleEndian: raw)
    }

    @inline(__always)
    func u32(at offset: Int) throws(BTFError) -> UInt32 {
        guard offset >= 0, offset <= bytes.byteCount - 4 else { throw .truncated(at: offset) }
        // SAFETY: all four bytes lie inside the span, and every bit pattern is a UInt32.
        let raw = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
        return byteOrder == .bigEndian ? UInt32(bigEndian: raw) : UInt32(littleEndian: raw)
    }

    /// Eight bytes as they lie, the lowest-addressed in the lowest bits, or nil when fewer are left.
    @inline(__always)
    func eightBytes(at offset: Int) -> UInt64? {
        guard offset >= 0, offset <= bytes.byteCount - 8 else { return nil }
        // SAFETY: all eight bytes lie inside the span, and every bit pattern is a UInt64.
        let raw = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
        return UInt64(littleEndian: raw)
    }
}
