/// Names of which some are chosen, in an order of the user's: the chosen ones first, then the rest in their own order.
struct CheckedOrder: Equatable, Sendable {
    /// All names, in the order in which they are listed.
    private(set) var names: [String]
    /// The cursor in the list.
    var cursor = ListCursor()
    private var chosenCount: Int
    private let natural: [String]

    /// Makes the list; what is chosen but not among `all`, or twice, is left out.
    init(chosen: [String], of all: [String]) {
        natural = all
        var seen: Set<String> = []
        let known = chosen.filter { all.contains($0) && seen.insert($0).inserted }
        names = known + all.filter { !seen.contains($0) }
        chosenCount = known.count
    }

    /// The chosen names, in order.
    var chosen: [String] { Array(names.prefix(chosenCount)) }

    /// Whether an item of the list is chosen.
    func isChosen(_ index: Int) -> Bool { index < chosenCount }

    /// Chooses or leaves out the item under the cursor, which goes with it; false where fewer than `atLeast` would stay.
    @discardableResult
    mutating func toggle(atLeast minimum: Int = 1) -> Bool {
        let index = cursor.selected
        guard names.indices.contains(index) else { return false }
        let name = names[index]
        var kept = chosen
        if isChosen(index) {
            guard kept.count > minimum else { return false }
            kept.remove(at: index)
        } else {
            kept.append(name)
        }
        let place = cursor
        self = CheckedOrder(chosen: kept, of: natural)
        cursor = place
        cursor.select(names.firstIndex(of: name) ?? index, count: names.count)
        return true
    }

    /// Moves the chosen item under the cursor among the chosen ones; false where it cannot go that way.
    mutating func move(by step: Int) -> Bool {
        let index = cursor.selected
        let other = index + step
        guard isChosen(index), other >= 0, isChosen(other) else { return false }
        names.swapAt(index, other)
        cursor.select(other, count: names.count)
        return true
    }
}
