internal import Model

/// One number that bpftop reads through BPF and /proc shows too.
package struct CheckField: Sendable {
    /// The name in the report.
    package let name: String
    package let unit: CheckUnit
    /// Compares it in one look.
    package let compare: @Sendable (CheckLook) -> CheckVerdict

    /// Makes a field that compares by a rule of its own.
    init(
        _ name: String, _ unit: CheckUnit, compare: @escaping @Sendable (CheckLook) -> CheckVerdict
    ) {
        self.name = name
        self.unit = unit
        self.compare = compare
    }

    /// What BPF says of a number; nil for one that the kernel cannot give.
    typealias Ours = @Sendable (TaskRecord) -> Int64?
    /// What a reading of /proc says of it: a range, as /proc rounds; nil where it does not say.
    typealias Theirs = @Sendable (ProcReading, CheckHost) -> ClosedRange<Int64>?

    /// A number that only grows: it lies between the readings.
    static func counter(
        _ name: String, _ unit: CheckUnit, _ ours: @escaping Ours, _ theirs: @escaping Theirs
    ) -> CheckField {
        ranged(name, unit, ours, theirs) { before, after, _ in
            // A lower reading after than before (the group's last thread was being taken down) leaves the wider range.
            min(before.lowerBound, after.lowerBound)...max(before.upperBound, after.upperBound)
        }
    }

    /// A number that moves both ways; it lies between the readings unless it went there and back, which another look shows.
    static func gauge(
        _ name: String, _ unit: CheckUnit,
        slack: @escaping @Sendable (CheckHost) -> Int64 = { _ in 0 },
        _ ours: @escaping Ours, _ theirs: @escaping Theirs
    ) -> CheckField {
        ranged(name, unit, ours, theirs) { before, after, look in
            let slack = slack(look.host)
            let low = min(before.lowerBound, after.lowerBound).clampedSubtracting(slack)
            return low...max(before.upperBound, after.upperBound).clampedAdding(slack)
        }
    }

    /// A number without an order: it is that of either reading.
    static func choice(
        _ name: String, _ ours: @escaping Ours, _ theirs: @escaping Theirs
    ) -> CheckField {
        CheckField(name, .none) { look in
            guard let value = ours(look.record), let before = theirs(look.before, look.host),
                let after = theirs(look.after, look.host)
            else { return .skipped(.unknown) }
            if before.contains(value) || after.contains(value) { return .agrees }
            return .differs(by: 1, ours: "\(value)", theirs: either(text(before), text(after)))
        }
    }

    /// A number that a task may change whenever it runs: as `choice`, unless the task has run between the readings.
    static func passing(
        _ name: String, _ ours: @escaping Ours, _ theirs: @escaping Theirs
    ) -> CheckField {
        let strict = choice(name, ours, theirs)
        return CheckField(name, .none) { look in
            let verdict = strict.compare(look)
            if case .differs = verdict, look.before.hasRun(by: look.after) { return .agrees }
            return verdict
        }
    }

    /// A number whose allowed range a rule makes of what both readings say.
    static func ranged(
        _ name: String, _ unit: CheckUnit, _ ours: @escaping Ours, _ theirs: @escaping Theirs,
        _ rule:
            @escaping @Sendable (ClosedRange<Int64>, ClosedRange<Int64>, CheckLook)
            -> ClosedRange<Int64>
    ) -> CheckField {
        CheckField(name, unit) { look in
            guard let value = ours(look.record), let before = theirs(look.before, look.host),
                let after = theirs(look.after, look.host)
            else { return .skipped(.unknown) }
            let allowed = rule(before, after, look)
            if allowed.contains(value) { return .agrees }
            let distance =
                value < allowed.lowerBound
                ? allowed.lowerBound.distance(above: value)
                : value.distance(above: allowed.upperBound)
            return .differs(by: distance, ours: "\(value)", theirs: text(allowed))
        }
    }

    private static func text(_ range: ClosedRange<Int64>) -> String {
        range.lowerBound == range.upperBound
            ? "\(range.lowerBound)" : "\(range.lowerBound)..\(range.upperBound)"
    }

    /// "S", or "S or R" where the readings differ.
    static func either(_ before: String, _ after: String) -> String {
        before == after ? before : "\(before) or \(after)"
    }
}

extension CheckField {
    /// Every field of a process that is compared in each look, in the order of the report.
    package static let process: [CheckField] =
        identity + scheduling + time + events + memory + transfer

    /// Every field of a thread's own record.
    package static let thread: [CheckField] = ofThread
}

/// A number of /proc as a range of that one number; nil where there is none or it is beyond Int64.
func exactly(_ value: UInt64?) -> ClosedRange<Int64>? {
    value.flatMap { Int64(exactly: $0) }.map { $0...$0 }
}

/// A number of /proc, possibly negative, as a range.
func exactly(_ value: Int64?) -> ClosedRange<Int64>? {
    value.map { $0...$0 }
}

/// A number of a record; nil where it is unknown or beyond Int64.
func number(_ value: UInt64?) -> Int64? {
    value.flatMap { Int64(exactly: $0) }
}

/// A number of 32 bits of a record; nil where it is unknown.
func number(_ value: UInt32?) -> Int64? {
    value.map { Int64($0) }
}

extension Int64 {
    /// The sum, no larger than the largest number.
    func clampedAdding(_ other: Int64) -> Int64 {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? (other < 0 ? .min : .max) : sum
    }

    /// The difference, no smaller than the smallest number.
    func clampedSubtracting(_ other: Int64) -> Int64 {
        let (difference, isTooLarge) = subtractingReportingOverflow(other)
        return isTooLarge ? (other < 0 ? .max : .min) : difference
    }

    /// How far this is above another number.
    func distance(above other: Int64) -> UInt64 {
        UInt64(bitPattern: self) &- UInt64(bitPattern: other)
    }
}
