import Interface
import Model
import Terminal

/// The monitor's user side without kernel and terminal: samples and keys go in, bytes come out.
struct Desk {
    /// The parts of a refresh, in their order.
    enum Stage: CaseIterable {
        case join, order, draw, bytes
    }

    private var host = BusyHost(processes: 10_000)
    private var previous: Sample
    private var current: Sample
    private var joined: Snapshot?
    private var state: State
    private var display: Display
    private var decoder = KeyDecoder()
    /// What the terminal was sent last.
    private(set) var sent: [UInt8] = []

    private static let size = Size(columns: 200, rows: 60)

    /// Makes a monitor that has shown some refreshes and then got some keys.
    init(
        isTree: Bool = false, filter: String = "", sort: String = "cpu_percent", keys: String = ""
    ) {
        previous = host.sample
        current = previous
        var settings = Settings()
        settings.isTree = isTree
        settings.sortColumn = sort
        settings.sortOrder = Column.named(sort)?.naturalOrder ?? .descending
        state = State(settings: settings, size: Self.size)
        let capabilities = Capabilities(
            environment: ["TERM": "xterm-256color", "LANG": "C.UTF-8"], isTTY: true)
        display = Display(size: Self.size, capabilities: capabilities)
        do {
            try state.filter(by: filter)
        } catch {
            fatalError("\(filter): \(error)")
        }
        for _ in 0..<3 {
            advance()
            refresh()
        }
        type(keys)
    }

    /// A second goes by, and a sample is taken.
    mutating func advance() {
        host.advance()
        previous = current
        current = host.sample
    }

    /// All that follows upon a sample.
    mutating func refresh() {
        for stage in Stage.allCases { perform(stage) }
    }

    mutating func perform(_ stage: Stage) {
        switch stage {
        case .join:
            _ = state.expectUpdate()
            joined = Snapshot(current, since: previous)
        case .order:
            guard let joined else { return }
            state.update(joined)
            self.joined = nil
        case .draw:
            state.render(into: &display.screen)
        case .bytes:
            sent.removeAll(keepingCapacity: true)
            display.render(into: &sent)
        }
    }

    /// Does what keys mean and draws that.
    mutating func type(_ keys: String) {
        for event in decoder.feed(Array(keys.utf8)) { _ = state.handle(event) }
        perform(.draw)
        perform(.bytes)
    }
}
