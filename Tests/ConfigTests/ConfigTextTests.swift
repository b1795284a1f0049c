import Glibc
import Interface
import Terminal
import TestSupport
import Testing

@testable import Config

@Suite struct ConfigTextTests {
    private func changed(_ text: String, _ change: (inout Settings) -> Void) throws -> String {
        var settings = ConfigFile(parsing: text, file: "f").settings
        change(&settings)
        return try ConfigFile.text(text, changedTo: settings, file: "f")
    }

    @Test func `only the value changes; comments, order and blanks stay`() throws {
        let text = """
            # mine
            [theme]   # look
            preset   =   "gruvbox-dark"   # nice
            [general]

            refresh_rate_ms=500 # fast
            # tree_view = false
            """
        let result = try changed(text) {
            $0.theme = "monochrome"
            $0.period = 2_000_000_000
        }
        #expect(
            result
                == """
                # mine
                [theme]   # look
                preset   =   "monochrome"   # nice
                [general]

                refresh_rate_ms=2000 # fast
                # tree_view = false
                """)
    }

    @Test func `a new key goes into its table, behind the last one there`() throws {
        let text = "[general]\nrefresh_rate_ms = 500\n\n[theme]\npreset = \"default\"\n"
        let result = try changed(text) { $0.isTree = true }
        #expect(
            result
                == "[general]\nrefresh_rate_ms = 500\ntree_view = true\n\n[theme]\npreset = \"default\"\n"
        )
    }

    @Test func `a new table goes to the end`() throws {
        #expect(try changed("") { $0.isTree = true } == "[general]\ntree_view = true\n")
        #expect(
            try changed("[theme]\npreset = \"default\"") { $0.isTree = true }
                == "[theme]\npreset = \"default\"\n\n[general]\ntree_view = true\n")
    }

    @Test func `lists and long strings of several lines are replaced whole`() throws {
        let text = """
            [table]
            columns = [ # all of them
              "pid", # first ]
              "command",
            ] # end
            sort_column = \"\"\"
            pid\"\"\"
            """
        let result = try changed(text) {
            $0.columns = ["user"]
            $0.sortColumn = "user"
        }
        #expect(
            result
                == """
                [table]
                columns = ["user"] # end
                sort_column = "user"
                """)
    }

    @Test func `nothing is written where nothing differs`() throws {
        let text = "[general]\n  tree_view = true\n\nunknown = [1,\n2]\n"
        #expect(try changed(text) { _ in } == text)
    }

    @Test func `what the file overrides by itself stays`() throws {
        let text = "[theme.overrides]\nbg = \"#101010\"\n"
        var settings = Settings()
        settings.themeOverrides[.graph] = StylePatch(foreground: .red)
        let result = try ConfigFile.text(text, changedTo: settings, file: "f")
        #expect(result == "[theme.overrides]\nbg = \"#101010\"\ngraph = \"red\"\n")
    }

    @Test func `an inline table is not torn apart`() {
        #expect(throws: ConfigProblem.self) {
            try changed("general = { tree_view = false }\n") { $0.showsThreads = true }
        }
    }

    @Test func `dotted keys are changed in place`() throws {
        #expect(
            try changed("general.tree_view = false # x\n") { $0.isTree = true }
                == "general.tree_view = true # x\n")
    }

    @Test func `a broken file is not touched`() {
        #expect(throws: ConfigProblem.self) {
            try ConfigFile.text("= = =", changedTo: Settings(), file: "f")
        }
    }

    @Test func `from any file to any settings the result means these settings`() throws {
        let start = ConfigFile.text()
        let there = try ConfigFile.text(start, changedTo: ConfigFileTests.unusual, file: "f")
        #expect(ConfigFile(parsing: there, file: "f").settings == ConfigFileTests.unusual)
        #expect(there.split(separator: "\n").count { $0.hasPrefix("#") } > 30)
        var back = Settings()
        back.themeOverrides = ConfigFileTests.unusual.themeOverrides
        let again = try ConfigFile.text(there, changedTo: back, file: "f")
        #expect(ConfigFile(parsing: again, file: "f").settings == back)
    }

    /// BPFTOP_FUZZ_ROUNDS asks for more.
    private static let rounds =
        getenv("BPFTOP_FUZZ_ROUNDS").flatMap { Int(String(cString: $0)) } ?? 1500

    /// The comments on lines of their own that stand in no value, as a value is replaced whole.
    private static func comments(of text: String) -> [Substring] {
        let lines = ConfigText(text)
        let values = lines.entries.map(\.value)
        var offset = 0
        // By bytes, as a carriage return and a line feed are one character.
        let all = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        return all.map { Substring($0) }.filter { line in
            defer { offset += line.utf8.count + 1 }
            return line.hasPrefix("# ") && !values.contains { $0.contains(offset) }
        }
    }

    @Test func `any bytes give settings or a problem, and changing them loses nothing`() {
        var random = SeededGenerator(
            seed: getenv("BPFTOP_FUZZ_SEED").flatMap { UInt64(String(cString: $0)) } ?? 42)
        let alphabet = Array("[]{}=.\"'#\\\n\r\t ,abtrue10-_:\u{0}é\u{FEFF}".unicodeScalars)
        let start = Array(ConfigFile.text().unicodeScalars)
        for round in 0..<Self.rounds {
            var scalars: [Unicode.Scalar]
            if round % 2 == 0 {
                scalars = (0..<Int(random.next() % 60)).map { _ in
                    alphabet[Int(random.next() % UInt64(alphabet.count))]
                }
            } else {
                scalars = Array(start.prefix(Int(random.next() % 1200)))
                for _ in 0..<4 where !scalars.isEmpty {
                    let index = Int(random.next() % UInt64(scalars.count))
                    scalars[index] = alphabet[Int(random.next() % UInt64(alphabet.count))]
                }
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            let file = ConfigFile(parsing: text, file: "f")
            let lines = text.utf8.count { $0 == 0x0A } + 1
            for problem in file.problems {
                #expect(problem.line.map { (1...lines + 1).contains($0) } ?? true)
            }
            let result = try? ConfigFile.text(
                text, changedTo: ConfigFileTests.unusual, file: "f")
            guard let result else { continue }
            let settings = ConfigFile(parsing: result, file: "f").settings
            #expect(settings.columns == ConfigFileTests.unusual.columns)
            // Every comment of the old file is in the new one.
            let kept = Set(result.utf8.split(separator: 0x0A).map { Array($0) })
            for line in Self.comments(of: text) where file.problems.isEmpty {
                #expect(kept.contains(Array(line.utf8)), "\(text.debugDescription)")
            }
        }
    }
}
