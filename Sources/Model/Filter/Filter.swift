/// Which processes to show: a compiled expression of the filter language (docs/filter.md).
///
/// It is compiled once and keeps no state, so that rows may be asked for in any order. It never traps, whatever the text
/// and whatever the processes call themselves.
package struct Filter: Sendable, Equatable {
    /// The expression as it was written.
    package let text: String
    /// The tests, each with where to go on when it holds and when it does not.
    let steps: [FilterStep]
    /// What it looks at of what others can change while a process does not run.
    package let parts: RecordParts

    /// The names that users are compared with behind `=` and `!=`, as written.
    private let userNames: [String]

    /// The longest expression, in UTF-8 bytes.
    package static let longest = 4096

    /// Compiles an expression, its dates in local time; one without any word matches every process.
    ///
    /// Throws where it cannot be understood.
    package init(_ text: String, in zone: TimeZone = .utc) throws(FilterError) {
        self.text = text
        let (expression, userNames) = try FilterParser.parse(text, in: zone)
        self.userNames = userNames
        steps = FilterStep.compile(expression)
        parts = expression.parts
    }

    /// A name in it that no user has of whom the texts know; nil where all are known.
    ///
    /// No mistake for certain: a name service may know who runs nothing here.
    package func unknownUser(in texts: Texts) -> String? {
        // A user without a name is shown by number.
        userNames.first { UInt32($0) == nil && !texts.users.values.contains($0) }
    }

    /// Whether a process of the snapshot is to be shown.
    package func matches(_ snapshot: borrowing Snapshot, _ row: Int) -> Bool {
        var memos = memos
        return matches(snapshot, row, &memos)
    }

    /// What a pass over rows begins with; one for each step.
    var memos: [TextMemo] { Array(repeating: TextMemo(), count: steps.count) }

    /// The same for one row of many.
    func matches(_ snapshot: borrowing Snapshot, _ row: Int, _ memos: inout [TextMemo]) -> Bool {
        var next = steps.count - 1
        while next >= 0 {
            let step = steps[next]
            next = step.holds(snapshot, row, &memos[next]) ? step.onTrue : step.onFalse
        }
        return next == FilterStep.accept
    }

    /// Whether two filters were written alike.
    package static func == (a: Filter, b: Filter) -> Bool { a.text == b.text }
}
