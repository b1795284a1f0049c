internal import Terminal

/// The parts of the screen, from top to bottom.
struct Frame {
    let header: Header
    let headerArea: Rect
    let noticeArea: Rect
    let headings: Rect
    let body: Rect
    /// Messages, the prompt, and what filters, sorts and pauses.
    let status: Rect
    let keyBar: Rect

    /// The smallest screen that shows anything but a request for a larger one.
    static let least = Size(columns: 20, rows: 5)

    /// Whether an area has room for the views.
    static func fits(_ area: Rect) -> Bool {
        area.columns >= least.columns && area.rows >= least.rows
    }

    /// Divides an area: the header gets at most two fifths of it, and what is over after ten rows of table.
    init(_ state: borrowing State, in area: Rect) {
        let (upper, keys) = area.splitBottom(1)
        let (rest, line) = upper.splitBottom(1)
        keyBar = keys
        status = line
        let hasNotice = state.notice != nil && area.rows >= 10
        let budget = max(0, min(rest.rows * 2 / 5, rest.rows - 4))
        header = Header(state, columns: area.columns, budget: budget)
        let (top, below) = rest.splitTop(header.rows)
        headerArea = top
        let (notice, table) = below.splitTop(hasNotice ? 1 : 0)
        noticeArea = notice
        (headings, body) = table.splitTop(1)
    }
}
