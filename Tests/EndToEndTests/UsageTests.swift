import Foundation
import TestSupport
import Testing

/// Wrong words on the command line: exit code 2, a sentence on standard error, nothing on standard output.
@Suite struct UsageTests {
    @Test(arguments: [
        "99ms", "0", "61m", "2h", "-1", "abc", "", "1e9s", "nan", "99999999999999999999",
    ])
    func `a period out of bounds is refused`(period: String) throws {
        let run = try Bpftop.run("-b", "-n", "1", "-d", period)
        #expect(isRefused(run, code: 2, saying: "-d"), "\(run.code) \(run.message)")
    }

    @Test(arguments: ["100ms", "0.2s", "250", "1h"])
    func `a period within bounds is taken`(period: String) throws {
        let run = try Bpftop.run("-b", "-n", "1", "-d", period, "--columns", "pid")
        #expect(run.code == 0)
    }

    @Test(arguments: ["0", "-3", "x"])
    func `a number of samples below one is refused`(count: String) throws {
        let run = try Bpftop.run("-b", "-n", count)
        #expect(isRefused(run, code: 2, saying: "-n"), "\(run.code) \(run.message)")
    }

    @Test func `an unknown column names the nearest`() throws {
        let columns = try Bpftop.run("-b", "--columns", "pid,rss_byte")
        #expect(isRefused(columns, code: 2, saying: "rss_byte", "nearest: rss_bytes"))
        let sort = try Bpftop.run("-b", "-s", "cpu_precent")
        #expect(isRefused(sort, code: 2, saying: "cpu_precent", "cpu_percent"))
        #expect(isRefused(try Bpftop.run("-b", "--columns", ""), code: 2, saying: "--columns"))
        #expect(isRefused(try Bpftop.run("-b", "-s", "pid:up"), code: 2, saying: "-s"))
    }

    @Test func `an unknown user is refused by name`() throws {
        let run = try Bpftop.run("-b", "-u", "no such user")
        #expect(isRefused(run, code: 2, saying: "no such user"))
        #expect(isRefused(try Bpftop.run("-b", "-u", "root,"), code: 2, saying: "-u"))
    }

    @Test(arguments: ["0", "abc", "1,,2", "-5", "99999999999"])
    func `what is no process id is refused`(pids: String) throws {
        let run = try Bpftop.run("-b", "-n", "1", "-p=\(pids)")
        #expect(run.code == 2 && run.output.isEmpty, "\(run.code) \(run.message)")
    }

    @Test func `a process that is not there is no error`() throws {
        #expect(try Bpftop.sample("-p", "4194303").processes.isEmpty)
    }

    @Test func `the manual page explains filters by examples that are filters`() throws {
        let page = try Bpftop.run("man").text
        let section = try #require(page.components(separatedBy: ".Sh FILTERS").last)
        let examples = try #require(section.components(separatedBy: "Examples").dropFirst().first)
            .components(separatedBy: ".El")[0].split(separator: "\n")
            .filter { $0.hasPrefix(".It Li ") }
            .map { line in
                line.dropFirst(7).replacing("\"", with: "").replacing("\\&", with: "")
                    .replacing("\\(ti", with: "~").replacing("\\(ha", with: "^")
                    .replacing("\\-", with: "-")
            }
        #expect(examples.count == 6)
        for example in examples {
            let run = try Bpftop.run("-b", "-n", "1", "-F", String(example))
            #expect(run.code == 0, "\(example): \(run.message)")
        }
    }

    @Test(arguments: ["pid =", "rss >", "((", "nonsense = 1", "cpu > x"])
    func `a filter that is none says where`(filter: String) throws {
        let run = try Bpftop.run("-b", "-n", "1", "-F", filter)
        #expect(isRefused(run, code: 2, saying: "-F"), "\(run.code) \(run.message)")
    }

    @Test(arguments: [
        ["--nonsense"], ["--backend", "dtrace"], ["offsets", "--xml"], ["nonsense"],
    ])
    func `unknown words are refused`(words: [String]) throws {
        let run = try Finished(Bpftop.path, words)
        #expect(isRefused(run, code: 2), "\(run.code) \(run.message)")
    }

    @Test(arguments: [["-b", "-n1"], ["--json"], ["-n", "1"]], ["--theme", "--config"])
    func `what only the screen has a use for is refused elsewhere`(
        form: [String], option: String
    ) throws {
        let run = try Finished(Bpftop.path, form + [option, "x"])
        #expect(isRefused(run, code: 2, saying: option), "\(run.code) \(run.message)")
        // Not where it is only that there is no terminal.
        #expect(try Bpftop.run("--theme", "nord", "-p", "1").code == 0)
    }

    @Test func `doctor tells every problem of the configuration`() throws {
        let file = NSTemporaryDirectory() + "bpftop-\(UUID().uuidString).toml"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let text = "tree = 5\n[nonsense]\na = 1\n\nb = 2\n"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let report = try Bpftop.run("doctor", "--config", file)
        #expect(report.lines.contains("  \(file): in use"))
        #expect(report.text.contains("line 3: unknown key nonsense.a"))
        #expect(report.text.contains("line 5: unknown key nonsense.b"))
        let json = try Bpftop.Sample(try Bpftop.run("doctor", "--json", "--config", file).output)
        let configuration = json.object["configuration"] as? [String: Any]
        let problems = configuration?["problems"] as? [[String: Any]]
        #expect(problems?.compactMap { $0["line"] as? Int } == [1, 3, 5])
        let absent = try Bpftop.run("doctor", "--config", file + ".none")
        #expect(absent.text.contains("\(file).none: passed over\n  no such file"))
    }

    @Test func `help and version are answers`() throws {
        let help = try Bpftop.run("--help")
        #expect(help.code == 0 && help.errors.isEmpty)
        #expect(help.text.contains("--backend") && help.text.contains("Exit codes"))
        let version = try Bpftop.run("--version")
        #expect(version.code == 0 && version.text.hasPrefix("bpftop "))
    }

    @Test func `a reader that goes away ends it quietly`() throws {
        let run = try Bpftop.run("-b", "-n", "1000", "-d", "100ms", closingOutputAfter: 1)
        // Quiet either way: by itself, or by the signal that ends every filter.
        #expect(run.code == 0 || run.code == 128 + SIGPIPE)
        #expect(!run.message.contains("pipe"))
    }

    @Test func `a full device is a failure and says so`() throws {
        let run = try Bpftop.run("-b", "-n", "1", output: "/dev/full")
        #expect(run.code == 1)
        #expect(run.message.contains("standard output: No space left on device"))
    }
}
