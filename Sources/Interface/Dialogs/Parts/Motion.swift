internal import Terminal

/// A way to move in a list: the arrow keys, vi's letters and the wheel.
enum Motion: Equatable {
    /// By rows; negative is up.
    case rows(Int)
    /// By what is visible; negative is up.
    case pages(Int)
    /// By half of what is visible; negative is up.
    case halfPages(Int)
    case first, last

    /// Reads a motion from an event; nil for an event that moves nothing.
    init?(_ event: Event) {
        switch event {
        case .key(let key, _): self.init(key)
        case .character(let character, []): self.init(character)
        case .character("d", .control): self = .halfPages(1)
        case .character("u", .control): self = .halfPages(-1)
        case .character("f", .control): self = .pages(1)
        case .character("b", .control): self = .pages(-1)
        case .mouse(let mouse) where mouse.action == .wheelUp: self = .rows(-3)
        case .mouse(let mouse) where mouse.action == .wheelDown: self = .rows(3)
        default: return nil
        }
    }

    private init?(_ key: Key) {
        switch key {
        case .up: self = .rows(-1)
        case .down: self = .rows(1)
        case .pageUp: self = .pages(-1)
        case .pageDown: self = .pages(1)
        case .home: self = .first
        case .end: self = .last
        default: return nil
        }
    }

    private init?(_ letter: Character) {
        switch letter {
        case "k": self = .rows(-1)
        case "j": self = .rows(1)
        case "g": self = .first
        case "G": self = .last
        default: return nil
        }
    }

    /// Where the motion leads from an index of `count` items of which `visible` are seen; 0 when there is none.
    func target(from index: Int, count: Int, visible: Int) -> Int {
        let wanted =
            switch self {
            case .rows(let rows): index + rows
            case .pages(let pages): index + pages * max(1, visible - 1)
            case .halfPages(let halves): index + halves * max(1, visible / 2)
            case .first: 0
            case .last: count - 1
            }
        return max(0, min(wanted, count - 1))
    }
}
