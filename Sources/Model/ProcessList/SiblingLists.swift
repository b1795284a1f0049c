internal import CBpftop

/// The children of each row, in the order in which rows were given, threads first; and the roots.
struct SiblingLists: Sendable {
    /// Where each row's children begin in `children`; the roots' place is the last but one, the end the last.
    private var starts: [Int32] = []
    private var children: [Int32] = []

    init() {}

    /// Hands each row to its parent, or to the roots where the parent is not among the rows kept.
    mutating func build(_ rows: [Int32], parents: [Int32], tasks: [TaskRecord]) {
        let roots = parents.count
        starts.removeAll(keepingCapacity: true)
        starts.append(contentsOf: repeatElement(0, count: roots + 2))
        for row in rows { starts[slot(of: row, parents)] += 1 }
        var sum: Int32 = 0
        for index in starts.indices {
            sum += starts[index]
            // The slot's end for now: filling goes backwards and leaves its beginning.
            starts[index] = sum
        }
        children.removeAll(keepingCapacity: true)
        children.append(contentsOf: repeatElement(0, count: rows.count))
        for wantsThreads in [false, true] {
            for row in rows.reversed() where tasks[Int(row)].isThread == wantsThreads {
                let slot = slot(of: row, parents)
                starts[slot] -= 1
                children[Int(starts[slot])] = row
            }
        }
    }

    private func slot(of row: Int32, _ parents: [Int32]) -> Int {
        let parent = parents[Int(row)]
        return parent < 0 ? parents.count : Int(parent)
    }

    /// The places of a row's children.
    func children(of row: Int32) -> Range<Int> {
        Int(starts[Int(row)])..<Int(starts[Int(row) + 1])
    }

    /// The places of the roots.
    var roots: Range<Int> { Int(starts[starts.count - 2])..<children.count }

    /// The row at a place.
    subscript(place: Int) -> Int32 { children[place] }
}
