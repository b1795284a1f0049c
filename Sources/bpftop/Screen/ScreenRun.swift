import Actions
import Config
import FoundationEssentials
import Glibc
import Interface
import Model
import Sampling
import Terminal

/// The full-screen monitor: one thread and one `poll(2)` over the terminal, signals and what is read aside.
///
/// Events change the state, the state asks for effects, effects are carried out here, and the state is drawn; nothing else knows
/// both the screen and the system.
struct ScreenRun: ~Copyable {
    private var tty: Tty
    private var display: Display
    private var decoder = KeyDecoder()
    private var state: State
    private var sampler: Sampler
    private let samplerEvents: Int32
    private var previous: Sample?
    private var timer: PeriodicTimer
    /// When to look what has been found since the last sample, in ns of the monotonic clock, and how long after the look before; nil while
    /// nothing is missing.
    private var nextLook: (time: UInt64, delay: UInt64)?
    private var isPaused = false
    private var showsThreads: Bool
    private var meter = CostMeter()
    private var loneFreezes = LoneFreezes()
    private let actions: Actions
    private let slowActions: BackgroundActions
    private let details: DetailsReader
    private let signals: SignalDescriptor
    private let store: ConfigStore
    /// With which code to end; nil while running.
    private var ending: Int32?

    /// Opens the terminal and loads the sampler; the terminal is not changed yet.
    init(_ options: MonitorOptions) throws(Failure) {
        let capabilities = options.capabilities
        let tty = try Self.open(capabilities)
        var sampler = try refusing { () throws(BPFRefusal) in
            try Sampler(options.backend, btf: options.layoutFile)
        }
        let size = tty.size
        let store = ConfigStore(options.configLocation)
        let config = store.load()
        var state = try options.initialState(
            size: size, capabilities: capabilities, config: config.settings, &sampler)
        if let problems = config.problemsInBrief(isNamed: options.config != nil) {
            state.report(ActionResult(problems, isFailure: true))
        }
        let actions = Actions(isReadOnly: options.readonly)
        let (details, slowActions) = try Self.openBackground(actions)
        let signals = try Self.openSignals()
        self.init(
            tty, Display(size: size, capabilities: capabilities), state, sampler, details, signals,
            store, actions, slowActions)
    }

    /// Apart, as Swift 6.2 miscompiles a throw out of an initialiser that sets the properties itself.
    private init(
        _ tty: consuming Tty, _ display: consuming Display, _ state: State,
        _ sampler: consuming Sampler, _ details: consuming DetailsReader,
        _ signals: consuming SignalDescriptor, _ store: consuming ConfigStore, _ actions: Actions,
        _ slowActions: BackgroundActions
    ) {
        self.tty = tty
        self.display = display
        var sampler = sampler
        // poll(2) passes over a negative number.
        samplerEvents = sampler.eventDescriptor() ?? -1
        self.sampler = sampler
        self.state = state
        self.details = details
        self.signals = signals
        self.store = store
        showsThreads = state.settings.showsThreads
        // The second sample comes soon, as rates need two.
        timer = PeriodicTimer(every: .milliseconds(300), from: .now)
        self.actions = actions
        self.slowActions = slowActions
    }

    /// Runs until the user leaves, a signal ends it or the terminal goes; returns the exit code.
    mutating func run() throws(Failure) -> Int32 {
        try sample()
        do throws(TerminalError) {
            try tty.enter()
            while ending == nil {
                try draw()
                try wait()
            }
            tty.leave()
        } catch {
            tty.leave()
            if error == .hungUp { return 128 + SIGHUP }
            throw Failure(.failed, "terminal: \(error)")
        }
        if !loneFreezes.isEmpty { _ = actions.perform(.removeEmptyCgroups) }
        if let failure { throw failure }
        return ending ?? 0
    }

    /// What broke while the terminal was ours; reported once it is given back.
    private var failure: Failure?

    private static func open(_ capabilities: Capabilities) throws(Failure) -> Tty {
        do throws(TerminalError) {
            return try Tty(capabilities: capabilities)
        } catch {
            throw Failure(.failed, "no terminal: \(error)", remedy: "bpftop -b")
        }
    }

    private static func openBackground(
        _ actions: Actions
    ) throws(Failure) -> (DetailsReader, BackgroundActions) {
        do throws(ActionFailure) {
            return (try DetailsReader(), try BackgroundActions(actions))
        } catch {
            throw Failure(.failed, "what is done aside: \(error.text)")
        }
    }

    private static func openSignals() throws(Failure) -> SignalDescriptor {
        do throws(TerminalError) {
            return try SignalDescriptor([
                .windowChanged, .terminate, .hangUp, .interrupt, .quit, .stop, .stopReading,
                .stopWriting, .continue,
            ])
        } catch {
            throw Failure(.failed, "signals: \(error)")
        }
    }
}

// MARK: - Drawing and sampling

extension ScreenRun {
    /// Draws a frame, unless the terminal has not taken the last one yet.
    private mutating func draw() throws(TerminalError) {
        guard !tty.hasUnsent else { return }
        state.render(into: &display.screen)
        var bytes: [UInt8] = []
        display.render(into: &bytes)
        if !bytes.isEmpty { _ = try tty.send(bytes) }
        meter.finishRefresh()
    }

    /// Takes a sample and shows it.
    private mutating func sample() throws(Failure) {
        meter.beginRefresh()
        let needs = state.needs
        sampler.recycle(state.expectUpdate())
        let current: Sample
        do throws(BPFRefusal) {
            current = try sampler.sample(threads: showsThreads, needs: needs)
        } catch {
            throw Failure(error)
        }
        state.cost = meter.cost
        state.notice = sampler.notice
        state.update(Snapshot(current, since: previous))
        // Behind the update, in whose time most of what is new has been looked up.
        if let texts = sampler.newTexts() { state.receive(texts) }
        if loneFreezes.forgetEnded(in: current) { slowActions.perform(.removeEmptyCgroups) }
        previous = current
        expectTexts(after: Self.firstLook)
    }

    /// Looks what has been found since the last sample, so that a long period does not keep it back.
    private mutating func receiveTexts() {
        guard let tasks = previous?.tasks else { return }
        if let texts = sampler.laterTexts(of: tasks) {
            state.receive(texts)
            // On a crowded machine each look asks for a part, so there is more to come.
            expectTexts(after: Self.firstLook)
        } else {
            expectTexts(after: 2 * (nextLook?.delay ?? Self.firstLook))
        }
    }

    private mutating func expectTexts(after delay: UInt64) {
        nextLook = sampler.hasAllTexts ? nil : (Instant.now().monotonic + delay, delay)
    }

    /// How long after a sample, or after something came, what is lacking is looked for, in ns; then after twice that, and so on.
    private static var firstLook: UInt64 { 200_000_000 }

    private mutating func sampleOrEnd() {
        do throws(Failure) {
            try sample()
        } catch {
            failure = error
            ending = error.code.rawValue
        }
    }
}

// MARK: - Waiting

extension ScreenRun {
    /// Waits for the next thing to happen and deals with all that has.
    private mutating func wait() throws(TerminalError) {
        let ready = try Poll.wait(
            [
                Poll.Watch(tty.descriptor, output: tty.hasUnsent),
                Poll.Watch(signals.descriptor), Poll.Watch(details.descriptor),
                Poll.Watch(slowActions.descriptor), Poll.Watch(samplerEvents),
            ], timeoutMilliseconds: timeout)
        if ready[0].contains(.writable) { _ = try tty.flush() }
        if ready[1].contains(.readable) { try handleSignals() }
        if ready[2].contains(.readable) {
            for found in details.take() { state.receive(found) }
        }
        if ready[3].contains(.readable) {
            for result in slowActions.take() { state.report(result) }
        }
        if ready[4].contains(.readable) { sampler.readEvents() }
        if ready[0].contains(.readable) || ready[0].contains(.hungUp) {
            try readKeys()
        } else if decoder.isPending {
            try handle(decoder.timeout())
        }
        if !isPaused, timer.take(at: .now) > 0 {
            sampleOrEnd()
            timer.setPeriod(.nanoseconds(Int64(clamping: state.settings.period)), from: .now)
        } else if let nextLook, Instant.now().monotonic >= nextLook.time {
            receiveTexts()
        }
    }

    private var timeout: Int? {
        let tick = isPaused ? nil : timer.timeoutMilliseconds(at: .now)
        return [tick, decoder.timeoutMilliseconds, lookTimeout].compactMap { $0 }.min()
    }

    private var lookTimeout: Int? {
        nextLook.map { nextLook in
            let now = Instant.now().monotonic
            return nextLook.time > now ? Int((nextLook.time - now) / 1_000_000) + 1 : 0
        }
    }

    private mutating func readKeys() throws(TerminalError) {
        var bytes: [UInt8] = []
        switch try tty.read(into: &bytes) {
        case .bytes: try handle(decoder.feed(bytes))
        case .nothing: break
        case .hungUp: ending = 128 + SIGHUP
        }
    }

    private mutating func handleSignals() throws(TerminalError) {
        for signal in signals.take() {
            switch signal {
            case .windowChanged:
                // Two changes may come as one and lead back to the old size, with cells moved about in between.
                display.invalidate()
                try resize()
            case .terminate, .hangUp, .interrupt, .quit: ending = 128 + signal.number
            case .stop, .stopReading, .stopWriting: try suspend()
            case .continue:
                try tty.enter()
                display.invalidate()
                try resize()
            case .child: break
            }
        }
    }

    private mutating func resize() throws(TerminalError) {
        display.resize(to: tty.size)
        try handle([.resize(display.screen.size)])
    }

    private mutating func suspend() throws(TerminalError) {
        try tty.suspend()
        display.invalidate()
        try resize()
    }
}

// MARK: - Effects

extension ScreenRun {
    private mutating func handle(_ events: [Event]) throws(TerminalError) {
        for event in events {
            for effect in state.handle(event, at: Instant.now().monotonic) {
                try perform(effect)
            }
        }
    }

    private mutating func perform(_ effect: Effect) throws(TerminalError) {
        switch effect {
        case .quit: ending = 0
        case .suspend: try suspend()
        case .redraw: display.invalidate()
        case .copy(let text): try copy(text)
        case .sampleNow: sampleOrEnd()
        case .setPeriod(let period):
            timer.setPeriod(.nanoseconds(Int64(clamping: period)), from: .now)
        case .setPaused(let paused): isPaused = paused
        case .setShowsThreads(let shows): showsThreads = shows
        case .loadDetails(let identity): details.request(identity)
        case .saveSettings(let settings): save(settings)
        case .signal(let targets, let number) where Self.isOwnEnd(targets, number):
            // The terminal is given back first, as neither signal can be handled; nobody comes back from SIGKILL.
            tty.leave()
            if let result = actions.perform(effect) { state.report(result) }
            try tty.enter()
            display.invalidate()
        case .freeze, .thaw:
            loneFreezes.note(effect)
            state.report(ActionResult("asked for; waiting for the kernel"))
            slowActions.perform(effect)
        case .signal, .setNice, .changeNice, .setIOPriority, .setAffinity, .removeEmptyCgroups:
            if let result = actions.perform(effect) { state.report(result) }
        }
    }

    private static func isOwnEnd(_ targets: [Target], _ number: Int32) -> Bool {
        [SIGKILL, SIGSTOP].contains(number)
            && targets.contains { $0.identity.pid == UInt32(getpid()) }
    }

    private mutating func save(_ settings: Settings) {
        do throws(ConfigSaveError) {
            state.report(ActionResult("saved to \(try store.save(settings))"))
        } catch {
            state.report(ActionResult("not saved: \(error)", isFailure: true))
        }
    }

    private mutating func copy(_ text: String) throws(TerminalError) {
        let sequence = Clipboard.sequence(copying: text, through: tty.capabilities.multiplexer)
        guard let sequence else {
            return state.report(ActionResult("too much to copy", isFailure: true))
        }
        _ = try tty.send(sequence)
    }
}
