import BTF
import TestSupport
import Testing

@Suite struct HeaderTests {
    /// One integer type, in a well-formed blob.
    static func builder(isBigEndian: Bool = false) -> BTFBuilder {
        var builder = BTFBuilder(isBigEndian: isBigEndian)
        builder.int("int", size: 4, encoding: 1)
        return builder
    }

    /// The blob with one header word changed.
    static func bytes(word: Int, set value: UInt32) -> [UInt8] {
        var bytes = builder().bytes
        withUnsafeBytes(of: value.littleEndian) { word4 in
            for index in 0..<4 { bytes[word * 4 + index] = word4[index] }
        }
        return bytes
    }

    @Test(arguments: [false, true])
    func `the header is read in either byte order`(isBigEndian: Bool) throws {
        let bytes = Self.builder(isBigEndian: isBigEndian).bytes
        let btf = try BTF(bytes)
        let (header, order, count) = (btf.header, btf.byteOrder, btf.typeCount)
        #expect(order == (isBigEndian ? .bigEndian : .littleEndian))
        #expect(count == 2)
        #expect(header.version == 1)
        #expect(header.flags == 0)
        #expect(header.headerLength == 24)
        #expect(header.typeOffset == 0)
        #expect(header.typeLength == 16)
        #expect(header.stringOffset == 16)
        #expect(header.stringLength == 5)
    }

    @Test(arguments: [false, true])
    func `a header longer than known is stepped over`(isBigEndian: Bool) throws {
        var builder = Self.builder(isBigEndian: isBigEndian)
        builder.headerLength = 40
        let bytes = builder.bytes
        let btf = try BTF(bytes)
        let (length, name) = (btf.header.headerLength, try btf.name(of: TypeID(rawValue: 1)))
        #expect(length == 40)
        #expect(name == "int")
    }

    @Test func `data that ends early is refused at every length`() throws {
        let bytes = Self.builder().bytes
        for length in bytes.indices {
            #expect(throws: BTFError.self) { try open(Array(bytes[..<length])) }
        }
        try open(bytes)
    }

    @Test func `bytes behind the last section do no harm`() throws {
        try validate(Self.builder().bytes + [1, 2, 3])
    }

    @Test func `what does not begin with the magic number is refused`() {
        #expect(throws: BTFError.badMagic(0x457F)) { try open(Array("\u{7F}ELF".utf8)) }
        #expect(throws: BTFError.truncated(at: 0)) { try open([]) }
        #expect(throws: BTFError.truncated(at: 2)) { try open([0x9F, 0xEB]) }
    }

    @Test func `an unknown version or flag is refused`() {
        var version = Self.builder()
        version.version = 2
        #expect(throws: BTFError.unsupportedVersion(2)) { try open(version.bytes) }
        var flags = Self.builder()
        flags.flags = 1
        #expect(throws: BTFError.unsupportedFlags(1)) { try open(flags.bytes) }
    }

    @Test(arguments: [0, 23, 46, UInt32.max])
    func `a header shorter than any or longer than the data is refused`(length: UInt32) {
        #expect(throws: BTFError.badHeaderLength(length)) {
            try open(Self.bytes(word: 1, set: length))
        }
    }

    /// Words of the header: 2 and 3 are the types' offset and length, 4 and 5 the strings'.
    @Test(
        arguments: [
            (2, 1), (2, 4), (2, UInt32.max - 3), (3, 20), (3, UInt32.max), (4, 12),
        ] as [(Int, UInt32)])
    func `types that are unaligned, outside or inside the strings are refused`(
        word: Int, value: UInt32
    ) {
        #expect(throws: BTFError.badTypeSection) { try open(Self.bytes(word: word, set: value)) }
    }

    @Test(
        arguments: [
            (4, 17), (4, UInt32.max), (5, 0), (5, 4), (5, 6), (5, UInt32.max),
        ] as [(Int, UInt32)])
    func `strings outside the data or without a NUL at both ends are refused`(
        word: Int, value: UInt32
    ) {
        #expect(throws: BTFError.badStringSection) {
            try open(Self.bytes(word: word, set: value))
        }
    }

    @Test func `strings that do not begin with the empty one are refused`() {
        var bytes = Self.builder().bytes
        bytes[24 + 16] = 0x41
        #expect(throws: BTFError.badStringSection) { try open(bytes) }
    }

    @Test func `a bare header is BTF without types`() throws {
        let bare = Array(BTFBuilder().bytes[..<20]) + [0, 0, 0, 0]
        let btf = try BTF(bare)
        let (count, found) = (btf.typeCount, try btf.find(.struct, named: "task_struct"))
        #expect(count == 1)
        #expect(found == nil)
    }

    @Test func `every error says something of its own`() {
        let id = TypeID(rawValue: 1)
        let errors: [BTFError] = [
            .truncated(at: 3), .badMagic(1), .unsupportedVersion(2), .unsupportedFlags(1),
            .badHeaderLength(3), .badTypeSection, .badStringSection,
            .recordTooLong(id, position: 24), .badStringOffset(4), .noSuchType(id),
            .unexpectedKind(.func, id), .endlessChain(id), .tooComplex(id), .sizeOverflow(id),
            .memberOutOfBounds(id, member: 0), .unalignedMember(id, member: 0),
            .badBitfield(id, member: 0), .unusableBase,
        ]
        #expect(Set(errors.map(\.description)).count == errors.count)
    }
}
