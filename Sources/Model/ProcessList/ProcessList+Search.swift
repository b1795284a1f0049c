extension ProcessList {
    /// Where a process stands, or with `isThread` a single thread; nil where it is not visible.
    package func position(
        of identity: ProcessIdentity, isThread: Bool = false, in snapshot: borrowing Snapshot
    ) -> Int? {
        for position in rows.indices {
            let row = Int(rows[position].index)
            if snapshot[row].identity == identity
                && snapshot[row].isThread == isThread
            {
                return position
            }
        }
        return nil
    }

    /// The next position, or with `backward` the one before, whose text contains the query.
    ///
    /// It goes round at the ends, and `position` itself comes last; a position outside of the list stands just before the first
    /// row, or after the last. Folded rows are not looked into.
    package func search(
        _ query: TextQuery, from position: Int, backward: Bool = false,
        in snapshot: borrowing Snapshot
    ) -> Int? {
        if rows.isEmpty { return nil }
        var memo = TextMemo()
        let start = rows.indices.contains(position) ? position : (backward ? 0 : rows.count - 1)
        for step in 1...rows.count {
            let offset = backward ? rows.count - step : step
            let candidate = (start + offset) % rows.count
            if query.matches(snapshot, Int(rows[candidate].index), &memo) { return candidate }
        }
        return nil
    }
}
