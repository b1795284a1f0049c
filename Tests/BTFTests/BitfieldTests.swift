import BTF
import TestSupport
import Testing

@Suite struct BitfieldTests {
    private func expect(
        _ path: String, _ bytes: [UInt8], byte: UInt32, bit: UInt8, width: UInt8,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let location = try locate(path, in: "s", of: bytes)
        #expect(location?.byteOffset == byte, sourceLocation: sourceLocation)
        #expect(location?.bitOffset == bit, sourceLocation: sourceLocation)
        #expect(location?.bitWidth == width, sourceLocation: sourceLocation)
        #expect(location?.size == 4, sourceLocation: sourceLocation)
    }

    @Test(arguments: [false, true])
    func `a bitfield has a byte, a bit and a width`(isBigEndian: Bool) throws {
        var builder = BTFBuilder(isBigEndian: isBigEndian)
        let int = builder.int("unsigned int", size: 4)
        let enumeration = builder.enumeration("e", [])
        let inner = builder.structure(
            "", size: 8,
            [
                .init("a", int, atBit: 0, bits: 1), .init("b", int, atBit: 7, bits: 3),
                .init("c", builder.typedef("u32", int), atBit: 31, bits: 17),
                .init("e", enumeration, atBit: 48, bits: 2), .init("plain", int, at: 4),
            ])
        builder.structure("s", size: 16, [.init("", inner, at: 8)])
        let bytes = builder.bytes
        try expect("a", bytes, byte: 8, bit: 0, width: 1)
        try expect("b", bytes, byte: 8, bit: 7, width: 3)
        try expect("c", bytes, byte: 11, bit: 7, width: 17)
        try expect("e", bytes, byte: 14, bit: 0, width: 2)
        try expect("plain", bytes, byte: 12, bit: 0, width: 0)
        #expect(try locate("a.x", in: "s", of: bytes) == nil)
        #expect(try locate("a[0]", in: "s", of: bytes) == nil)
    }

    @Test func `a bitfield of the old style has its bits in the int`() throws {
        var builder = BTFBuilder()
        let whole = builder.int("unsigned int", size: 4)
        let three = builder.int("unsigned int", size: 4, bits: 3)
        let shifted = builder.int("unsigned int", size: 4, bitOffset: 5, bits: 2)
        builder.structure(
            "s", size: 8,
            [
                .init("whole", whole, at: 0), .init("at", three, atBit: 37, bits: 0),
                .init("shifted", shifted, atBit: 32, bits: 0),
                .init("modified", builder.volatile(three), atBit: 40, bits: 0),
            ])
        let bytes = builder.bytes
        try expect("whole", bytes, byte: 0, bit: 0, width: 0)
        try expect("at", bytes, byte: 4, bit: 5, width: 3)
        try expect("shifted", bytes, byte: 4, bit: 5, width: 2)
        try expect("modified", bytes, byte: 5, bit: 0, width: 3)
    }

    @Test func `a bitfield of no bits, of more than its type or of no integer is refused`() throws {
        var builder = BTFBuilder()
        let none = builder.int("unsigned int", size: 4, bits: 0)
        let byte = builder.int("unsigned char", size: 1)
        builder.structure("s", size: 8, [.init("none", none, at: 0)])
        builder.structure("t", size: 8, [.init("wide", byte, atBit: 0, bits: 9)])
        let whole = builder.structure("", size: 4, [.init("x", byte, at: 0)])
        builder.structure("u", size: 8, [.init("", whole, atBit: 1, bits: 8)])
        let bytes = builder.bytes
        #expect(throws: BTFError.badBitfield(TypeID(rawValue: 6), member: 0)) {
            try locate("x", in: "u", of: bytes)
        }
        #expect(throws: BTFError.badBitfield(TypeID(rawValue: 3), member: 0)) {
            try locate("none", in: "s", of: bytes)
        }
        #expect(throws: BTFError.badBitfield(TypeID(rawValue: 4), member: 0)) {
            try locate("wide", in: "t", of: bytes)
        }
    }

    @Test func `a member between bytes that is no bitfield is refused`() throws {
        var builder = BTFBuilder()
        let inner = builder.structure("inner", size: 4, [])
        builder.structure("s", size: 8, [.init("x", inner, atBit: 3, bits: 0)])
        #expect(throws: BTFError.unalignedMember(TypeID(rawValue: 2), member: 0)) {
            try locate("x", in: "s", of: builder.bytes)
        }
    }
}
