internal import Model

/// The processes from which the cursor jumped, to go back and forth among them.
struct JumpList: Equatable, Sendable {
    private var marks: [RowIdentity] = []
    /// The mark to go back to is the one before this.
    private var position = 0

    /// The most marks that are kept.
    static let limit = 100

    /// Marks a process before a jump; what was ahead is forgotten.
    mutating func push(_ identity: RowIdentity) {
        marks.removeSubrange(position...)
        if marks.last == identity { return }
        marks.append(identity)
        if marks.count > Self.limit { marks.removeFirst() }
        position = marks.count
    }

    /// The last mark for which `exists` holds; the current process is marked, so that there is a way forward.
    mutating func back(
        from current: RowIdentity?, where exists: (RowIdentity) -> Bool
    ) -> RowIdentity? {
        if position == marks.count, let current, marks.last != current {
            marks.append(current)
        } else if position == marks.count, !marks.isEmpty, marks.last == current {
            position -= 1
        }
        while position > 0 {
            position -= 1
            if exists(marks[position]), marks[position] != current { return marks[position] }
        }
        return nil
    }

    /// The next mark for which `exists` holds.
    mutating func forward(where exists: (RowIdentity) -> Bool) -> RowIdentity? {
        while position + 1 < marks.count {
            position += 1
            if exists(marks[position]) { return marks[position] }
        }
        return nil
    }
}
