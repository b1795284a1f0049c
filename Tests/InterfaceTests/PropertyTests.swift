import CBpftop
import Interface
import Model
import Terminal
import TestSupport
import Testing

/// Plays a random user before a random machine.
private struct Play {
    var numbers: SeededGenerator
    var state = State(size: Size(columns: 80, rows: 24))
    var world = Invented.hostile()
    var time: UInt64 = 0

    init(seed: UInt64) {
        numbers = SeededGenerator(seed: seed)
    }

    mutating func upTo(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &numbers) }

    // MARK: The machine

    mutating func refresh() {
        switch upTo(12) {
        case 0: world.tasks.removeAll()
        case 1: world = .crowd(1 + upTo(60), cpus: [1, 2, 8, 33, 256][upTo(5)])
        case 2: world = .hostile()
        case 3: world.tasks.shuffle(using: &numbers)
        case 4: world.setCPUs(upTo(513), seconds: world.time / Invented.second)
        default: change()
        }
        let before = world.sample
        world = world.later()
        state.update(Snapshot(world.sample, since: upTo(8) == 0 ? nil : before))
    }

    /// Births, deaths, new parents (cycles too), and numbers that come again.
    private mutating func change() {
        for _ in 0..<upTo(6) where !world.tasks.isEmpty {
            let index = upTo(world.tasks.count)
            switch upTo(5) {
            case 0: world.tasks.remove(at: index)
            case 1: world.tasks[index].ppid = UInt32(upTo(50))
            case 2: world.tasks[index].start_boottime &+= UInt64(upTo(3))
            case 3: addThread(of: world.tasks[index])
            default: world.tasks[index].runtime = UInt64(upTo(1_000_000_000))
            }
        }
        let pid = UInt32(50_000 + upTo(1000))
        if !world.tasks.contains(where: { $0.pid == pid }) { world.add(pid, "born") }
    }

    private mutating func addThread(of leader: TaskRecord) {
        // The first thread has its process's own number and start.
        let pid = upTo(2) == 0 ? leader.pid : UInt32(60_000 + upTo(1000))
        let isTaken = world.tasks.contains { $0.pid == pid && $0.isThread }
        guard !leader.isThread, !isTaken else { return }
        world.add(pid, "thread", parent: leader.ppid, threadOf: leader.pid)
        world.tasks[world.tasks.count - 1].threads = UInt32(1 + upTo(3))
    }

    // MARK: The user

    mutating func event() -> Event {
        switch upTo(20) {
        case 0: return mouse()
        case 1: return .resize(Size(columns: upTo(220), rows: upTo(70)))
        case 2: return .paste(["vim", "cpu > 1", "\u{1B}[2J\n", "(", "日本"][upTo(5)])
        case 3: return .unknown([27, 91])
        case 4: return .character("0123456789".randomElement(using: &numbers) ?? "0")
        case 5: return .key([.enter, .escape, .tab, .backspace, .left, .right][upTo(6)])
        default: return bound()
        }
    }

    private mutating func mouse() -> Event {
        let actions: [MouseEvent.Action] = [
            .press(.left), .press(.right), .release(nil), .wheelUp, .wheelDown, .drag(.left),
        ]
        let at = Point(column: upTo(240) - 10, row: upTo(80) - 5)
        return .mouse(MouseEvent(actions[upTo(actions.count)], at: at))
    }

    private var strokes: [Stroke] = KeyBinding.all.flatMap(\.sequences).flatMap { $0 }

    private mutating func bound() -> Event { strokes[upTo(strokes.count)].event }

    mutating func step() {
        time += UInt64(upTo(400)) * 1_000_000
        if upTo(10) == 0 { return refresh() }
        if upTo(40) == 0 { state.report(ActionResult("done", isFailure: upTo(2) == 0)) }
        _ = state.handle(event(), at: time)
    }
}

@Suite struct PropertyTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `no events crash it, lose the cursor or change a dialog's targets`(_ seed: UInt64) {
        var play = Play(seed: seed)
        for step in 0..<5000 {
            let targets = play.state.dialog?.targets
            let title = play.state.dialog?.title
            play.step()
            let state = play.state
            let row = state.cursorRow
            let isPlaced = row.map { $0 < state.rowCount } ?? (state.rowCount == 0)
            let isSame = row.flatMap { state.identity(at: $0) } == state.cursor
            #expect(isPlaced && isSame && (row == nil) == (state.cursor == nil), "step \(step)")
            if let targets, let dialog = state.dialog, dialog.title == title {
                #expect(dialog.targets == targets, "step \(step)")
            }
            if step % 25 == 0 { #expect(state.picture.size == state.size) }
        }
    }
}
