import Testing

@testable import Terminal

/// Bytes that a terminal sends, and what they mean.
struct KeySample: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let events: [Event]

    init(_ text: String, _ events: Event...) {
        bytes = Array(text.replacing("^", with: "\u{1B}").utf8)
        self.events = events
    }

    init(bytes: [UInt8], _ events: Event...) {
        self.bytes = bytes
        self.events = events
    }

    var testDescription: String { String(describing: bytes.map { String($0, radix: 16) }) }

    /// In groups: plain, xterm, Linux console, rxvt, kitty, mouse, the rest.
    static let all: [KeySample] =
        plain + xterm + console + rxvt + kitty + mouse + reports + broken

    static let plain = [
        KeySample(
            "aZ9 ~", .character("a"), .character("Z"), .character("9"), .character(" "),
            .character("~")),
        KeySample("é日👍", .character("é"), .character("日"), .character("👍")),
        KeySample(
            "\r\n\t\u{8}\u{7F}", .key(.enter), .key(.enter), .key(.tab), .key(.backspace),
            .key(.backspace)),
        KeySample(
            "\u{1}\u{1A}\0", .character("a", .control), .character("z", .control),
            .character(" ", .control)),
        KeySample(
            "\u{1C}\u{1D}\u{1F}", .character("\\", .control), .character("]", .control),
            .character("_", .control)),
        KeySample(
            "^a^é^\u{7F}", .character("a", .alt), .character("é", .alt), .key(.backspace, .alt)),
        KeySample("^\u{4}", .character("d", [.alt, .control])),
    ]

    static let xterm = [
        KeySample(
            "^[A^[B^[C^[D^[H^[F", .key(.up), .key(.down), .key(.right), .key(.left), .key(.home),
            .key(.end)),
        KeySample("^OA^OH^OF^OM", .key(.up), .key(.home), .key(.end), .key(.enter)),
        KeySample("^[2~^[3~^[5~^[6~", .key(.insert), .key(.delete), .key(.pageUp), .key(.pageDown)),
        KeySample("^[1~^[4~", .key(.home), .key(.end)),
        KeySample(
            "^OP^OS^[15~^[21~^[24~", .key(.function(1)), .key(.function(4)), .key(.function(5)),
            .key(.function(10)), .key(.function(12))),
        KeySample(
            "^[11~^[14~^[17~^[34~", .key(.function(1)), .key(.function(4)), .key(.function(6)),
            .key(.function(20))),
        KeySample(
            "^[1;5A^[1;2P^[3;3~^[1;6H", .key(.up, .control), .key(.function(1), .shift),
            .key(.delete, .alt), .key(.home, [.shift, .control])),
        KeySample("^[Z^[1;5I", .key(.tab, .shift), .unknown(Array("\u{1B}[1;5I".utf8))),
        KeySample("^[27;5;105~^[27;2;97~", .character("i", .control), .character("A")),
        KeySample("^^[A^^OP", .key(.up, .alt), .key(.function(1), .alt)),
        KeySample("^^x", .key(.escape), .character("x", .alt)),
        KeySample("^O5A^O2P", .key(.up, .control), .key(.function(1), .shift)),
        KeySample("^Oj^Op^Oy", .character("*"), .character("0"), .character("9")),
    ]

    static let console = [
        KeySample("^[[A^[[E^[17~", .key(.function(1)), .key(.function(5)), .key(.function(6))),
        KeySample(
            "^[25~^[28~^[G", .key(.function(13)), .key(.function(15)),
            .unknown(Array("\u{1B}[G".utf8))),
    ]

    static let rxvt = [
        KeySample(
            "^[7~^[8~^[a^[5$^[5@", .key(.home), .key(.end), .key(.up, .shift),
            .key(.pageUp, .shift),
            .key(.pageUp, [.shift, .control])),
        KeySample(bytes: [0x1B, 0x5B, 0x35, 0x5E], .key(.pageUp, .control)),
        KeySample("^Oa^Od", .key(.up, .control), .key(.left, .control)),
    ]

    static let kitty = [
        KeySample(
            "^[27u^[13u^[9;2u^[127;3u", .key(.escape), .key(.enter), .key(.tab, .shift),
            .key(.backspace, .alt)),
        KeySample(
            "^[97;5u^[97:65;2u^[233;3u", .character("a", .control), .character("A"),
            .character("é", .alt)),
        KeySample("^[97;5:1u^[97;5:3u^[1;1:3A", .character("a", .control)),
        KeySample(
            "^[97;69u^[57399u^[57417u^[57376u^[57441u", .character("a", .control), .character("0"),
            .key(.left), .key(.function(13)), .unknown(Array("\u{1B}[57441u".utf8))),
        KeySample(
            "^[55296u^[1114112u^[99999999999999999999u", .unknown(Array("\u{1B}[55296u".utf8)),
            .unknown(Array("\u{1B}[1114112u".utf8)),
            .unknown(Array("\u{1B}[99999999999999999999u".utf8))),
    ]

    private static func at(_ column: Int, _ row: Int) -> Point { Point(column: column, row: row) }

    static let mouse = [
        KeySample(
            "^[<0;1;1M^[<0;3;2m", .mouse(MouseEvent(.press(.left), at: at(0, 0))),
            .mouse(MouseEvent(.release(.left), at: at(2, 1)))),
        KeySample(
            "^[<2;300;200M^[<34;5;5M^[<35;5;5M",
            .mouse(MouseEvent(.press(.right), at: at(299, 199))),
            .mouse(MouseEvent(.drag(.right), at: at(4, 4))), .mouse(MouseEvent(.move, at: at(4, 4)))
        ),
        KeySample(
            "^[<64;5;6M^[<65;5;6M^[<67;5;6M", .mouse(MouseEvent(.wheelUp, at: at(4, 5))),
            .mouse(MouseEvent(.wheelDown, at: at(4, 5))),
            .mouse(MouseEvent(.wheelRight, at: at(4, 5)))),
        KeySample(
            "^[<28;5;6M^[<128;1;1M",
            .mouse(MouseEvent(.press(.left), at: at(4, 5), modifiers: [.shift, .alt, .control])),
            .mouse(MouseEvent(.press(.other(8)), at: at(0, 0)))),
        KeySample(
            bytes: [0x1B, 0x5B, 0x4D, 0x20, 0x21, 0xE0],
            .mouse(MouseEvent(.press(.left), at: at(0, 191)))),
        KeySample(
            bytes: [0x1B, 0x5B, 0x4D, 0x23, 0x25, 0x21],
            .mouse(MouseEvent(.release(nil), at: at(4, 0)))),
        KeySample(
            "^[<0;0;1M^[<0;1M", .unknown(Array("\u{1B}[<0;0;1M".utf8)),
            .unknown(Array("\u{1B}[<0;1M".utf8))),
    ]

    static let reports = [
        KeySample("^[I^[O", .focus(true), .focus(false)),
        KeySample(
            "^[200~one\ntwo ^[31m é^[201~x", .paste("one\ntwo \u{1B}[31m é"), .character("x")),
        KeySample("^[200~^[20^^[201^[201~", .paste("\u{1B}[20\u{1B}\u{1B}[201")),
        KeySample("^[200~^[201~", .paste("")),
        KeySample(
            "^]11;rgb:0/0/0\u{7}a^P1$r0m^\\b", .unknown(Array("\u{1B}]11;rgb:0/0/0\u{7}".utf8)),
            .character("a"), .unknown(Array("\u{1B}P1$r0m\u{1B}\\".utf8)), .character("b")),
        KeySample("^[?2026;2$yq", .unknown(Array("\u{1B}[?2026;2$y".utf8)), .character("q")),
    ]

    static let broken = [
        KeySample(bytes: [0xFF, 0x80, 0x61], .unknown([0xFF]), .unknown([0x80]), .character("a")),
        KeySample(bytes: [0xE6, 0x97, 0x61], .unknown([0xE6, 0x97]), .character("a")),
        KeySample(bytes: [0xE0, 0x80, 0x80], .unknown([0xE0, 0x80, 0x80])),
        KeySample(bytes: [0xED, 0xA0, 0x80], .unknown([0xED, 0xA0, 0x80])),
        KeySample(
            bytes: [0x1B, 0x5B, 0x31, 0x3B, 0x1B, 0x5B, 0x41], .unknown([0x1B, 0x5B, 0x31, 0x3B]),
            .key(.up)),
        KeySample(
            bytes: [0x1B, 0x5B, 0x31, 0x03], .unknown([0x1B, 0x5B, 0x31]), .character("c", .control)
        ),
    ]
}

struct KeyDecoderTests {
    @Test(arguments: KeySample.all)
    func `a sequence gives its events`(sample: KeySample) {
        var decoder = KeyDecoder()
        #expect(decoder.feed(sample.bytes) == sample.events)
        #expect(!decoder.isPending)
        #expect(decoder.timeoutMilliseconds == nil)
    }

    @Test(arguments: KeySample.all)
    func `a sequence cut at any byte gives the same events`(sample: KeySample) {
        for cut in 0...sample.bytes.count {
            var decoder = KeyDecoder()
            let first = decoder.feed(Array(sample.bytes[..<cut]))
            #expect(first + decoder.feed(Array(sample.bytes[cut...])) == sample.events, "at \(cut)")
        }
        var decoder = KeyDecoder()
        #expect(sample.bytes.flatMap { decoder.feed([$0]) } == sample.events)
    }

    @Test(
        arguments: [
            ("^", [.key(.escape)]),
            ("^^", [.key(.escape), .key(.escape)]),
            ("^[", [.character("[", .alt)]),
            ("^O", [.character("O", .alt)]),
            ("^]", [.character("]", .alt)]),
            ("^P", [.character("P", .alt)]),
            ("^^[", [.key(.escape), .character("[", .alt)]),
            ("^[1;", [.unknown([0x1B, 0x5B, 0x31, 0x3B])]),
            ("^[200~half a paste", [.paste("half a paste")]),
            ("^[200~half^[20", [.paste("half\u{1B}[20")]),
            ("", []),
        ] as [(String, [Event])])
    func `a time-out ends what was begun`(text: String, events: [Event]) {
        var decoder = KeyDecoder()
        #expect(decoder.feed(Array(text.replacing("^", with: "\u{1B}").utf8)) == [])
        #expect(decoder.isPending == !text.isEmpty)
        #expect(decoder.timeout() == events)
        #expect(!decoder.isPending)
        #expect(decoder.timeout() == [])
        #expect(decoder.feed([0x61]) == [.character("a")])
    }

    @Test func `a lone Escape waits shortly and a paste long`() {
        var decoder = KeyDecoder()
        _ = decoder.feed([0x1B])
        #expect(decoder.timeoutMilliseconds == 150)
        _ = decoder.feed(Array("[200~".utf8))
        #expect(decoder.timeoutMilliseconds == 1000)
    }

    @Test func `a paste without end stays bounded`() {
        var decoder = KeyDecoder()
        _ = decoder.feed(Array("\u{1B}[200~".utf8))
        for _ in 0..<40 { _ = decoder.feed(Array(repeating: 0x61, count: 10_000)) }
        #expect(decoder.timeout() == [.paste(String(repeating: "a", count: KeyDecoder.pasteLimit))])
    }

    @Test func `a sequence without end stays bounded`() {
        for start in ["\u{1B}[", "\u{1B}]", "\u{1B}O"] {
            var decoder = KeyDecoder()
            _ = decoder.feed(Array(start.utf8))
            for _ in 0..<100 { _ = decoder.feed(Array(repeating: 0x31, count: 100)) }
            #expect(decoder.pending.count <= 64)
        }
    }

    @Test func `random bytes lose nothing but their meaning`() {
        var random = FixedRandom(seed: 7)
        let alphabet =
            Array("\u{1B}\u{1B}\u{1B}[[O<;;0123456789~MmuAZ$P]^\u{7}é".utf8) + [0xFF, 0x00]
        for _ in 0..<2000 {
            let bytes = (0..<40).map { _ in alphabet.randomElement(using: &random)! }
            var whole = KeyDecoder()
            var parts = KeyDecoder()
            let events = whole.feed(bytes)
            #expect(bytes.flatMap { parts.feed([$0]) } == events)
            #expect(whole.timeout() == parts.timeout())
        }
    }
}
