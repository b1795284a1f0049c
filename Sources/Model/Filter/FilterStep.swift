/// A test and the two ways to go on from it.
///
/// Steps are compiled from the last to the first, so that a way always leads to a smaller index and no row can loop; `and`,
/// `or` and `not` are nothing but the places where the ways lead.
struct FilterStep: Sendable {
    /// The test, held in a closure so that taking a step out of the array for a row does not copy all that a test is made of.
    let holds: @Sendable (borrowing Snapshot, Int, inout TextMemo) -> Bool
    let onTrue: Int
    let onFalse: Int

    static let accept = -1
    static let reject = -2

    /// The steps of an expression; the last one is where to start, and without any the expression accepts.
    static func compile(_ expression: FilterExpression) -> [FilterStep] {
        var steps: [FilterStep] = []
        _ = append(expression, onTrue: accept, onFalse: reject, to: &steps)
        return steps
    }

    /// Adds an expression's steps and says which comes first.
    private static func append(
        _ expression: FilterExpression, onTrue: Int, onFalse: Int, to steps: inout [FilterStep]
    ) -> Int {
        switch expression {
        case .test(let test):
            steps.append(
                FilterStep(
                    holds: { snapshot, row, memo in test.holds(snapshot, row, &memo) },
                    onTrue: onTrue, onFalse: onFalse))
            return steps.count - 1
        case .not(let inner):
            return append(inner, onTrue: onFalse, onFalse: onTrue, to: &steps)
        case .all(let parts):
            return parts.reversed().reduce(onTrue) { next, part in
                append(part, onTrue: next, onFalse: onFalse, to: &steps)
            }
        case .any(let parts):
            return parts.reversed().reduce(onFalse) { next, part in
                append(part, onTrue: onTrue, onFalse: next, to: &steps)
            }
        }
    }
}

/// An expression as it was understood; `all` of nothing holds.
indirect enum FilterExpression: Sendable {
    case test(FilterTest)
    case not(FilterExpression)
    case all([FilterExpression])
    case any([FilterExpression])

    /// What its tests look at of what others can change while a process does not run.
    var parts: RecordParts {
        switch self {
        case .test(let test): test.parts
        case .not(let inner): inner.parts
        case .all(let inner), .any(let inner): inner.reduce([]) { $0.union($1.parts) }
        }
    }
}
