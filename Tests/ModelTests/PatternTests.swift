import TestSupport
import Testing

@testable import Model

@Suite struct PatternTests {
    @Test(arguments: [
        ("", "", true), ("", "abc", true), ("b", "abc", true), ("d", "abc", false),
        ("^b", "abc", false), ("^a", "abc", true), ("c$", "abc", true), ("b$", "abc", false),
        ("^$", "", true), ("^$", "a", false), ("^abc$", "abc", true), ("a.c", "abc", true),
        ("a.c", "aöc", true), ("^.$", "👍", true), ("a|b", "xxb", true), ("^(a|b)$", "ab", false),
        ("ab*c", "ac", true), ("ab+c", "ac", false), ("ab?c", "abbc", false),
        ("(ab)*c", "ababc", true),
        ("^a{2}$", "aa", true), ("^a{2}$", "aaa", false), ("^a{2,}$", "aaaa", true),
        ("^a{1,3}$", "aaaa", false), ("^a{0}$", "", true), ("a*?b", "aab", true),
        ("[abc]", "xc", true),
        ("[^abc]", "abc", false), ("[a-cx-z]+$", "qaz", true), ("[]]", "]", true),
        ("[^]]", "]", false),
        ("[a-]", "-", true), ("[ä-ü]", "ö", true), ("[^ä-ü]", "ö", false), ("[\\d-]", "-", true),
        ("\\d\\d", "a12", true), ("\\D", "12", false), ("\\w+\\s\\w+", "a b", true),
        ("\\S", " ", false),
        ("\\bcat\\b", "a cat.", true), ("\\bcat\\b", "concat", false), ("\\Bcat", "concat", true),
        ("\\.", "a", false), ("\\.", ".", true), ("a\\|b", "a|b", true), ("\\t", "\t", true),
        ("(?i)ABC", "xaBc", true), ("(?i)[a-c]+$", "xABC", true), ("(?i)Ö", "ö", true),
        ("(?i)[^a]", "A", false), ("(?:a|b)c", "bc", true), ("(a*)*b", "aaab", true),
        ("(a*)+$", "b", true), ("(|a)b", "b", true), ("a||b", "", true), ("()", "x", true),
        ("(^a|b$)", "xb", true), ("x*^a", "xa", false), ("$a", "a", false), ("}", "}", true),
    ])
    func `a pattern occurs or does not`(pattern: String, text: String, occurs: Bool) throws {
        #expect(try Pattern(pattern).occurs(in: text) == occurs)
    }

    @Test(arguments: [
        ("(", 0), ("a(b", 1), ("a)", 1), ("[", 0), ("[]", 0), ("a[z-a]", 2), ("*", 0), ("a|+", 2),
        ("a**", 2), ("a{2}{3}", 4), ("a{", 1), ("a{x}", 1), ("a{3,2}", 1), ("a{256}", 1), ("\\", 0),
        ("\\q", 0), ("ö\\1", 2), ("(?=a)", 0), ("(?P<n>a)", 0), ("x(?i)", 1), ("[[:alpha:]]", 1),
        ("((a{200}){200}){200}", 0), ("((((){255}){255}){255}){255}", 0),
    ])
    func `a pattern that cannot be kept is refused at its place`(pattern: String, offset: Int) {
        let error = #expect(throws: PatternError.self) { try Pattern(pattern) }
        #expect(error?.offset == offset)
    }

    @Test func `groups nest 64 deep`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
        }
        #expect(try Pattern(nested(64)).occurs(in: "a"))
        #expect(throws: PatternError.self) { try Pattern(nested(65)) }
        #expect(throws: PatternError.self) { try Pattern(nested(5000)) }
    }

    @Test(.timeLimit(.minutes(5)))
    func `hostile text cannot make a pattern slow`() throws {
        let text = String(repeating: "a", count: 4000) + "b"
        for pattern in ["(a+)+$", "(a|a)+$", "(a*)*c", "(.*a){12}c", "a*a*a*a*a*c"] {
            #expect(try !Pattern(pattern).occurs(in: text))
        }
    }

    /// The standard library's matcher agrees on small patterns and texts.
    @Test(arguments: 0..<20) func `patterns mean what they usually mean`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<40 {
            let pattern = Self.randomPattern(3, &random)
            let ours = try Pattern(pattern)
            let theirs = try Regex(pattern)
            for _ in 0..<10 {
                let letters = (0..<Int.random(in: 0..<7, using: &random)).map { _ in
                    ["a", "b", "c", "-", "ö"].randomElement(using: &random)!
                }
                let text = letters.joined()
                #expect(
                    ours.occurs(in: text) == (text.firstMatch(of: theirs) != nil),
                    "\(pattern) in \(text)")
            }
        }
    }

    private static func randomPattern(_ depth: Int, _ random: inout SeededGenerator) -> String {
        let atoms = ["a", "b", "c", ".", "[ab]", "[^a]", "[b-c-]", "^", "$", "ö"]
        func inner() -> String { randomPattern(depth - 1, &random) }
        switch depth == 0 ? 0 : Int.random(in: 0..<8, using: &random) {
        case 0, 1: return atoms.randomElement(using: &random) ?? "a"
        case 2, 3: return inner() + inner()
        case 4: return "(?:\(inner())|\(inner()))"
        case 5: return "(?:\(inner()))*"
        case 6: return "(?:\(inner()))?"
        default: return "(?:\(inner())){1,2}"
        }
    }
}

@Suite struct NeedleTests {
    @Test(arguments: 0..<20) func `a needle is found where a plain search finds it`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        func word(_ longest: Int) -> String {
            (0..<Int.random(in: 1...longest, using: &random)).map { _ in
                ["a", "B", "b", "A", "@", "`", "[", "{", "ö", "Ö"].randomElement(using: &random)!
            }.joined()
        }
        for _ in 0..<200 {
            let (needle, hay) = (word(4), word(20))
            let expected = Array(hay.lowercased().utf8).contains(Array(needle.lowercased().utf8))
            #expect(Needle(needle).occurs(in: hay) == expected, "\(needle) in \(hay)")
        }
    }

    @Test func `an empty needle is nowhere`() {
        #expect(!Needle("").occurs(in: "abc") && !Needle("").occurs(in: ""))
        #expect(!Needle("abcd").occurs(in: "abc"))
    }

    @Test func `a needle may be longer than a shift can be`() {
        let long = String(repeating: "ab", count: 200)
        #expect(Needle(long).occurs(in: "x" + long + "x"))
        #expect(!Needle(long + "c").occurs(in: long + long))
    }
}

@Suite struct ScalarSetTests {
    @Test func `a set and its inverse share nothing and leave nothing out`() {
        var set = ScalarSet("a"..."f", "0"..."0", "ä"..."ü", "\u{3000}"..."\u{4000}")
        set.insert(0x3500...0x5000)
        let inverted = set.inverted
        for value in (0...0x6000 as ClosedRange<UInt32>) {
            #expect(set.contains(value) != inverted.contains(value))
        }
        #expect(ScalarSet.all.contains(0x10ffff) && ScalarSet.all.contains(0))
        #expect(!ScalarSet.all.inverted.contains(0x10ffff))
    }
}
