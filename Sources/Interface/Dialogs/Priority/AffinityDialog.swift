internal import Model
package import Terminal

/// The choice of the CPUs that processes may run on: a list to check, or ranges to type ("0-3,8").
package struct AffinityDialog: Dialog {
    private var panes: ListPanes
    private let cpus: [Int]
    private var chosen: Set<Int>
    private var typed = ""
    private var hasChanged = false
    private var problem: String?

    /// Makes a choice among these CPUs, all of them chosen until the present ones are read.
    package init(targets: [Target], cpus: [Int]) {
        self.cpus = cpus
        chosen = Set(cpus)
        panes = ListPanes(targets: targets, listColumns: 12)
    }

    package var title: String { "CPUs for \(targets.phrase)" }
    package var targets: [Target] { panes.targets }
    package var keys: [KeyHint] {
        [
            .confirm("set"), .cancel, KeyHint("Space", "toggle", .character(" ")),
            KeyHint("a", "all", .character("a")), KeyHint("n", "none", .character("n")),
            KeyHint("i", "invert", .character("i")),
        ]
    }

    /// The chosen CPUs, in ascending order.
    var selected: [Int] { chosen.sorted() }

    package mutating func receive(_ details: ProcessDetails) {
        guard !hasChanged, details.identity == targets.first?.identity,
            let allowed = details.allowedCPUs
        else { return }
        chosen = Set(allowed).intersection(cpus)
    }

    package mutating func handle(_ event: Event, in context: DialogContext) -> DialogResult {
        problem = nil
        switch event {
        case .key(.escape, _):
            guard !typed.isEmpty else { return .close([]) }
            typed = ""
        case .key(.enter, _): return confirm(in: context)
        case .key(.backspace, _): _ = typed.popLast()
        case .character(let letter, []) where letter.isNumber || ",-:/".contains(letter):
            if typed.utf8.count < 256 { typed.append(letter) }
        case .paste(let text):
            typed += text.prefix(256).filter { $0.isNumber || ",-:/".contains($0) }
        case .character(let letter, []) where typed.isEmpty && change(letter): break
        default: return move(event, in: context)
        }
        return .stay
    }

    /// Takes what was typed, if anything; then sets what is chosen.
    private mutating func confirm(in context: DialogContext) -> DialogResult {
        if !typed.isEmpty {
            guard let wanted = CPUList.parse(typed) else {
                problem = "not a list of CPUs: \(typed)"
                return .stay
            }
            let unknown = wanted.subtracting(cpus)
            guard unknown.isEmpty else {
                problem = "no such CPU: \(CPUList.text(unknown))"
                return .stay
            }
            chosen = wanted
            typed = ""
        }
        guard !chosen.isEmpty else {
            problem = "at least one CPU is needed"
            return .stay
        }
        return .acting(.setAffinity(targets, cpus: selected), in: context)
    }

    private mutating func change(_ letter: Character) -> Bool {
        switch letter {
        case " ": toggle(panes.list.selected)
        case "a": chosen = Set(cpus)
        case "n": chosen = []
        case "i": chosen = Set(cpus).subtracting(chosen)
        default: return false
        }
        hasChanged = true
        return true
    }

    private mutating func toggle(_ index: Int) {
        guard cpus.indices.contains(index) else { return }
        chosen.formSymmetricDifference([cpus[index]])
        hasChanged = true
    }

    private mutating func move(_ event: Event, in context: DialogContext) -> DialogResult {
        if event == .character("q") { return .close([]) }
        switch panes.handle(event, count: cpus.count, in: context.area) {
        case .outside: return .close([])
        case .clicked(let index): toggle(index)
        case .moved, .ignored: break
        }
        return .stay
    }

    package func render(in area: Rect, theme: Theme, into screen: inout Screen) {
        panes.render(
            title: title, header: header, in: area, count: cpus.count, theme: theme, into: &screen
        ) { index, _ in "[\(chosen.contains(cpus[index]) ? "x" : " ")] CPU \(cpus[index])" }
    }

    private var header: (String, Role) {
        if let problem { return (problem, .messageError) }
        if !typed.isEmpty { return ("CPUs: \(typed)_", .matchHighlight) }
        let list = CPUList.text(chosen)
        return ("\(list.isEmpty ? "none" : list)  (or type 0-3,8)", .dialogHint)
    }
}
