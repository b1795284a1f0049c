internal import Model
internal import Terminal

extension State {
    /// The most ns between the two presses of a double click.
    static let doubleClick: UInt64 = 500_000_000

    /// Takes what the mouse did over the table.
    mutating func handleMouse(_ mouse: MouseEvent, at time: UInt64) -> [Effect] {
        switch mouse.action {
        case .wheelDown: scroll(by: 3)
        case .wheelUp: scroll(by: -3)
        case .wheelLeft: return perform(.scrollLeft, count: nil)
        case .wheelRight: return perform(.scrollRight, count: nil)
        case .press(.left): return press(at: mouse.position, time)
        default: break
        }
        return []
    }

    private mutating func press(at point: Point, _ time: UInt64) -> [Effect] {
        let frame = Frame(self, in: Rect(size))
        if frame.headings.contains(point) { return pressHeading(at: point, frame) }
        guard frame.body.contains(point) else { return [] }
        let row = offset + point.row - frame.body.row
        guard list.rows.indices.contains(row) else { return [] }
        placeCursor(at: row)
        return clicked(at: time)
    }

    private mutating func pressHeading(at point: Point, _ frame: Frame) -> [Effect] {
        let layout = columnLayout(columns: frame.headings.columns)
        guard let column = layout.column(at: point.column - frame.headings.column) else {
            return []
        }
        var new = settings
        new.toggleSort(by: column)
        return change(new)
    }

    /// Opens the process screen at the second click on one process.
    private mutating func clicked(at time: UInt64) -> [Effect] {
        guard let cursor else { return [] }
        if let last = lastClick, last.identity == cursor, time >= last.time,
            time - last.time <= Self.doubleClick
        {
            lastClick = nil
            return perform(.process, count: nil)
        }
        lastClick = Click(identity: cursor, time: time)
        return []
    }
}
