extension ProcessList {
    /// A column's value at a position; for a folded row, where it makes sense, the sum over the row and all processes below.
    ///
    /// Memory that processes share counts once for each. Processes that the filter leaves out count too; what is absent does
    /// not, and the sum is absent only where every part is.
    package func value(
        of column: Column, at position: Int, in snapshot: borrowing Snapshot
    ) -> Value {
        let row = rows[position]
        if row.isFolded, column.isSummable, let members = foldMembers[row.index] {
            return snapshot.sum(of: column, over: members)
        }
        return column.value(snapshot, Int(row.index))
    }
}

extension Column {
    /// Whether values of several processes can be added up to something that means anything.
    package var isSummable: Bool {
        switch kind {
        case .percent, .rate, .byteRate: true
        case .bytes: name != "virt_bytes" && name != "shr_bytes"
        case .duration: name != "age_ns"
        case .integer: Self.summableCounts.contains(name)
        case .moment, .text: false
        }
    }

    private static let summableCounts: Set<String> = [
        "threads", "minor_faults", "major_faults", "voluntary_switches", "involuntary_switches",
    ]
}

extension Snapshot {
    /// The sum of a column's values over rows.
    func sum(of column: Column, over rows: [Int32]) -> Value {
        rows.reduce(.absent) { $0.adding(column.value(self, Int($1))) }
    }
}

extension Value {
    /// The sum of two values of one column; what is absent adds nothing.
    fileprivate func adding(_ other: Value) -> Value {
        switch (self, other) {
        case (.absent, _): other
        case (.integer(let a), .integer(let b)): .integer(a &+ b)
        case (.bytes(let a), .bytes(let b)): .bytes(a &+ b)
        case (.duration(let a), .duration(let b)): .duration(a &+ b)
        case (.byteRate(let a), .byteRate(let b)): .byteRate(a + b)
        case (.rate(let a), .rate(let b)): .rate(a + b)
        case (.percent(let a), .percent(let b)): .percent(a + b)
        default: self
        }
    }
}
