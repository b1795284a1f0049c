internal import Terminal

/// The chosen item of a list and the part of the list that is seen.
struct ListCursor: Equatable, Sendable {
    /// The chosen item's index.
    var selected = 0
    /// The first item seen when last scrolled; what is drawn may begin elsewhere, see `firstVisible`.
    private var top = 0

    /// Makes a cursor upon an item.
    init(selected: Int = 0) {
        self.selected = max(0, selected)
    }

    /// The first item to draw, so that the chosen one is in sight and no row stays empty without need.
    func firstVisible(count: Int, rows: Int) -> Int {
        guard rows > 0 else { return 0 }
        let chosen = max(0, min(selected, count - 1))
        let reached = max(min(top, chosen), chosen - rows + 1)
        return max(0, min(reached, count - rows))
    }

    /// Moves by a motion.
    mutating func move(_ motion: Motion, count: Int, rows: Int) {
        top = firstVisible(count: count, rows: rows)
        selected = motion.target(from: selected, count: count, visible: rows)
        top = firstVisible(count: count, rows: rows)
    }

    /// Chooses an item; an index outside the list becomes its nearest.
    mutating func select(_ index: Int, count: Int) {
        selected = max(0, min(index, count - 1))
    }

    /// The item drawn at a position of the list's area; nil where there is none.
    func index(at point: Point, in area: Rect, count: Int) -> Int? {
        guard area.contains(point) else { return nil }
        let index = firstVisible(count: count, rows: area.rows) + point.row - area.row
        return index < count ? index : nil
    }
}
