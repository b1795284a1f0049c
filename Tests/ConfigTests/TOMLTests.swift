import Testing

@testable import Config

@Suite struct TOMLTests {
    @Test(arguments: [
        "[:", "[\\", "[", "[]", "[a", "[a]]", "[[a]", "[a.]", "[a] b", "a", "a =", "a = b",
        "a = [}", "a = [,]", "a = [1 2]", "a = [1", "a = {b}", "a = {b = 1,}", "a = {\nb = 1}",
        "a = {b = 1", "a = \"", "a = \"\n\"", "a = '", "a = '''", "a = \"\\q\"", "a = \"\\u12\"",
        "a = 1 b = 2", "= 1", "a.b. = 1", "\"\"\"a\nb\"\"\" = 1", "a = \"\u{1}\"", "a = 1\r b = 2",
        "a = yes", "é = 1", "a = \"\"\"\\ x\"\"\"", "# \u{0}", "a = tru", "a = 1 # \u{7F}",
        "a == 1",
    ])
    func `what is no TOML is refused, with its line`(text: String) {
        #expect(throws: TOMLError.self) { try TOMLParser.parse(text) }
        let file = ConfigFile(parsing: "\n" + text, file: "f")
        #expect(file.problems.first?.isError == true)
        #expect((file.problems.first?.line ?? 0) >= 2)
    }

    @Test(arguments: [
        "", "\n\r\n", "a = 1", "a=1#c", "a.b . \"c d\".'e' = true", "[a]\n[b.c]\n[[d]]\n[ e . f ]",
        "a = [ ]", "a = [1, 2, ]", "a = [\n1, # one\n\n2\n]", "a = [[1], ['x', \"]\"]]",
        "a = {}", "a = { b = 1, c.d = [\n] }", "a = \"\\u00e9\\U0001F600\\n\\\"\"", "a = 'c:\\x'",
        "a = \"\"\"\nx\\\n   y \"\" z\"\"\"\"\"", "a = '''x'y''z'''", "a = ''", "a = \"\"",
        "a = 1979-05-27 07:32:00.5Z\nb = 07:32:00", "a = +1_000.5e-3\nb = -inf\nc = 0xff",
        "\u{FEFF}a = 1", "a = \"é\"", "a = nan",
    ])
    func `what is TOML is accepted`(text: String) {
        #expect(throws: Never.self) { try TOMLParser.parse(text) }
        let file = ConfigFile(parsing: text, file: "f")
        #expect(!file.problems.contains { $0.isError }, "\(file.problems)")
    }

    @Test func `values that lie too deep in each other are refused`() {
        for opening in ["[", "{a = "] {
            let text = "a = " + String(repeating: opening, count: 100_000)
            #expect(throws: TOMLError(line: 1, text: "nested too deep")) {
                try TOMLParser.parse(text)
            }
        }
    }

    @Test func `values are what TOML says`() throws {
        let root = try TOMLParser.parse(
            #"""
            a = 0x1F
            b = -1_000
            c = "x\u00e9\n\"\\"
            d = 'c:\x'
            e = """
            one\
               two"""""
            f = [1, [true], {g = 'h'}]
            i.j."k l" = 1
            m = 1.5
            n = 9223372036854775808
            [o]
            p = false
            [[q]]
            r = 1
            [[q]]
            r = 2
            """#)
        #expect(root["a"] == .integer(31))
        #expect(root["b"] == .integer(-1000))
        #expect(root["c"] == .string("xé\n\"\\"))
        #expect(root["d"] == .string("c:\\x"))
        #expect(root["e"] == .string("onetwo\"\""))
        #expect(
            root["f"] == .array([.integer(1), .array([.bool(true)]), .table(["g": .string("h")])]))
        #expect(root["i"] == .table(["j": .table(["k l": .integer(1)])]))
        #expect(root["m"] == .other("a number with a point"))
        #expect(root["n"] != .integer(.max))
        #expect(root["o"] == .table(["p": .bool(false)]))
        #expect(root["q"] == .array([.table(["r": .integer(1)]), .table(["r": .integer(2)])]))
    }

    @Test(arguments: [
        "a = 1\na = 2", "[a]\n[a]", "a = 1\n[a]", "a = 1\na.b = 2", "a = {b = 1, b = 2}",
        "a = {}\n[a]", "a = {}\na.b = 1", "a = {}\n[a.b]", "[a]\nb = {}\n[a.b]",
    ])
    func `nothing stands twice`(text: String) {
        #expect(throws: TOMLError.self) { try TOMLParser.parse(text) }
    }

    @Test func `a file of many keys is read in good time`() throws {
        let text = "[t]\n" + (0..<40_000).map { "k\($0) = \($0)\n" }.joined()
        let time = try ContinuousClock().measure { _ = try TOMLParser.parse(text) }
        #expect(time < .seconds(20))
    }

    @Test func `entries have their line and their value's place`() {
        let text = "# c\n[t]\nx.y = [1,\n2] # d\nz = \"#\"\n"
        let lines = ConfigText(text)
        #expect(lines.entries.map(\.path) == [["t", "x", "y"], ["t", "z"]])
        #expect(lines.entries.map(\.line) == [3, 5])
        let values = lines.entries.map { String(decoding: lines.bytes[$0.value], as: UTF8.self) }
        #expect(values == ["[1,\n2]", "\"#\""])
        #expect(lines.line(of: ["t"]) == 2)
        #expect(lines.line(of: ["t", "x", "y"]) == 3)
        #expect(lines.line(of: ["none"]) == nil)
    }
}
