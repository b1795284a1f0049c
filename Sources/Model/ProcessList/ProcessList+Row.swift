extension ProcessList {
    /// One visible row.
    package struct Row: Equatable, Sendable {
        /// The row in the snapshot.
        package var index: Int32
        /// How many ancestors stand above it in the tree; 0 in a flat list.
        package var depth: Int32 = 0
        /// The levels at which a line passes by: bit d is set where the ancestor of depth d has a sibling further down.
        ///
        /// Levels from 64 on have no bit.
        package var guides: UInt64 = 0
        /// Whether no sibling follows it; always in a flat list.
        package var isLastSibling = true
        /// Whether other rows that are kept hang below it, shown or folded.
        package var hasChildren = false
        /// Whether the rows below it are hidden; never without any.
        package var isFolded = false
        /// Whether it matches filter, users and process ids; otherwise it is here for a descendant's sake.
        package var matches = true

        /// Whether it does not match itself but leads to a row that does.
        package var isDimmed: Bool { !matches }
    }
}
