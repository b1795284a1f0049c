import CBpftop
import Model
import TestSupport
import Testing

@Suite struct FilterErrorTests {
    private func refusal(_ text: String) -> FilterError? {
        do throws(FilterError) {
            _ = try Filter(text)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("cpu >", 6, "expected a percentage"), ("cpu > x", 7, "expected a percentage"),
        ("cpu > 1G", 7, "expected a percentage"), ("rss > 10s", 7, "expected a size"),
        ("rss = 'x'", 7, "expected a size"), ("age < 1x", 7, "expected a length of time"),
        ("time > 1:99", 8, "expected a length of time"), ("start > noon", 9, "expected a moment"),
        ("pid = nan", 7, "expected a number"), ("pid = inf", 7, "expected a number"),
        ("pid = 0x10", 7, "expected a number"), ("pid = 1e5", 7, "expected a number"),
        ("pid < -", 7, "expected a number"), ("user > root", 6, "holds words"),
        ("user <= -", 6, "holds words"), ("state = sleepy", 9, "state is one of R, Q, S, D, T, t,"),
        ("init policy != 'cfs'", 16, "policy is one of OTHER, FIFO,"),
        ("frozen = 1", 10, "frozen is one of yes, no"), ("state = ''", 9, "state is one of R"),
        ("foo = 1", 1, "no field 'foo'"),
        ("init or foo > 1", 9, "no field 'foo'"), ("has foo", 5, "no field 'foo'"),
        ("has", 4, "expected a field"), ("has = 3", 5, "expected a field"),
        ("(init", 1, "never closed"), ("init)", 5, "closes nothing"), ("()", 2, "expected a word"),
        ("a (b (c)", 3, "never closed"), ("'abc", 1, "never closed"),
        ("a \"b\\\"", 3, "never closed"),
        ("\"\"", 1, "empty"), ("'cpu' > 5", 1, "without quotes"), ("a or", 5, "expected a word"),
        ("or a", 1, "expected a word"), ("and", 1, "expected a word"),
        ("a and or b", 7, "expected a word"),
        ("not", 4, "expected a word"), ("= 5", 1, "expected a word"),
        ("a ! = b", 5, "expected a word"),
        ("user =", 7, "expected a word"), ("user = )", 8, "expected a word"),
        ("cmd =~ x", 6, "expected a word"), ("cmd ~", 6, "expected a pattern"),
        ("cmd ~ a[b", 8, "'[' is never closed"), ("cmd ~ (a", 7, "'(' is never closed"),
        ("cmd ~ '\\\\\\\\(b'", 12, "'(' is never closed"), ("cmd ~ a**", 9, "repeats"),
        ("größe > 1", 1, "no field 'größe'"), ("größe cpu > 1G", 13, "expected a percentage"),
        ("👩‍👩‍👧 cpu > 1G", 9, "expected a percentage"),
    ])
    func `an error says where and what`(text: String, column: Int, message: String) throws {
        let error = try #require(refusal(text))
        #expect(error.column == column, "\(error)")
        #expect(error.message.contains(message), "\(error)")
        #expect(error.description.hasPrefix("column \(column): "))
    }

    @Test func `an unknown field has its neighbours named`() throws {
        let error = try #require(refusal("init and rsss > 1G"))
        #expect(error.offset == 9)
        #expect(error.suggestions.first == "rss_bytes")
        #expect(error.description.contains("nearest names: rss_bytes"))
    }

    @Test func `an offset counts bytes and a column characters`() throws {
        let error = try #require(refusal("ö x="))
        #expect(error.message.contains("no field 'x'"))
        #expect(error.offset == 3 && error.column == 3)
    }

    @Test func `length and depth are bounded`() throws {
        #expect(refusal(String(repeating: "a", count: Filter.longest)) == nil)
        #expect(
            refusal(String(repeating: "a", count: Filter.longest + 1))?.message
                .contains("longer than 4096") == true)
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
        }
        #expect(refusal(nested(64)) == nil)
        #expect(refusal(nested(65))?.message == "nested too deeply")
        #expect(refusal(nested(2000))?.message == "nested too deeply")
    }

    /// Whatever is typed, a filter answers or an error points into the text.
    @Test(arguments: 0..<40) func `no text traps`(seed: UInt64) {
        let pieces = [
            "cpu", "cmd", "user", "rss", " ", " ", "(", ")", "&", "|", "!", "=", "~", "<", ">",
            "and",
            "or", "not", "has", "\"", "'", "\\", "-", "1", "5G", "%", "[", "]", "{", "}", "*", "+",
            "?",
            ".", "^", "$", "ö", "\u{0}", "\u{202e}", "9999999999999999999999", "e9", ":", "T",
        ]
        var random = SeededGenerator(seed: seed)
        let record = TaskRecord.process(1)
        let snapshot = Snapshot(.at(second, [record]))
        for _ in 0..<500 {
            let count = Int.random(in: 0..<14, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random)! }.joined()
            do throws(FilterError) {
                _ = try Filter(text).matches(snapshot, 0)
            } catch {
                #expect((0...text.utf8.count).contains(error.offset))
                #expect((1...text.count + 1).contains(error.column), "\(text)")
            }
        }
    }
}
