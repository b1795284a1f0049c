import Testing

@testable import Sampling

@Suite struct FieldScannerTests {
    private func scan<Result>(_ text: String, _ body: (inout FieldScanner) -> Result) -> Result {
        let bytes = Array(text.utf8)
        var scanner = FieldScanner(bytes.span.bytes)
        return body(&scanner)
    }

    @Test(
        arguments: [
            ("0", 0), ("  42 ", 42), ("18446744073709551615", UInt64.max), ("007", 7),
            ("18446744073709551616", nil), ("99999999999999999999999", nil), ("", nil), ("x1", nil),
            ("-1", nil), ("\n5", nil),
        ] as [(String, UInt64?)])
    func `an unsigned number is exact or nil`(text: String, expected: UInt64?) {
        #expect(scan(text) { $0.unsigned() } == expected)
    }

    @Test(
        arguments: [
            ("-1", -1), ("0", 0), ("-0", 0), ("9223372036854775807", Int64.max),
            ("-9223372036854775808", Int64.min), ("-9223372036854775809", nil),
            ("9223372036854775808", nil), ("-", nil), ("--1", nil),
        ] as [(String, Int64?)])
    func `a signed number is exact or nil`(text: String, expected: Int64?) {
        #expect(scan(text) { $0.signed() } == expected)
    }

    @Test func `a number too large does not stop the ones behind it`() {
        let numbers = scan("99999999999999999999 7") { scanner in
            [scanner.unsigned(), scanner.unsigned()]
        }
        #expect(numbers == [nil, 7])
    }

    @Test(
        arguments: [
            ("0.00", 0), ("12.5", 12.5), ("3", 3), ("99.", 99), ("1.25 2", 1.25), (".5", nil),
            ("", nil),
        ] as [(String, Double?)])
    func `a decimal keeps its fraction`(text: String, expected: Double?) {
        #expect(scan(text) { $0.decimal() } == expected)
    }

    @Test(
        arguments: [
            ("0022", 8, 0o22), ("000001fffeffffff", 16, 0x1ff_feff_ffff),
            ("ffffffffffffffff", 16, .max),
            ("1ffffffffffffffff", 16, nil), ("8", 8, nil), ("", 16, nil),
        ] as [(String, UInt64, UInt64?)])
    func `numbers of other bases are read without a prefix`(
        text: String, base: UInt64, expected: UInt64?
    ) {
        #expect(scan(text) { $0.number(inBase: base) } == expected)
    }

    @Test func `words and lines are passed one by one`() {
        let words = scan("a  bc\td\n\nlast") { scanner in
            var words: [String] = []
            repeat { words.append(scanner.text(scanner.word())) } while scanner.skipLine()
            return words
        }
        #expect(words == ["a", "", "last"])
    }

    @Test func `a literal is taken only where it stands whole`() {
        let results = scan("cpu0 cp") { scanner in
            let first = scanner.take("cpu")
            let second = scanner.take("1")
            scanner.skipWord()
            scanner.skipBlanks()
            return [first, second, scanner.take("cpu")]
        }
        #expect(results == [true, false, false])
    }
}
