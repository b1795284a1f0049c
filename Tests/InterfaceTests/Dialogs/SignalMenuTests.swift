import Model
import Terminal
import Testing

@testable import Interface

@Suite struct SignalMenuTests {
    private let world = World.ordinary
    private var context: DialogContext { world.context() }
    private var menu: SignalMenu { SignalMenu(targets: [world.target(600)]) }

    @Test func `all signals are there by number and name, real-time ones too`() {
        #expect(Signal.all.map(\.number) == Array(1...31) + Array(34...64))
        #expect(Set(Signal.all.map(\.name)).count == 62)
        let known: [Int32: String] = [
            1: "SIGHUP", 2: "SIGINT", 9: "SIGKILL", 11: "SIGSEGV", 15: "SIGTERM", 18: "SIGCONT",
            19: "SIGSTOP", 28: "SIGWINCH", 31: "SIGSYS", 34: "SIGRTMIN", 49: "SIGRTMIN+15",
            50: "SIGRTMAX-14", 64: "SIGRTMAX",
        ]
        for (number, name) in known { #expect(Signal.numbered(number)?.name == name) }
        #expect(Signal.numbered(32) == nil)
    }

    @Test func `Enter sends SIGTERM unless another is chosen`() {
        var menu = menu
        let result = menu.press(.key(.enter), in: context)
        #expect(result.closing == [.signal([world.target(600)], number: 15)])
    }

    @Test(
        arguments: [
            ("9", 9), ("1", 1), ("15", 15), ("6", 6), ("64", 64), ("u", 10), ("usr2", 12),
            ("stop", 19), ("SIGSTOP", 19), ("/kill", 9), ("/hup", 1), ("int", 2), ("rtmin+3", 37),
            ("rtmax", 64), ("winch", 28), ("alrm", 14), ("vtalrm", 26),
            ("kill", 9), ("KILL", 9), ("hup", 1), ("kkint", 2), ("jjkill", 9), ("kj", 15),
            ("kquit", 3),
            ("kkill", 9), ("ill", 4),
        ] as [(String, Int32)])
    func `typing a name or a number finds the signal`(text: String, number: Int32) {
        var menu = menu
        menu.type(text, in: context)
        #expect(menu.selected.number == number)
    }

    @Test func `what means no signal sends none`() {
        var menu = menu
        menu.type("xyz", in: context)
        #expect(menu.press(.key(.enter), in: context).isStaying)
        #expect(menu.lines(columns: 80, rows: 24).joined().contains("no signal like xyz"))
        menu.press(.key(.backspace), .key(.backspace), .key(.backspace), in: context)
        #expect(menu.press(.key(.enter), in: context).closing != nil)
    }

    @Test func `a name taken back leaves no other signal chosen than at first`() {
        for keys: [Event] in [[.key(.escape)], [.key(.backspace), .key(.backspace)]] {
            var menu = menu
            menu.type("99", in: context)
            for key in keys { #expect(menu.press(key, in: context).isStaying) }
            #expect(menu.selected.name == "SIGTERM")
        }
    }

    @Test func `Esc forgets what was typed before it closes`() {
        var menu = menu
        menu.type("us", in: context)
        #expect(menu.press(.key(.escape), in: context).isStaying)
        #expect(menu.press(.key(.escape), in: context).closing == [])
    }

    @Test func `vi's letters and the arrows move`() {
        var menu = menu
        menu.press(.character("j"), .key(.down), .character("k"), in: context)
        #expect(menu.selected.number == 16)
        menu.press(.character("g"), in: context)
        #expect(menu.selected.number == 1)
        menu.press(.character("G"), in: context)
        #expect(menu.selected.number == 64)
        menu.press(.key(.down), in: context)
        #expect(menu.selected.number == 64)
    }

    @Test func `a click chooses but does not send`() throws {
        var menu = menu
        let lines = menu.lines(columns: 80, rows: 24)
        let row = try #require(
            lines.firstIndex { $0.contains("SIGQUIT") || $0.contains("SIGUSR1") })
        let name = lines[row].contains("SIGQUIT") ? "SIGQUIT" : "SIGUSR1"
        let result = menu.press(.click(30, row), in: context)
        #expect(result.isStaying)
        #expect(menu.selected.name == name)
    }

    @Test func `a click beside the menu closes it`() {
        var menu = menu
        #expect(menu.press(.click(0, 0), in: context).closing == [])
    }

    @Test func `the wheel over the targets scrolls them alone`() {
        var world = World()
        for pid in UInt32(1)...99 { world.add(pid, "p\(pid)") }
        var menu = SignalMenu(targets: (1...99).map { world.target($0) })
        let wheel = Event.mouse(MouseEvent(.wheelDown, at: Point(column: 60, row: 10)))
        menu.press(wheel, in: context)
        #expect(menu.selected.number == 15)
        let lines = menu.lines(columns: 80, rows: 24)
        #expect(lines.contains { $0.contains(" p4 ") })
        #expect(!lines.contains { $0.contains(" p3 ") })
    }

    @Test func `Tab shows the targets where there is no room for both`() {
        let targets = [600, 601].map { world.target($0) }
        var menu = SignalMenu(targets: targets)
        let small = world.context(columns: 20, rows: 5)
        #expect(menu.lines(columns: 20, rows: 5).contains { $0.contains("SIGTERM") })
        menu.press(.key(.tab), in: small)
        #expect(menu.lines(columns: 20, rows: 5).contains { $0.contains("nginx") })
        #expect(menu.press(.key(.enter), in: small).closing == [.signal(targets, number: 15)])
    }

    @Test func `nothing is sent where nothing may be done`() {
        var menu = menu
        let result = menu.press(.key(.enter), in: world.context(isReadOnly: true))
        guard case .closeWith(let answer) = result else {
            Issue.record("closed with \(result)")
            return
        }
        #expect(answer.isFailure)
    }
}
