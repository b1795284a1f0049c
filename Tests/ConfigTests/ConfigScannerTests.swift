import Testing

@testable import Config

@Suite struct ConfigScannerTests {
    @Test(arguments: [
        "[:", "[\\", "[", "[]", "[a", "[a]]", "[[a]", "[a.]", "[a] b", "a", "a =", "a = b",
        "a = [}", "a = [,]", "a = [1 2]", "a = [1", "a = {b}", "a = {b = 1,}", "a = {\nb = 1}",
        "a = {b = 1", "a = \"", "a = \"\n\"", "a = '", "a = '''", "a = \"\\q\"", "a = \"\\u12\"",
        "a = 1 b = 2", "= 1", "a.b. = 1", "\"\"\"a\nb\"\"\" = 1", "a = \"\u{1}\"", "a = 1\r b = 2",
        "a = yes", "é = 1", "a = \"\"\"\\ x\"\"\"", "# \u{0}", "a = tru", "a = 1 # \u{7F}",
        "a == 1",
    ])
    func `what is no TOML is refused before the library sees it`(text: String) {
        #expect(ConfigText(text).problem != nil)
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
    func `what is TOML is accepted, by the library too`(text: String) {
        #expect(ConfigText(text).problem == nil)
        let file = ConfigFile(parsing: text, file: "f")
        #expect(!file.problems.contains { $0.isError }, "\(file.problems)")
    }

    @Test func `values that lie too deep in each other are refused`() {
        let deep = "a = " + String(repeating: "[", count: 100_000)
        #expect(ConfigText(deep).problem?.text.contains("too deep") == true)
        let tables = "a = " + String(repeating: "{a = ", count: 100_000)
        #expect(ConfigText(tables).problem?.text.contains("too deep") == true)
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
