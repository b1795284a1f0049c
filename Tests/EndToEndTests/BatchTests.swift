import Foundation
import Model
import TestSupport
import Testing

/// What is printed, form by form.
@Suite struct BatchTests {
    @Test func `two tables are two tables, each with its headings`() throws {
        let run = try Bpftop.run("-b", "-n", "2", "-d", "100ms")
        #expect(run.code == 0)
        #expect(run.lines.filter { $0.hasPrefix("bpftop ") }.count == 2)
        #expect(run.lines.filter { $0.contains(" USER ") && $0.contains("COMMAND") }.count == 2)
        #expect(run.lines.contains { $0.hasPrefix("Tasks: ") })
        #expect(
            run.lines.contains { $0.contains("bpftopPackageTe") || $0.contains("PackageTests") })
        #expect(run.output.last == UInt8(ascii: "\n"))
    }

    @Test func `without a terminal one table is the whole answer`() throws {
        let run = try Bpftop.run()
        #expect(run.code == 0)
        #expect(run.lines.filter { $0.hasPrefix("bpftop ") }.count == 1)
    }

    @Test(.requiresBPF) func `the source is BPF where it can be`() throws {
        let run = try Bpftop.run("-b", "-n", "1")
        #expect(run.text.contains("source bpf:btf"))
        #expect(run.errors.isEmpty)
        #expect(try Bpftop.sample("--backend", "bpf").object["source"] as? String == "bpf:btf")
    }

    @Test func `the other source is chosen by name`() throws {
        let run = try Bpftop.run("-b", "-n", "1", "--backend", "proc")
        #expect(run.code == 0 && run.errors.isEmpty)
        #expect(run.text.contains("source proc"))
    }

    @Test func `JSON has its schema, its times and its machine`() throws {
        let before = UInt64(Date().timeIntervalSince1970 * 1e9)
        let object = try Bpftop.sample().object
        #expect(object["schema"] as? String == "bpftop.sample.v1")
        let time = try #require(object["time_ns"] as? NSNumber).uint64Value
        #expect(time > before && time < before + 60_000_000_000)
        #expect(try #require(object["elapsed_ns"] as? NSNumber).intValue > 0)
        let system = try #require(object["system"] as? [String: Any])
        #expect(system["cpu_count"] as? Int ?? 0 > 0)
        let memory = try #require(system["memory"] as? [String: Any])
        #expect(memory["total_bytes"] as? Int ?? 0 > 1 << 20)
        #expect((system["cpus"] as? [Any])?.isEmpty == false)
        let keys = ["schema", "time_ns", "elapsed_ns", "source", "system", "processes"]
        #expect(Set(object.keys) == Set(keys))
    }

    @Test func `JSON's processes are keyed by every column's name`() throws {
        let processes = try Bpftop.sample().processes
        #expect(processes.count > 5)
        for process in processes { #expect(Set(process.keys) == Set(Column.all.map(\.name))) }
    }

    @Test func `this process is in it with its own numbers`() throws {
        let sample = try Bpftop.sample("-p", "\(getpid())")
        let own = try #require(sample.processes.first)
        #expect(sample.processes.count == 1)
        #expect(own["pid"] as? Int == Int(getpid()))
        #expect(own["ppid"] as? Int == Int(getppid()))
        #expect(own["uid"] as? Int == Int(geteuid()))
        #expect(own["rss_bytes"] as? Int ?? 0 > 1 << 20)
        #expect(own["cpu_time_ns"] as? Int ?? 0 > 0)
    }

    @Test(arguments: [("XST-5:30", 19_800), ("UTC0", 0), ("XWT8", -28_800)])
    func `tables tell local time, programs ns since the epoch`(zone: String, offset: Int) throws {
        let own = "\(getpid())"
        let run = try Bpftop.run(
            "-b", "-n", "1", "-p", own, "--columns", "start_time", environment: ["TZ": zone])
        let before = time(nil)
        let sample = try Bpftop.sample("-p", own)
        let start = try #require(sample.numbers("start_time").first) / 1_000_000_000
        let heading = try #require(run.lines.firstIndex { $0.hasSuffix("START") })
        #expect(
            [start - 1, start, start + 1].map { shown($0 + offset, at: before + offset) }
                .contains(run.lines[heading + 1].trimmingCharacters(in: .whitespaces)))
        let clock = try #require(run.lines[0].split(separator: " ").dropFirst().first)
        #expect(
            (0...5).map { shown(before + offset - $0, at: before + offset) }.contains("\(clock)"))
        #expect(!run.lines[0].contains("UTC"))
    }

    /// A time as START shows it at another, both in s and as if local time were UTC.
    private func shown(_ time: Int, at now: Int) -> String {
        var (time, now) = (time, now)
        var (fields, today) = (tm(), tm())
        gmtime_r(&time, &fields)
        gmtime_r(&now, &today)
        let isToday = fields.tm_yday == today.tm_yday && fields.tm_year == today.tm_year
        let format =
            isToday ? "%H:%M:%S" : fields.tm_year == today.tm_year ? "%b %d" : "%Y-%m-%d"
        var text = [CChar](repeating: 0, count: 32)
        let length = strftime(&text, 32, format, &fields)
        return String(decoding: text[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    @Test(.requiresBPF)
    func `where the kernel gives no larger array it goes on with what it has, and says so`() throws
    {
        // A descriptor more than are open would be needed to load one.
        let script = """
            "$0" --backend bpf --ndjson -d 250ms --columns pid & monitor=$!
            sleep 1; prlimit --pid $monitor --nofile=$(ls /proc/$monitor/fd | wc -l)
            "$1" herd 2500 > "$2" 2>&1 < /dev/null & herd=$!
            until [ -s "$2" ]; do sleep 0.1; done
            sleep 1; kill $monitor; wait $monitor; kill -9 $herd
            """
        let files = FakeProc()
        let run = try Finished(
            "/bin/sh",
            ["-c", script, Bpftop.path, try Fixture.subject(), "\(files.root)/said"])
        #expect(run.message.contains("are missing"), "\(run.message)")
        let lines = run.output.split(separator: UInt8(ascii: "\n"))
        let first = try Bpftop.Sample(try #require(lines.first)).numbers("pid").count
        let last = try Bpftop.Sample(try #require(lines.last)).numbers("pid").count
        #expect(last > first + 1000 && last < first + 2500)
    }

    @Test(arguments: [
        ("C.UTF-8", [], true), ("C.UTF-8", ["--ascii"], false), ("C", [], false), ("", [], false),
    ])
    func `tables have the locale's characters`(
        locale: String, options: [String], isUTF8: Bool
    ) throws {
        let script = "exec -a größe sleep 30"
        let named = TestChild("/bin/bash", ["-c", script])
        let run = try Finished(
            Bpftop.path, ["-b", "-n", "1", "-p", "\(named.pid)"] + options,
            environment: ["LC_ALL": locale, "LC_CTYPE": "", "LANG": ""])
        #expect(run.lines.contains { $0.hasSuffix(isUTF8 ? " größe 30" : " gr??e 30") })
        #expect(isUTF8 || run.output.allSatisfy { $0 < 0x80 })
    }

    @Test func `a stream of JSON is one object a line`() throws {
        let run = try Bpftop.run("--ndjson", "-n", "3", "-d", "100ms")
        #expect(run.code == 0)
        let lines = run.output.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 3)
        let times = try lines.map { line in
            try #require(try Bpftop.Sample(line).object["time_ns"] as? NSNumber).uint64Value
        }
        #expect(times == times.sorted() && Set(times).count == 3)
    }

    @Test(arguments: ["proc", "auto"])
    func `a process's start is the same moment in every sample`(backend: String) throws {
        let run = try Bpftop.run(
            "--ndjson", "-n", "5", "-d", "100ms", "-p", "\(getpid())", "--backend", backend)
        let starts = try run.output.split(separator: UInt8(ascii: "\n")).map { line in
            try Bpftop.Sample(line).numbers("start_time")
        }
        #expect(starts.count == 5)
        #expect(Set(starts).count == 1 && starts[0].count == 1, "\(starts)")
    }

    @Test func `samples that a stop made it miss are not made up for`() throws {
        // $0 is the program; its output has begun before it is stopped for ten of its periods.
        let script = """
            file=$(mktemp); trap 'rm -f "$file"' EXIT
            "$0" --ndjson -n 9 -d 200ms -p $$ --columns pid >"$file" & pid=$!
            until [ -s "$file" ]; do sleep 0.02; done
            kill -STOP $pid; sleep 2; kill -CONT $pid
            wait $pid; cat "$file"
            """
        let run = try Finished("sh", ["-c", script, Bpftop.path])
        let lines = run.output.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 9)
        let elapsed = try lines.map { line in
            try #require(try Bpftop.Sample(line).object["elapsed_ns"] as? NSNumber).intValue
        }
        #expect(elapsed.contains { $0 > 1_000_000_000 })
        // Half a period but for how much later a sample before was taken than its tick.
        #expect(elapsed.allSatisfy { $0 > 50_000_000 }, "\(elapsed)")
    }

    @Test func `every line of CSV has as many fields as the header`() throws {
        let run = try Bpftop.run("--csv", "-n", "2", "-d", "100ms")
        #expect(run.code == 0)
        let records = records(ofCSV: run.text)
        #expect(records.first == ["time_ns"] + Column.all.map(\.name))
        #expect(records.allSatisfy { $0.count == Column.all.count + 1 })
        #expect(Set(records.dropFirst().map { $0[0] }).count == 2)
        #expect(records.filter { $0.contains("time_ns") }.count == 1)
    }

    @Test func `a column that is named twice stands once`() throws {
        let run = try Bpftop.run("--csv", "-n", "1", "--columns", "pid,comm,PID")
        #expect(run.code == 0 && run.lines.first?.hasPrefix("time_ns,pid,comm\r") == true)
    }

    @Test func `where no file may grow the failure is told`() throws {
        let file = "/dev/shm/bpftop-\(getpid())-limited"
        defer { unlink(file) }
        let run = try Finished(
            "sh", ["-c", "ulimit -f 0; exec \"$0\" -b -n 1 >\"$1\"", Bpftop.path, file])
        #expect(run.code == 1 && run.message.contains("File too large"), "\(run.code)")
    }

    @Test func `columns come in the order that was asked for`() throws {
        let run = try Bpftop.run("--csv", "-n", "1", "--columns", "comm,pid,rss_bytes")
        #expect(run.lines.first == "time_ns,comm,pid,rss_bytes\r")
        let table = try Bpftop.run("-b", "-n", "1", "--columns", "comm,PID")
        let heading = table.lines.first { $0.contains("COMM") && $0.contains("PID") }
        #expect(heading?.split(separator: " ") == ["COMM", "PID"])
    }

    @Test(arguments: [("pid:asc", true), ("pid:desc", false)])
    func `rows are sorted as asked`(order: String, isAscending: Bool) throws {
        let pids = try Bpftop.sample("-s", order).numbers("pid")
        #expect(pids.count > 5)
        #expect(pids == (isAscending ? pids.sorted() : pids.sorted().reversed()))
    }

    @Test func `a column of quantities sorts the largest first`() throws {
        let sizes = try Bpftop.sample("-s", "rss_bytes").numbers("rss_bytes")
        #expect(sizes.count > 2 && sizes == sizes.sorted().reversed())
    }

    @Test func `a user's processes are the user's`() throws {
        let byName = try Bpftop.sample("-u", "root")
        let byNumber = try Bpftop.sample("-u", "0")
        #expect(byName.numbers("uid").allSatisfy { $0 == 0 })
        #expect(byName.processes.count > 2 && byNumber.processes.count > 2)
    }

    @Test(arguments: [[], ["--json"], ["--csv"]])
    func `a filter by a user whom nobody knows says so beside its output`(form: [String]) throws {
        func message(_ filter: String) throws -> String {
            let run = try Finished(Bpftop.path, ["-n", "1", "-F", filter] + form)
            #expect(run.code == 0 && !run.output.isEmpty)
            return run.message
        }
        let unknown = "bpftop: -F: no user 'nosuch' is known here\n"
        #expect(try message("pid = 1 or user = nosuch").hasSuffix(unknown))
        #expect(try !message("user = root").contains("is known here"))
    }

    @Test func `a filter chooses, and threads are rows when asked for`() throws {
        let subject = try Subject("burn", "3", "0", "0")
        _ = try subject.answer()
        let pid = subject.pid
        let filtered = try Bpftop.sample("-F", "pid = \(pid)")
        #expect(filtered.numbers("pid") == [Int(pid)])
        let threads = try Bpftop.sample("-H", "-F", "tgid = \(pid)")
        #expect(threads.processes.count > 3)
        #expect(Set(threads.numbers("tgid")) == [Int(pid)])
    }

    @Test(arguments: ["auto", "proc"])
    func `the kernel's threads are shown unless that is refused`(backend: String) throws {
        // PF_KTHREAD: they have no memory of their own, and no arguments.
        func kernelThreads(_ option: String...) throws -> Int {
            let run = try Finished(
                Bpftop.path, ["--json", "-F", "ppid = 2", "--backend", backend] + option)
            #expect(run.code == 0)
            return try Bpftop.Sample(run.output).processes.count
        }
        let all = try kernelThreads()
        #expect(try kernelThreads("--kernel-threads") == all)
        #expect(try kernelThreads("--no-kernel-threads") == 0)
    }

    @Test func `children stand below their parents in a tree`() throws {
        let subject = try Subject("zombie")
        let child = try subject.answer()[0]
        let run = try Bpftop.run("-b", "-t", "-n1", "-p\(subject.pid)", "-p", "\(child)")
        #expect(run.code == 0)
        #expect(run.lines.contains { $0.contains("`- ") && $0.contains(" \(child) ") })
    }

    /// Splits CSV as RFC 4180 says.
    private func records(ofCSV text: String) -> [[String]] {
        var records: [[String]] = [[]]
        var field = ""
        var isQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where isQuoted && scalars.first == "\"":
                field.append(Character(scalars.removeFirst()))
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                records[records.count - 1].append(field)
                field = ""
            case "\r" where !isQuoted && scalars.first == "\n":
                scalars.removeFirst()
                records[records.count - 1].append(field)
                records.append([])
                field = ""
            default: field.unicodeScalars.append(scalar)
            }
        }
        return records.dropLast()
    }
}
