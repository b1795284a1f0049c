import Glibc
import Testing

@testable import Terminal

extension ProcessWideTests {
    @Suite struct SignalDescriptorTests {
        @Test func `signals arrive once each and in order`() throws {
            let signals = try SignalDescriptor([.windowChanged, .child, .continue])
            #expect(signals.take() == [])
            for signal in [SIGCHLD, SIGWINCH, SIGCHLD, SIGCONT] { kill(getpid(), signal) }
            // The kernel may hand a signal to another thread; it is still ours.
            while try Poll.wait([Poll.Watch(signals.descriptor)], timeoutMilliseconds: 1000) == [[]]
            {}
            usleep(20_000)
            let taken = signals.take()
            #expect(Set(taken) == [.windowChanged, .child, .continue] && taken.count == 3)
            #expect(signals.take() == [])
        }

        @Test func `there is one in a process`() throws {
            func use() throws { _ = try SignalDescriptor([.windowChanged]).take() }
            func useTwo() throws {
                let first = try SignalDescriptor([.windowChanged])
                #expect(throws: TerminalError.alreadyOpen) { try use() }
                _ = first.take()
            }
            try useTwo()
            try use()
        }

        @Test func `a hang-up that is ignored stays so and others come back`() throws {
            let formerHangUp = signal(SIGHUP, SIG_IGN)
            defer { signal(SIGHUP, formerHangUp) }
            func use() throws {
                let signals = try SignalDescriptor([.hangUp, .windowChanged])
                kill(getpid(), SIGHUP)
                usleep(20_000)
                #expect(signals.take() == [])
            }
            try use()
            var action = sigaction()
            sigaction(SIGWINCH, nil, &action)
            #expect(action.__sigaction_handler.sa_handler == nil)
        }

        @Test func `numbers and signals match both ways`() {
            for signal in Signal.allCases { #expect(Signal(number: signal.number) == signal) }
            #expect(Signal(number: SIGKILL) == nil)
        }
    }
}

struct PeriodicTimerTests {
    private let start = SuspendingClock().now

    @Test func `a tick is due after a period and not before`() {
        var timer = PeriodicTimer(every: .milliseconds(1500), from: start)
        #expect(timer.timeoutMilliseconds(at: start) == 1500)
        #expect(timer.take(at: start) == 0)
        #expect(timer.timeoutMilliseconds(at: start + .microseconds(1_499_001)) == 1)
        #expect(timer.take(at: start + .milliseconds(1499)) == 0)
        #expect(timer.timeoutMilliseconds(at: start + .milliseconds(1500)) == 0)
        #expect(timer.take(at: start + .milliseconds(1500)) == 1)
        #expect(timer.take(at: start + .milliseconds(1500)) == 0)
    }

    @Test func `a late tick does not move the next one`() {
        var timer = PeriodicTimer(every: .milliseconds(100), from: start)
        #expect(timer.take(at: start + .milliseconds(130)) == 1)
        #expect(timer.timeoutMilliseconds(at: start + .milliseconds(130)) == 70)
    }

    @Test func `missed ticks are counted and not made up for`() {
        var timer = PeriodicTimer(every: .milliseconds(100), from: start)
        #expect(timer.take(at: start + .milliseconds(1050)) == 10)
        #expect(timer.take(at: start + .milliseconds(1050)) == 0)
        #expect(timer.timeoutMilliseconds(at: start + .milliseconds(1050)) == 50)
        #expect(timer.take(at: start + .seconds(86400 * 365)) > 300_000_000)
    }

    @Test func `no tick follows a late one within half a period`() {
        var timer = PeriodicTimer(every: .milliseconds(100), from: start)
        #expect(timer.take(at: start + .milliseconds(160)) == 1)
        #expect(timer.timeoutMilliseconds(at: start + .milliseconds(160)) == 140)
        #expect(timer.take(at: start + .milliseconds(990)) == 7)
        #expect(timer.timeoutMilliseconds(at: start + .milliseconds(990)) == 110)
    }

    @Test func `another period begins now`() {
        var timer = PeriodicTimer(every: .seconds(3600), from: start)
        timer.setPeriod(.milliseconds(250), from: start + .seconds(5))
        #expect(timer.timeoutMilliseconds(at: start + .seconds(5)) == 250)
        timer.setPeriod(.zero, from: start)
        #expect(timer.period == .milliseconds(1))
    }

    @Test func `a period that is set again leaves the ticks where they are`() {
        var timer = PeriodicTimer(every: .milliseconds(100), from: start)
        for tick in 1...9 {
            let late = start + .milliseconds(100 * tick + 7)
            #expect(timer.take(at: late) == 1)
            timer.setPeriod(.milliseconds(100), from: late)
            #expect(timer.timeoutMilliseconds(at: late) == 93)
        }
    }
}

struct PollTests {
    @Test func `a pipe is writable, then readable, then hung up`() throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let watches = [Poll.Watch(ends[0]), Poll.Watch(ends[1], input: false, output: true)]
        #expect(try Poll.wait(watches, timeoutMilliseconds: 0) == [[], .writable])
        write(ends[1], "x", 1)
        #expect(try Poll.wait(watches, timeoutMilliseconds: nil) == [.readable, .writable])
        close(ends[1])
        #expect(try Poll.wait([watches[0]], timeoutMilliseconds: 10) == [[.readable, .hungUp]])
    }

    @Test func `nothing to wait for ends in time`() throws {
        let clock = SuspendingClock()
        let start = clock.now
        #expect(try Poll.wait([], timeoutMilliseconds: 30) == [])
        #expect(clock.now - start >= .milliseconds(29))
        #expect(try Poll.wait([Poll.Watch(999)], timeoutMilliseconds: 0) == [.hungUp])
    }
}
