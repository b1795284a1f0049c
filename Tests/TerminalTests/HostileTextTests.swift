import Testing

@testable import Terminal

struct HostileTextTests {
    /// A string, and how it must look.
    static let samples: [(String, String)] = [
        ("\u{1B}[2J\u{1B}]0;x\u{7}", "␛[2J␛]0;x␇"),
        ("a\tb\nc\rd\0e\u{7F}", "a␉b␊c␍d␀e␡"),
        ("\r\n", "␍␊"),
        ("\u{80}\u{85}\u{9B}31m", "���31m"),
        ("a\u{202E}b\u{2066}c\u{200F}d", "a�b�c�d"),
        ("a\u{200B}b\u{2060}c\u{FEFF}d\u{AD}e", "a�b�c�d�e"),
        ("a\u{200D}b", "a�b"),
        ("a\u{FE0F}b\u{E0041}c", "a�b�c"),
        ("e\u{301}\u{200D}", "e��"),
        ("\u{301}x", "�x"),
        ("\u{3164}\u{FFA0}\u{115F}x", "���x"),
        ("\u{2028}\u{2029}", "��"),
        ("\u{E0001}\u{E0020}", "��"),
        ("1\u{FE0F}\u{20E3}©\u{FE0F}", "1\u{FE0F}\u{20E3}©\u{FE0F}"),
        ("שלום عربي", "שלום عربي"),
        ("क्षि 한글 日本", "क्षि 한글 日本"),
        ("👩‍👩‍👧‍👦🏴\u{E0067}\u{E0062}\u{E007F}", "👩‍👩‍👧‍👦🏴\u{E0067}\u{E0062}\u{E007F}"),
    ]

    @Test(arguments: samples)
    func `what is invisible or acts on the terminal is shown`(text: String, shown: String) {
        var screen = Screen(size: Size(columns: 60, rows: 1))
        let columns = screen.put(text, at: .origin)
        // Compared by scalars: as strings, some of these are equal to others.
        #expect(Array(screen.lines[0].unicodeScalars) == Array(shown.unicodeScalars))
        #expect(columns == TextWidth.columns(of: text))
    }

    @Test func `a tower of marks is cut to size`() {
        let tower = "e" + String(repeating: "\u{301}", count: 500) + "!"
        var screen = Screen(size: Size(columns: 60, rows: 1))
        #expect(screen.put(tower, at: .origin) == 2)
        #expect(screen.cluster(at: .origin).utf8.count <= 48)
        #expect(screen.cluster(at: Point(column: 1, row: 0)) == "!")
    }

    @Test(.timeLimit(.minutes(5)))
    func `a long text of invisible characters costs no more than its length`() {
        let text = "a" + String(repeating: "\u{200D}", count: 1_000_000)
        var screen = Screen(size: Size(columns: 2000, rows: 1))
        #expect(screen.put(text, at: .origin) == 2000)
        #expect(TextWidth.columns(of: text) == 1_000_001)
    }

    /// Every scalar of the planes with anything but ideographs, alone and behind a letter.
    @Test(arguments: [0, 1, 14])
    func `no scalar reaches the terminal as a control`(plane: Int) {
        var text = ""
        for value in UInt32(plane << 16)..<UInt32((plane + 1) << 16) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for base in ["", "a"] { text += base + String(Character(scalar)) }
        }
        var screen = Screen(size: Size(columns: 800, rows: 1))
        var offenders: [Unicode.Scalar] = []
        var rest = text[...]
        while !rest.isEmpty {
            screen.clear()
            let part = rest.prefix(400)
            rest = rest.dropFirst(400)
            screen.put(part, at: .origin)
            offenders += screen.lines[0].unicodeScalars.filter { scalar in
                let category = scalar.properties.generalCategory
                return category == .control || category == .lineSeparator
                    || scalar.properties.isBidiControl
            }
        }
        #expect(offenders == [])
    }

    @Test(arguments: [UInt64](1...20))
    func `random bytes never reach the terminal as a control`(seed: UInt64) {
        var random = FixedRandom(seed: seed)
        var display = Display(size: Size(columns: 80, rows: 24), capabilities: .full)
        var emulator = Emulator(columns: 80, rows: 24)
        for row in 0..<24 {
            let bytes = (0..<60).map { _ in UInt8.random(in: 0...255, using: &random) }
            display.screen.put(bytes: bytes.span, at: Point(column: 0, row: row))
        }
        var bytes: [UInt8] = []
        display.render(into: &bytes)
        emulator.feed(bytes)
        #expect(emulator.complaints == [])
    }
}
