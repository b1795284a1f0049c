import Interface
import Model
import Terminal
import Testing

@testable import Config

@Suite struct ConfigFileTests {
    private func parse(_ text: String) -> ConfigFile { ConfigFile(parsing: text, file: "c.toml") }

    @Test func `the default file means the defaults and has no problem`() {
        let file = parse(ConfigFile.text())
        #expect(file.problems == [])
        #expect(file.settings == Settings())
    }

    @Test func `the default file has every key, explained`() {
        let lines = ConfigFile.text().split(separator: "\n", omittingEmptySubsequences: false)
        for key in ConfigKey.all {
            let index = lines.firstIndex { $0.hasPrefix("\(key.path.last ?? "?") = ") }
            #expect(index.map { lines[$0 - 1].hasPrefix("# ") } == true, "\(key.path)")
        }
        for role in Role.allCases { #expect(lines.contains("# \(role.name) = \"\"")) }
    }

    @Test func `problems in brief are the first, and where the others are told`() {
        #expect(parse("").problemsInBrief(isNamed: false) == nil)
        #expect(parse("a = 1").problemsInBrief(isNamed: true) == "c.toml:1: warning: unknown key a")
        let several = parse("a = 1\nb = 1\nc = 1")
        let first = "c.toml:1: warning: unknown key a"
        #expect(several.problemsInBrief(isNamed: false) == first + " (+2 more: bpftop doctor)")
        #expect(
            several.problemsInBrief(isNamed: true)
                == first + " (+2 more: bpftop doctor --config c.toml)")
    }

    @Test func `every problem says what to do`() throws {
        let problems = parse("a = 1").problems + parse("a = ").problems
        #expect(
            problems.map(\.remedy).allSatisfy { !$0.isEmpty }
                && Set(problems.map(\.remedy)).count == 2)
    }

    /// Settings that differ from the defaults in everything.
    static let unusual: Settings = {
        var settings = Settings()
        settings.columns = ["command", "pid"]
        settings.sortColumn = "pid"
        settings.sortOrder = .ascending
        settings.isTree = true
        settings.showsThreads = true
        settings.showsKernelThreads = true
        settings.unitDisplay = .slice
        settings.period = 250_000_000
        settings.theme = "gruvbox-light"
        settings.themeOverrides = [
            .background: StylePatch(background: .indexed(236)),
            .graph: StylePatch(foreground: Color(hex: 0x010203), attributes: [.bold, .italic]),
        ]
        settings.meters = [.cost, .cpu]
        return settings
    }()

    @Test func `every setting is written and read back`() {
        let file = parse(ConfigFile.text(of: Self.unusual))
        #expect(file.problems == [])
        #expect(file.settings == Self.unusual)
    }

    @Test func `an empty file means the defaults`() {
        for text in ["", "\n", "# nothing\n", "\u{FEFF}", "[general]\n", "[theme.overrides]\n"] {
            #expect(parse(text).settings == Settings())
            #expect(parse(text).problems == [])
        }
    }

    @Test func `an unknown key is a warning that names its line, and the rest holds`() {
        let file = parse(
            """
            [general]
            # one
            refresh_rate_ms = 500

            colour = "red"
            [unknown]
            x = 1
            """)
        #expect(file.settings.period == 500_000_000)
        #expect(
            file.problems.map(\.description) == [
                "c.toml:5: warning: unknown key general.colour",
                "c.toml:7: warning: unknown key unknown.x",
            ])
    }

    @Test func `a table that is written as an array of tables is told with its line`() {
        let file = parse("\n[[general]]\ntree_view = true\n")
        #expect(file.problems.map(\.line) == [2])
        #expect(!file.settings.isTree)
    }

    @Test func `a broken file is an error that names the line, and the defaults hold`() {
        let file = parse("[general]\ntree_view = true\nrefresh_rate_ms = = 5\n")
        #expect(file.settings == Settings())
        #expect(file.problems.count == 1)
        #expect(file.problems.first?.isError == true)
        #expect(file.problems.first?.line == 3)
    }

    @Test func `a key given twice is an error`() {
        let file = parse("[general]\ntree_view = true\ntree_view = false\n")
        #expect(file.problems.first?.isError == true)
        #expect(file.problems.first?.line == 3)
    }

    @Test(arguments: [
        ("general", "refresh_rate_ms = 99"), ("general", "refresh_rate_ms = 3600001"),
        ("general", "refresh_rate_ms = -1"), ("general", "refresh_rate_ms = 1.5"),
        ("general", "refresh_rate_ms = \"1s\""),
        ("general", "refresh_rate_ms = 9223372036854775807"),
        ("general", "tree_view = 1"), ("general", "show_threads = \"yes\""),
        ("table", "columns = \"pid\""), ("table", "columns = [1, 2]"), ("table", "columns = []"),
        ("table", "sort_column = \"nope\""), ("table", "sort_column = 3"),
        ("table", "sort_order = \"up\""), ("table", "unit_display = \"all\""),
        ("header", "meters = \"cpu\""), ("theme", "preset = \"dracula\""),
        ("theme", "preset = 2026-01-01"),
    ])
    func `a value of the wrong kind or out of range is a warning and leaves the default`(
        table: String, line: String
    ) {
        let file = parse("[\(table)]\n\n\(line)\n")
        #expect(file.settings == Settings())
        #expect(file.problems.count == 1)
        #expect(file.problems.first?.line == 3)
        #expect(file.problems.first?.isError == false)
        let name = line.prefix { $0 != " " }
        #expect(file.problems.first?.text.hasPrefix("\(table).\(name) ") == true)
    }

    @Test func `columns that are known stay where one is not`() {
        let file = parse("[table]\ncolumns = [\"pid\", \"rss\", \"pid\", \"command\"]\n")
        #expect(file.settings.columns == ["pid", "command"])
        #expect(file.problems.first?.text.contains("rss_bytes is the nearest") == true)
    }

    @Test func `no meter at all is a choice`() {
        let file = parse("[header]\nmeters = []\n")
        #expect(file.settings.meters == [])
        #expect(file.problems == [])
    }

    @Test func `roles are overridden`() {
        let file = parse(
            """
            [theme]
            preset = "gruvbox-dark"
            [theme.overrides]
            cpu_user = "#123"
            background = "#282828"
            graph = 208
            cursor_row = "bold black on yellow"
            no_role = "red"
            text = "loud"
            dim = true
            """)
        #expect(
            file.settings.themeOverrides == [
                .cpuUser: StylePatch(foreground: Color(hex: 0x112233)),
                .background: StylePatch(background: Color(hex: 0x282828)),
                .graph: StylePatch(foreground: .indexed(208)),
                .cursorRow: StylePatch(foreground: .black, background: .yellow, attributes: .bold),
            ])
        #expect(file.problems.map(\.line) == [8, 9, 10])
    }

    @Test func `a file of the forerunner is understood`() {
        let file = parse(
            """
            [general]
            refresh_rate_ms = 2000
            tree_view = true
            show_threads = false
            show_kernel_threads = true
            [theme]
            preset = "gruvbox-light"
            [theme.overrides]
            bg = "#101010"
            fg = "#eeeeee"
            border = "#333333"
            header_bg = "#101010"
            selection_bg = "#444444"
            selection_fg = "#ffffff"
            cpu_user = "#00ff00"
            cpu_system = "#ff0000"
            cpu_nice = "#0000ff"
            cpu_iowait = "#ffff00"
            mem_used = "#00ff01"
            mem_cached = "#0000fe"
            mem_buffers = "#00fefe"
            swap_used = "#ff8000"
            gpu_util = "#ff00ff"
            gpu_mem = "#00ffff"
            status_key = "#ff8001"
            visual_bg = "#555555"
            """)
        #expect(file.problems == [])
        #expect(file.settings.isTree && file.settings.showsKernelThreads)
        let cursor = StylePatch(
            foreground: Color(hex: 0xffffff), background: Color(hex: 0x444444))
        #expect(file.settings.themeOverrides[.cursorRow] == cursor)
        #expect(file.settings.themeOverrides.count == 17)
    }

    @Test func `a NUL byte is an error and hides nothing behind it`() {
        let file = parse("[general]\n\u{0}tree_view = true\n")
        #expect(file.problems.first?.isError == true)
        #expect(file.problems.first?.line == 2)
    }

    @Test func `keys in any of TOML's ways count, and their lines are found`() {
        let ways = [
            "general.tree_view = true", "general = { tree_view = true }",
            "[general]\n\"tree_view\" = true", "[ general ]\n tree_view=true#c",
            "[general]\r\ntree_view = true\r\n", "['general']\n'tree_view' = true",
        ]
        for way in ways {
            #expect(parse(way).settings.isTree, "\(way)")
            #expect(parse(way).problems == [])
            let wrong = parse("\n" + way.replacing("true", with: "7"))
            #expect(wrong.problems.count == 1)
            #expect((2...3).contains(wrong.problems.first?.line ?? 0), "\(way)")
        }
    }
}
