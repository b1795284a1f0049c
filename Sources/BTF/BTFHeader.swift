/// The header of a BTF blob, `struct btf_header`, all lengths and offsets in bytes.
///
/// The two offsets count from the end of the header, as in the file.
package struct BTFHeader: Equatable, Sendable {
    package let version: UInt8
    package let flags: UInt8
    /// The length of the header itself: 24, or more when a newer kernel added fields.
    package let headerLength: UInt32
    package let typeOffset: UInt32
    package let typeLength: UInt32
    package let stringOffset: UInt32
    package let stringLength: UInt32

    /// The length of the header in Linux 4.18 … 7.3.
    static let knownLength = 24
    static let magic: UInt16 = 0xEB9F

    var typesStart: Int { Int(headerLength) + Int(typeOffset) }
    var typesEnd: Int { typesStart + Int(typeLength) }
    var stringsStart: Int { Int(headerLength) + Int(stringOffset) }
    var stringsEnd: Int { stringsStart + Int(stringLength) }
}

extension BTFHeader {
    /// The order that makes the first two bytes the magic number.
    static func byteOrder(of bytes: RawSpan) throws(BTFError) -> ByteOrder {
        let magic = try ByteReader(bytes, byteOrder: .littleEndian).u16(at: 0)
        switch magic {
        case BTFHeader.magic: return .littleEndian
        case BTFHeader.magic.byteSwapped: return .bigEndian
        default: throw .badMagic(magic)
        }
    }

    /// Reads the header and checks that both sections lie inside the data, types before strings.
    init(_ reader: borrowing ByteReader) throws(BTFError) {
        version = try reader.u8(at: 2)
        flags = try reader.u8(at: 3)
        headerLength = try reader.u32(at: 4)
        guard version == 1 else { throw .unsupportedVersion(version) }
        guard flags == 0 else { throw .unsupportedFlags(flags) }
        guard headerLength >= BTFHeader.knownLength, Int(headerLength) <= reader.count else {
            throw .badHeaderLength(headerLength)
        }
        typeOffset = try reader.u32(at: 8)
        typeLength = try reader.u32(at: 12)
        stringOffset = try reader.u32(at: 16)
        stringLength = try reader.u32(at: 20)
        try checkSections(count: reader.count)
    }

    private func checkSections(count: Int) throws(BTFError) {
        guard typeOffset.isMultiple(of: 4), typesEnd <= stringsStart, typesEnd <= count else {
            throw .badTypeSection
        }
        guard stringsEnd <= count else { throw .badStringSection }
    }
}
