internal import BTF

/// What the first bytes of a file say that it is.
enum FileMagic: Equatable {
    /// Raw BTF: 0xEB9F in this order.
    case btf(ByteOrder)
    case elf
    case other
    /// There are no bytes.
    case nothing

    init(_ bytes: [UInt8]) {
        let elf: [UInt8] = [0x7F, UInt8(ascii: "E"), UInt8(ascii: "L"), UInt8(ascii: "F")]
        if bytes.isEmpty {
            self = .nothing
        } else if bytes.starts(with: elf) {
            self = .elf
        } else if bytes.starts(with: [0x9F, 0xEB]) {
            self = .btf(.littleEndian)
        } else if bytes.starts(with: [0xEB, 0x9F]) {
            self = .btf(.bigEndian)
        } else {
            self = .other
        }
    }
}

extension [UInt8] {
    /// The unsigned 32-bit number at an offset, or nil when it would reach over the end.
    func word(at offset: Int, _ byteOrder: ByteOrder) -> Int? {
        guard offset >= 0, offset <= count - 4 else { return nil }
        let bytes = self[offset..<offset + 4]
        switch byteOrder {
        case .littleEndian: return bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        case .bigEndian: return bytes.reduce(0) { $0 << 8 | Int($1) }
        }
    }
}
