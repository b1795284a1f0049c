import Foundation
import TestSupport
import Testing

/// Names that a process gives itself, on their way to somebody's terminal.
@Suite struct HostileTests {
    private static let names = [
        "1b5b324a1b5d30", "0d0a41080c", "c29b33316d", "7f7f41", "e280ae6578652e", "ff0e0f",
    ]

    @Test(arguments: names)
    func `no control character of a name reaches a table`(hex: String) throws {
        let subject = try Subject("named", hex)
        _ = try subject.answer()
        let run = try Bpftop.run(
            "-b", "-n", "1", "-p", "\(subject.pid)", "--columns", "pid,comm,command")
        #expect(run.code == 0)
        #expect(hostile(run.output) == [])
        let lines = run.lines.filter { $0.contains("\(subject.pid)") }
        #expect(lines.count == 1, "one process, one line")
    }

    @Test func `no control character of an argument reaches a table`() throws {
        let subject = try Subject(
            "words", "\u{1b}[2J\u{1b}]0;title\u{07}", "\u{202e}txt.exe", "two\nlines\r",
            "\u{9b}31m", "tab\t")
        _ = try subject.answer()
        let run = try Bpftop.run("-b", "-n", "12", "-d", "200ms", "-p", "\(subject.pid)")
        #expect(run.code == 0)
        #expect(hostile(run.output) == [])
        #expect(run.text.contains("txt.exe"), "the arguments have arrived")
    }

    @Test func `JSON and CSV carry the same bytes to a parser, and none to a terminal`() throws {
        let subject = try Subject("named", "1b5b41220a2c")
        _ = try subject.answer()
        let json = try Bpftop.run("--json", "-p", "\(subject.pid)", "--columns", "comm")
        #expect(hostile(json.output) == [])
        let process = try #require(try Bpftop.Sample(json.output).processes.first)
        #expect(process["comm"] as? String == "\u{1b}[A\"\n,")
    }

    @Test(
        .requiresBPF, .enabled(if: access("/dev/fuse", R_OK | W_OK) == 0, "needs /dev/fuse"))
    func `a process whose arguments never arrive does not keep the program from ending`() throws {
        let files = FakeProc()
        files.makeDirectory("mount")
        let subject = try Subject("fuse", "\(files.root)/mount")
        let pid = try subject.answer()[0]
        let run = try Subject(
            program: Bpftop.path,
            ["--csv", "-n", "40", "-d", "100ms", "--columns", "pid", "-p", "\(pid)"])
        #expect(try subject.answer() == [-1], "the arguments are waited for")
        let monitor = run.pid
        // One waits, another goes on in its place.
        var readers: [UInt32] = []
        #expect(
            eventually(seconds: 10) {
                readers = Self.readers(of: monitor)
                return readers.count == 2
            })
        #expect(
            eventually(seconds: 10) {
                File.numbers(in: "/proc/\(monitor)/task").count < 2 && !Self.isAlive(monitor)
            })
        #expect(eventually(seconds: 5) { readers.filter(Self.isAlive).count == 1 })
        // No signal reaches the one that waits; it ends when what it waits for has come to nothing.
        let waiting = try #require(readers.first(where: Self.isAlive))
        kill(pid_t(waiting), SIGKILL)
        usleep(100_000)
        #expect(Self.isAlive(waiting))
        subject.hangUp()
        #expect(eventually(seconds: 5) { !Self.isAlive(waiting) })
    }

    /// The processes that read arguments on behalf of a monitor, by what they say of themselves.
    private static func readers(of monitor: UInt32) -> [UInt32] {
        File.numbers(in: "/proc").filter {
            File.text("/proc/\($0)/stat")?.contains(" (bpftop-args) ") == true
                && title($0) == "bpftop-args for \(monitor)"
        }
    }

    /// A process's command line up to the first NUL, behind which there must be nothing else.
    private static func title(_ pid: UInt32) -> String? {
        guard let line = File.text("/proc/\(pid)/cmdline") else { return nil }
        let title = line.prefix { $0 != "\0" }
        return line.dropFirst(title.count).allSatisfy { $0 == "\0" } ? String(title) : nil
    }

    @Test(
        .requiresBPF,
        arguments: ["A=1 B=2 C=a-longer-value-than-that ./b -b", "./b -b", "./b --batch -d 900ms"])
    func `who reads arguments aside says so as far as there is room`(words: String) throws {
        let folder = FakeProc()
        let before = Set(File.numbers(in: "/proc"))
        symlink(Bpftop.path, "\(folder.root)/b")
        let run = try Subject(
            program: "/bin/sh", ["-c", "cd \(folder.root) && exec env -i \(words) >/dev/null"])
        let wanted = "bpftop-args for \(run.pid)"
        // The arguments' own area, and the environment's where it comes at once; a NUL ends them.
        let room = words.utf8.count
        let title = String(wanted.prefix(room))
        #expect(
            eventually(seconds: 10) {
                File.numbers(in: "/proc").contains {
                    !before.contains($0) && $0 != run.pid && Self.title($0) == title
                        && File.text("/proc/\($0)/comm") == "bpftop-args\n"
                }
            }, "\(title)")
    }

    private static func isAlive(_ pid: UInt32) -> Bool {
        File.text("/proc/\(pid)/stat").map { !$0.contains(") Z ") } ?? false
    }

    /// The scalars that would act on a terminal; a newline ends a line and does not.
    private func hostile(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { scalar in
            scalar != "\n"
                && (scalar.properties.generalCategory == .control
                    || scalar.properties.isBidiControl)
        }.map { String($0.value, radix: 16) }
    }
}
