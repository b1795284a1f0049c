internal import Terminal

/// The place in a text that is longer than its area: what a list is that has nothing to choose.
struct ScrolledView: Equatable, Sendable {
    /// The first line seen when last scrolled; what is drawn may begin earlier, see `firstVisible`.
    private(set) var top = 0

    /// The first line to draw, so that no row stays empty without need.
    func firstVisible(count: Int, rows: Int) -> Int {
        max(0, min(top, count - rows))
    }

    /// Moves by a motion.
    mutating func move(_ motion: Motion, count: Int, rows: Int) {
        let start = firstVisible(count: count, rows: rows)
        // The last page's first line is as far as it goes.
        let reach = max(1, count - rows + 1)
        top = motion.target(from: start, count: reach, visible: rows)
    }

    /// Moves a line to the top, as far as the text goes.
    mutating func show(_ line: Int) { top = max(0, line) }

    /// Which lines are seen, for a frame's edge: "3-9/40"; nothing where all are.
    func position(count: Int, rows: Int) -> String {
        guard count > rows, rows > 0 else { return "" }
        let start = firstVisible(count: count, rows: rows)
        return "\(start + 1)-\(min(count, start + rows))/\(count)"
    }
}
