/// What a list of processes shows and in which order.
package struct ListSettings: Sendable, Equatable {
    /// The order of rows; in a tree, of siblings.
    package var sort: SortOrder
    /// Whether children stand below their parents.
    package var isTree = false
    /// The processes whose descendants are hidden in a tree.
    package var folded: Set<ProcessIdentity> = []
    /// Which processes match; nil for all.
    package var filter: Filter?
    /// The effective user ids that match; nil for all.
    package var users: Set<UInt32>?
    /// The process ids that match, a process's threads with it; nil for all.
    ///
    /// A kernel thread named here is shown.
    package var pids: Set<UInt32>?
    /// Whether the kernel's own threads are shown.
    package var showsKernelThreads = false
    /// Whether single threads are shown, as far as the sample has them.
    package var showsThreads = false

    /// Makes settings that show every process of user space in one order.
    package init(sort: SortOrder) {
        self.sort = sort
    }
}

extension ListSettings {
    /// Whether other strings may make it another list.
    package var dependsOnTexts: Bool { filter != nil || sort.column.kind == .text }

    /// What must be up to date of every process, run or not, for the list to be right: what rows are chosen and ordered by.
    ///
    /// A folded row shows sums, of any column.
    package var parts: RecordParts {
        if isTree && !folded.isEmpty { return .all }
        return sort.column.parts.union(filter?.parts ?? []).union(isTree ? .parent : [])
    }
}
