import Glibc
import TestSupport
import Testing

@testable import Terminal

// Each test lets a child process die in its own way on a terminal whose other side the test holds.
extension ProcessWideTests {
    @Suite struct TtyExitTests {
        private let terminal: PseudoTerminal
        private let before: PseudoTerminal.Settings

        init() throws {
            terminal = try PseudoTerminal()
            before = terminal.settings
            setenv("BPFTOP_TEST_TERMINAL", terminal.path, 1)
        }

        /// In the child: opens and enters the terminal that the parent made.
        static func enter() throws -> Tty {
            let path = String(cString: getenv("BPFTOP_TEST_TERMINAL"))
            let descriptor = Glibc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
            var tty = try Tty(owning: descriptor, capabilities: .full)
            try tty.enter()
            return tty
        }

        private func expectGivenBack(_ location: SourceLocation = #_sourceLocation) {
            let text = terminal.readText()
            #expect(text.hasPrefix(ControlSequence.enter(.full)), sourceLocation: location)
            #expect(text.hasSuffix(ControlSequence.leave(.full)), sourceLocation: location)
            #expect(terminal.settings == before, sourceLocation: location)
        }

        @Test func `SIGTERM gives the terminal back and ends the process`() async {
            await #expect(processExitsWith: .signal(SIGTERM)) {
                let tty = try TtyExitTests.enter()
                kill(getpid(), SIGTERM)
                while tty.isEntered { pause() }
            }
            expectGivenBack()
        }

        @Test func `SIGHUP gives the terminal back and ends the process`() async {
            await #expect(processExitsWith: .signal(SIGHUP)) {
                let tty = try TtyExitTests.enter()
                kill(getpid(), SIGHUP)
                while tty.isEntered { pause() }
            }
            expectGivenBack()
        }

        @Test func `the first and the last real-time signal give the terminal back`() async throws {
            await #expect(processExitsWith: .signal(34)) {
                let tty = try TtyExitTests.enter()
                kill(getpid(), 34)
                while tty.isEntered { pause() }
            }
            expectGivenBack()
            await #expect(processExitsWith: .signal(64)) {
                let tty = try TtyExitTests.enter()
                kill(getpid(), 64)
                while tty.isEntered { pause() }
            }
            expectGivenBack()
        }

        @Test func `a trap gives the terminal back and ends the process`() async {
            await #expect(processExitsWith: .failure) {
                let tty = try TtyExitTests.enter()
                let numbers: [Int] = tty.isEntered ? [] : [1]
                print(numbers[getpid() > 0 ? 3 : 0])
            }
            expectGivenBack()
        }

        @Test func `a fatal error gives the terminal back and ends the process`() async {
            await #expect(processExitsWith: .failure) {
                let tty = try TtyExitTests.enter()
                if tty.isEntered { fatalError("on purpose") }
            }
            expectGivenBack()
        }

        @Test func `abort gives the terminal back and ends the process`() async {
            await #expect(processExitsWith: .signal(SIGABRT)) {
                let tty = try TtyExitTests.enter()
                if tty.isEntered { abort() }
            }
            expectGivenBack()
        }

        @Test func `a stack that overflows gives the terminal back`() async {
            await #expect(processExitsWith: .failure) {
                func deepen(_ depth: Int) -> Int {
                    depth == .max ? 0 : 1 + deepen(depth + 1) + deepen(depth + 2)
                }
                let tty = try TtyExitTests.enter()
                if tty.isEntered { print(deepen(0)) }
            }
            expectGivenBack()
        }

        @Test func `a bad access gives the terminal back`() async {
            await #expect(processExitsWith: .signal(SIGSEGV)) {
                let tty = try TtyExitTests.enter()
                if tty.isEntered { UnsafeMutablePointer<Int>(bitPattern: 8)!.pointee = 1 }
            }
            expectGivenBack()
        }

        @Test func `exit gives the terminal back`() async {
            await #expect(processExitsWith: .exitCode(3)) {
                let tty = try TtyExitTests.enter()
                if tty.isEntered { exit(3) }
            }
            expectGivenBack()
        }

        @Test(.timeLimit(.minutes(5)))
        func `a stopped process has given the terminal back and takes it again`() async throws {
            async let child = #expect(processExitsWith: .exitCode(0)) {
                // A group of its own, as a shell makes for a job; else the tests would stop too.
                setpgid(0, 0)
                var tty = try TtyExitTests.enter()
                _ = try tty.send(Array("pid=\(getpid());".utf8))
                try tty.suspend()
                _ = try tty.send(Array("back;".utf8))
                tty.leave()
                exit(0)
            }
            var text = ""
            while !text.hasSuffix(ControlSequence.leave(.full)) {
                try await Task.sleep(for: .milliseconds(5))
                text += terminal.readText()
            }
            #expect(terminal.settings == before)
            let number = text.split(separator: "pid=")[1].prefix { $0 != ";" }
            let pid = try #require(Int32(number))
            while !isStopped(pid) { try await Task.sleep(for: .milliseconds(5)) }
            #expect(terminal.readText() == "")
            kill(pid, SIGCONT)
            _ = await child
            #expect(
                terminal.readText() == ControlSequence.enter(.full) + "back;"
                    + ControlSequence.leave(.full))
            #expect(terminal.settings == before)
        }

        private func isStopped(_ pid: Int32) -> Bool {
            let descriptor = Glibc.open("/proc/\(pid)/stat", O_RDONLY)
            defer { close(descriptor) }
            var buffer = [UInt8](repeating: 0, count: 512)
            let count = max(0, read(descriptor, &buffer, buffer.count))
            return String(decoding: buffer.prefix(count), as: UTF8.self).contains(") T ")
        }
    }
}
