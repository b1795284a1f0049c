import CBpftop
import Glibc
import Model
import Sampling
import TestSupport
import Testing

/// Command lines, through the sampler: read by BPF, in another thread, after the walk.
extension RunningKernel {
    @Suite struct Arguments {
        @Test func `arguments are joined by spaces`() throws {
            let subject = try Subject("words", "two words", "", "last")
            _ = try subject.answer()
            let program = try Fixture.subject()
            #expect(try command(of: subject.pid) == "\(program) words two words  last")
        }

        @Test func `a process without any argument has no command line`() throws {
            let subject = try Subject("empty")
            _ = try subject.answer()
            let marker = try Subject("words", "after")
            _ = try marker.answer()
            var sampler = try Sampler(.bpf)
            let texts = try self.texts(&sampler) { $0[marker.pid]?.hasSuffix("after") == true }
            #expect(texts[subject.pid] == nil)
        }

        @Test func `a hundred KiB are cut and say so`() throws {
            let subject = try Subject("words", String(repeating: "long ", count: 20_000))
            _ = try subject.answer()
            let text = try #require(try command(of: subject.pid))
            #expect(text.hasSuffix("long…") || text.hasSuffix("…"))
            #expect((4000...4100).contains(text.utf8.count))
        }

        @Test func `what fits exactly is not cut`() throws {
            let program = try Fixture.subject()
            // The program, a space and a NUL at the end belong to the 4,096 bytes.
            let length = CommandLines.limit - program.utf8.count - 2
            let subject = try Subject(String(repeating: "x", count: length))
            _ = try subject.answer()
            let text = try command(of: subject.pid)
            #expect(text?.utf8.count == CommandLines.limit - 1 && text?.last == "x")
            let longer = try Subject(String(repeating: "y", count: length + 1))
            _ = try longer.answer()
            let cut = try #require(try command(of: longer.pid))
            #expect(cut.last == "…")
        }

        @Test func `what is not UTF-8 is repaired`() throws {
            let shell = "exec \"$0\" \"$(printf 'caf\\351')\" \"$(printf 'ok\\033[31m')\""
            let subject = try Subject(program: "sh", ["-c", shell, try Fixture.subject()])
            _ = try subject.answer()
            let text = try #require(try command(of: subject.pid))
            #expect(text.hasSuffix("caf\u{fffd} ok\u{1b}[31m"))
        }

        @Test func `a title that was written over the arguments is read whole`() throws {
            let subject = try Subject("title")
            _ = try subject.answer()
            let text = try #require(try command(of: subject.pid))
            #expect(
                text
                    == "subject: a title that runs on beyond where the arguments once were and ended, far"
            )
            #expect(text == procCommand(subject.pid))
        }

        @Test func `a fork has its parent's arguments, and an exec new ones`() throws {
            let subject = try Subject("fork")
            let child = UInt32(try subject.answer()[0])
            var sampler = try Sampler(.bpf)
            let before = try texts(&sampler) { $0[child] != nil }
            #expect(before[child] == "\(try Fixture.subject()) fork")
            try subject.proceed()
            let after = try texts(&sampler) { $0[child]?.hasPrefix("another") == true }
            #expect(after[child] == "another one argument")
        }

        @Test func `an exec in the same process replaces its arguments`() throws {
            let subject = try Subject("exec")
            _ = try subject.answer()
            var sampler = try Sampler(.bpf)
            let before = try texts(&sampler) { $0[subject.pid] != nil }
            #expect(before[subject.pid]?.hasSuffix("subject exec") == true)
            try subject.proceed()
            let after = try texts(&sampler) { $0[subject.pid] == "executed plain" }
            #expect(after[subject.pid] == "executed plain")
        }

        @Test func `every process has proc's command line`() throws {
            var sampler = try Sampler(.bpf)
            let own = UInt32(getpid())
            _ = try texts(&sampler) { $0[own] != nil }
            var compared = 0
            for (pid, text) in try texts(&sampler, until: { $0[own] != nil }) {
                guard let proc = procCommand(pid), proc.utf8.count < 4000 else { continue }
                #expect(text == proc, "\(pid)")
                compared += 1
            }
            #expect(compared > 0)
        }

        @Test(arguments: [Sampler.Choice.bpf, .proc])
        func `a process is mostly shown with its command line from the first`(
            choice: Sampler.Choice
        ) throws {
            var sampler = try Sampler(choice)
            for _ in 0..<3 {
                let sample = try sampler.sample()
                sampler.awaitTexts(of: sample.tasks, until: sample.time.monotonic + 2_000_000_000)
            }
            // They are waited for 3 ms at most, so while others have the CPUs some come later: of several rounds the best counts.
            var most = 0
            for round in 0..<10 where most <= 5 {
                most = try (0..<10).count { try isShownAtOnce("\(round) \($0)", by: &sampler) }
            }
            #expect(most > 5)
        }

        /// Whether a new process has its command line in the first sample with it.
        private func isShownAtOnce(_ words: String, by sampler: inout Sampler) throws -> Bool {
            let subject = try Subject("words", words)
            _ = try subject.answer()
            let sample = try sampler.sample()
            let task = try #require(sample.tasks.first { $0.pid == subject.pid })
            let texts = sampler.newTexts() ?? sample.texts
            return texts.commands[task.identity]?.hasSuffix("words \(words)") == true
        }

        @Test(.enabled(if: access("/dev/fuse", R_OK | W_OK) == 0, "needs /dev/fuse"))
        func `a process whose memory map lock is held stops neither walks nor other readers`()
            throws
        {
            let files = FakeProc()
            files.makeDirectory("mount")
            let subject = try Subject("fuse", "\(files.root)/mount")
            let pid = UInt32(try subject.answer()[0])
            let other = try Subject("words", "other")
            _ = try other.answer()
            var sampler = try Sampler(.bpf)
            var longest: UInt64 = 0
            let texts = try self.texts(&sampler, longest: &longest) {
                $0[other.pid]?.hasSuffix("other") == true
            }
            #expect(texts[pid] == nil)
            // A line of the server's says that a page of the arguments was asked for: somebody waits for it.
            #expect(try subject.answer() == [-1])
            _ = try self.texts(&sampler, longest: &longest) { _ in false }
            #expect(longest < 500_000_000, "a sample took \(longest) ns")
            let record = try RunningKernel.record(pid, RunningKernel.mechanisms[0])
            #expect(record.residentPages ?? 0 > 0)
            subject.hangUp()
        }

        /// The command line of a process, once it is known.
        private func command(of pid: UInt32) throws -> String? {
            var sampler = try Sampler(.bpf)
            return try texts(&sampler) { $0[pid] != nil }[pid]
        }

        private func texts(
            _ sampler: inout Sampler, until isDone: ([UInt32: String]) -> Bool
        ) throws -> [UInt32: String] {
            var longest: UInt64 = 0
            return try texts(&sampler, longest: &longest, until: isDone)
        }

        /// Samples until a condition holds of the known command lines, or for two seconds.
        private func texts(
            _ sampler: inout Sampler, longest: inout UInt64,
            until isDone: ([UInt32: String]) -> Bool
        ) throws -> [UInt32: String] {
            let end = Instant.now().monotonic + 2_000_000_000
            while true {
                let start = Instant.now().monotonic
                let sample = try sampler.sample()
                longest = max(longest, Instant.now().monotonic - start)
                let known = Dictionary(
                    sample.texts.commands.all.map { ($0.key.pid, $0.value) },
                    uniquingKeysWith: { first, _ in first })
                if isDone(known) || start > end { return known }
                usleep(10_000)
            }
        }

        private func procCommand(_ pid: UInt32) -> String? {
            File.bytes("/proc/\(pid)/cmdline").flatMap(CommandLines.text)
        }
    }
}
