/// The rows that are visible of a snapshot, in order.
///
/// It is made anew from every snapshot, so that no order is ever stale, but keeps its buffers. The order is total: the sort
/// column's values, then the process id, a process before its threads, then the start time. Percentages and rates are
/// compared as they are shown, to one decimal, so that what cannot be seen does not move rows.
package struct ProcessList: Sendable {
    /// The visible rows, from the top.
    package private(set) var rows: [Row] = []
    /// How many rows match the filter, users and process ids, folded ones included.
    package private(set) var matchCount = 0
    /// How many rows there would be without filter, users, process ids and folds.
    package private(set) var totalCount = 0

    /// Makes an empty list.
    package init() {}

    /// One visible row.
    package struct Row: Equatable, Sendable {
        /// The row in the snapshot.
        package var index: Int32
        /// How many ancestors stand above it in the tree; 0 in a flat list.
        package var depth: Int32 = 0
        /// One bit for each level above, the lowest for the outermost: whether that ancestor (for bit 0 the root) has a sibling
        /// further down, so that a line passes by. Levels beyond 64 have none.
        package var guides: UInt64 = 0
        /// Whether no sibling follows it.
        package var isLastSibling = false
        /// Whether other rows hang below it, shown or folded.
        package var hasChildren = false
        /// Whether the rows below it are hidden.
        package var isFolded = false
        /// Whether it matches filter, users and process ids; otherwise it is here for a descendant's sake, and dimmed.
        package var matches = true

        /// Whether it does not match itself but leads to a row that does.
        package var isDimmed: Bool { !matches }
    }

    /// How many rows are visible.
    package var count: Int { rows.count }

    /// The row at a position from the top.
    package subscript(position: Int) -> Row { rows[position] }

    /// Rebuilds the list for a snapshot; the snapshot asked about later must be the same one.
    package mutating func update(_ snapshot: borrowing Snapshot, _ settings: ListSettings) {
    }

    /// Where a process stands, or the thread of that number; nil where it is not visible.
    package func position(
        of identity: ProcessIdentity, isThread: Bool = false, in snapshot: borrowing Snapshot
    ) -> Int? {
        nil
    }

    /// A column's value at a position: for a folded row and a column that can be added up, the sum over its whole subtree.
    package func value(
        of column: Column, at position: Int, in snapshot: borrowing Snapshot
    ) -> Value {
        column.value(snapshot, Int(rows[position].index))
    }

    /// The next position whose text contains the query, going round at the end; `position` itself comes last.
    package func search(
        _ query: TextQuery, from position: Int, backward: Bool = false,
        in snapshot: borrowing Snapshot
    ) -> Int? {
        nil
    }
}
