import Glibc
import TestSupport
import Testing

/// The full screen in a pseudo-terminal: how it ends, and what it writes.
@Suite(.serialized) struct FullScreenTests {
    /// A word of the first whole frame.
    private static let sign = "COMMAND"

    @Test(arguments: Way.possible)
    func `q gives the terminal back as it was`(way: Way) throws {
        let run = try way.start()
        let before = run.terminal.settings
        #expect(run.shows(Self.sign))
        #expect(run.terminal.settings.isRaw)
        run.terminal.type("q")
        #expect(run.ended()?.code == 0)
        #expect(run.terminal.settings == before)
    }

    @Test(arguments: Way.possible, [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
    func `a signal ends it and gives the terminal back`(way: Way, signal: Int32) throws {
        let run = try way.start()
        let before = run.terminal.settings
        #expect(run.shows(Self.sign))
        kill(run.pid, signal)
        #expect(run.ended()?.code == 128 + signal)
        #expect(run.terminal.settings == before)
    }

    @Test(arguments: Way.possible)
    func `even SIGKILL upon itself, sent from its own menu, gives the terminal back`(way: Way)
        throws
    {
        let run = try way.start("-d", "100ms")
        let before = run.terminal.settings
        #expect(run.shows(Self.sign))
        // Drawn whole, as only what differs is written otherwise.
        run.terminal.type("\\pid = \(run.pid)\r\u{0C}")
        #expect(run.shows("1/1"))
        run.terminal.type("x")
        #expect(run.shows("Signal bpftop (\(run.pid))"))
        run.terminal.type("kill\r")
        #expect(run.ended()?.code == 128 + SIGKILL)
        #expect(run.terminal.settings == before)
    }

    @Test(arguments: Way.possible)
    func `a terminal that goes away ends it, and it does not spin`(way: Way) throws {
        let run = try way.start()
        #expect(run.shows(Self.sign))
        // Held open by nobody else, so that what is left is an end of file and no signal's default action.
        run.terminal.hangUp()
        let end = try #require(run.ended())
        #expect(end.code == 128 + SIGHUP)
        #expect(end.cpuSeconds < 5)
    }

    @Test(arguments: Way.possible)
    func `a key is answered long before the next sample`(way: Way) throws {
        let run = try way.start("-d", "3600000")
        #expect(run.shows(Self.sign))
        for key in ["j", "t", ">", "\u{1B}[B", "q", "V", "\\", "x", "y"] {
            settle(run)
            run.terminal.type(key)
            #expect(!run.terminal.read(within: 2000).isEmpty, "\(key)")
        }
    }

    @Test(arguments: Way.possible)
    func `a screen on which nothing changes writes nothing`(way: Way) throws {
        let run = try way.start("-d", "100ms")
        #expect(run.shows(Self.sign))
        run.terminal.type("p")
        #expect(run.shows("PAUSED"))
        // What is read beside the sample may still come.
        settle(run, 1000)
        #expect(run.terminal.read(within: 1500) == [])
        // Keys that change nothing do not either.
        run.terminal.type("gggg\u{1B}[H")
        settle(run)
        run.terminal.type("gggg\u{1B}[H")
        #expect(run.terminal.read(within: 500) == [])
    }

    @Test(arguments: Way.possible)
    func `a storm of sizes leaves a whole screen`(way: Way) throws {
        let run = try way.start()
        #expect(run.shows(Self.sign))
        for size in 0..<200 as Range<UInt16> {
            run.terminal.setSize(columns: size * 37 % 250, rows: size * 13 % 70)
            if size % 10 == 0 { _ = run.terminal.read(within: 5) }
        }
        run.terminal.setSize(columns: 80, rows: 24)
        run.terminal.type("\u{0C}")
        #expect(run.shows("Quit"))
        run.terminal.type("q")
        #expect(run.ended()?.code == 0)
    }

    @Test(arguments: Way.possible)
    func `command lines that came behind a sample do not wait for the next`(way: Way) throws {
        let run = try way.start("-d", "3600000")
        #expect(run.shows(Self.sign))
        settle(run)
        run.terminal.type("\\8765.4\r")
        settle(run)
        // More than a sample waits for.
        let sleepers = try (0..<100).map { _ in Sleeper(try way.startSleeper("8765.4")) }
        // To go on is to sample now, and not again for an hour.
        run.terminal.type("pp")
        settle(run, 1000)
        // Drawn whole, as only what differs is written otherwise.
        run.terminal.type("\u{0C}")
        #expect(run.shows("1/100"))
        #expect(sleepers.count == 100)
    }

    /// A child that a list can hold.
    private final class Sleeper {
        private let child: TestChild

        init(_ child: consuming TestChild) { self.child = child }
    }

    @Test(.enabled(if: !Way.possible.isEmpty, "needs root"))
    func `Ctrl-Z where nobody can continue it goes on`() throws {
        let run = try Way.possible[0].start()
        #expect(run.shows(Self.sign))
        run.terminal.type("\u{1A}")
        settle(run)
        run.terminal.type("?")
        #expect(run.shows("Help"))
        run.terminal.type("\u{03}")
        #expect(run.ended()?.code == 0)
    }

    /// Waits until nothing more is written for a while in ms.
    private func settle(_ run: TerminalProgram, _ quiet: Int32 = 250) {
        for _ in 0..<50 {
            if run.terminal.read(within: quiet).isEmpty { return }
        }
    }
}
