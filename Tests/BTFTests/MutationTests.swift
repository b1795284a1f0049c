import TestSupport
import Testing

/// Well-formed BTF with a few bytes changed: an error, or a table in which every id and name resolves.
@Suite struct MutationTests {
    /// Every kind there is, in shapes that lead into each other.
    static func everyKind(isBigEndian: Bool) -> [UInt8] {
        var builder = BTFBuilder(isBigEndian: isBigEndian)
        let int = builder.int("int", size: 4, encoding: 1)
        let bits = builder.structure(
            "", size: 8, [.init("bits", int, atBit: 3, bits: 5), .init("a", int, at: 4)])
        let deep = builder.array(of: bits, count: 4)
        let nested = builder.union("u", size: 32, [.init("deep", deep, at: 0)])
        let modified = builder.restrict(
            builder.typeTag("tag", builder.volatile(builder.const(builder.typedef("t", nested)))))
        let outer = builder.structure(
            "outer", size: 48,
            [
                .init("nested", modified, at: 0), .init("", bits, at: 32),
                .init("state", int, at: 40),
            ])
        builder.enumeration("e", isSigned: true, [("ANON_PAGES", 1), ("MINUS", -1)])
        builder.enumeration64("f", [("WIDE_TOP", 1 << 63)])
        builder.float("double", size: 8)
        builder.forward("outer")
        let pointer = builder.pointer(to: outer)
        let prototype = builder.prototype(returns: 0, [("o", pointer), ("", 0)])
        let function = builder.function("outer", prototype: prototype)
        builder.declarationTag("tag", on: function, component: 0)
        let variable = builder.variable("v", outer)
        builder.dataSection(".rodata", size: 48, [(variable, offset: 0, size: 48)])
        return builder.bytes
    }

    /// Changes one to four places: a bit, a byte, a whole word, or the length.
    static func mutate(_ original: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            // Half of all changes are in the header and the first records, where they matter most.
            let reach = Bool.random(using: &random) ? bytes.count : min(bytes.count, 200)
            let place = Int.random(in: 0..<reach, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 2: bytes.removeLast(Int.random(in: 0...min(20, bytes.count), using: &random))
            default: setWord(&bytes, place, &random)
            }
        }
        return bytes
    }

    private static func setWord(
        _ bytes: inout [UInt8], _ place: Int, _ random: inout SeededGenerator
    ) {
        let place = place & ~3
        guard place + 4 <= bytes.count else { return }
        let small = UInt32.random(in: 0..<40, using: &random)
        let kind = UInt32.random(in: 0..<32, using: &random) << 24 | small % 4
        let values = [0, small, small * 4, kind, kind | 1 << 31, .max, .max - 3, 1 << 31, 1 << 24]
        let value = values[Int.random(in: 0..<values.count, using: &random)]
        let isBig = Bool.random(using: &random)
        withUnsafeBytes(of: isBig ? value.bigEndian : value.littleEndian) { word in
            for index in 0..<4 { bytes[place + index] = word[index] }
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: [11, 12, 13, 14] as [UInt64])
    func `changed bytes give an error or a sound table`(seed: UInt64) throws {
        let originals = [
            Self.everyKind(isBigEndian: false), Self.everyKind(isBigEndian: true),
            try BTFSource.fixture("layout.btf"), try BTFSource.fixture("layout-be.btf"),
        ]
        var random = SeededGenerator(seed: seed)
        var (refused, flawed, sound) = (0, 0, 0)
        for round in 0..<1500 {
            let bytes = GuardedBytes(Self.mutate(originals[round % 4], &random))
            switch Exercise.run(bytes.bytes) {
            case .refused: refused += 1
            case .flawed: flawed += 1
            case .sound: sound += 1
            }
        }
        // Changes that always or never matter would make this test worth nothing.
        #expect(refused > 100)
        #expect(flawed > 100)
        #expect(sound > 100)
    }

    @Test func `unchanged bytes are sound`() throws {
        for isBigEndian in [false, true] {
            let bytes = GuardedBytes(Self.everyKind(isBigEndian: isBigEndian))
            guard case .sound = Exercise.run(bytes.bytes) else {
                Issue.record("well-formed BTF was refused")
                return
            }
        }
    }

    @Test func `noise behind a right header gives an error or a sound table`() {
        var random = SeededGenerator(seed: 99)
        var opened = 0
        for _ in 0..<2000 {
            var builder = BTFBuilder()
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let kind = UInt32.random(in: 0..<21, using: &random)
                let vlen = UInt32.random(in: 0..<4, using: &random)
                let tail = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    UInt32.random(in: 0..<16, using: &random)
                }
                builder.record(
                    nameOffset: builder.string("a"), info: kind << 24 | vlen,
                    sizeOrType: .random(in: 0..<16, using: &random), tail: tail)
            }
            let bytes = GuardedBytes(builder.bytes)
            if case .refused = Exercise.run(bytes.bytes) { continue }
            opened += 1
        }
        #expect(opened > 200)
    }
}
