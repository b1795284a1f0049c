/// What the comparisons of one field came to.
package struct CheckTally: Sendable {
    package let name: String
    package let unit: CheckUnit
    /// How many numbers were compared.
    package private(set) var compared = 0
    /// How many of them agreed.
    package private(set) var agreed = 0
    /// How many of those that agreed did so only when they were looked at again.
    package private(set) var agreedLater = 0
    /// How many could not be looked at again, as the task was gone.
    package private(set) var unconfirmed = 0
    /// How many could not be compared, by reason.
    package private(set) var skipped: [CheckVerdict.Reason: Int] = [:]
    /// The largest difference among those that disagree, in the field's unit.
    package private(set) var worst: UInt64 = 0
    /// The worst of those that disagree: whose number it is, what BPF said and what /proc allows.
    package private(set) var example: Example?

    /// One number that disagrees.
    package struct Example: Equatable, Sendable {
        package let pid: UInt32
        /// The task's name, hostile characters and all.
        package let name: String
        package let ours: String
        package let theirs: String

        /// Makes an example.
        package init(pid: UInt32, name: String, ours: String, theirs: String) {
            self.pid = pid
            self.name = name
            self.ours = ours
            self.theirs = theirs
        }
    }

    /// Makes a tally of nothing yet.
    package init(_ name: String, _ unit: CheckUnit) {
        self.name = name
        self.unit = unit
    }

    /// How many disagreed.
    package var disagreed: Int { compared - agreed }

    mutating func agree(later: Bool = false) {
        compared += 1
        agreed += 1
        if later { agreedLater += 1 }
    }

    mutating func disagree(by difference: UInt64, _ example: @autoclosure () -> Example) {
        compared += 1
        if self.example == nil || difference > worst {
            self.example = example()
            worst = max(worst, difference)
        }
    }

    mutating func skip(_ reason: CheckVerdict.Reason) {
        skipped[reason, default: 0] += 1
    }

    mutating func giveUp() {
        unconfirmed += 1
    }
}

/// What `bpftop check` found.
package struct CheckResult: Sendable {
    /// One tally a field, in the order of the report; first whether every process is there.
    package var tallies: [CheckTally]
    /// How often everything was read.
    package var rounds = 0
    /// How many processes both readings had, in the last round.
    package var processes = 0
    /// How many processes came or went while they were read, in all rounds.
    package var passing = 0
    /// Processes that this kernel does not show to BPF programs at all.
    package var hidden: Set<UInt32> = []
    /// How the walk was made.
    package var mechanism: String
    /// What limits the comparison, one sentence each without its full stop.
    package var notes: [String] = []

    /// Makes a result of its tallies.
    package init(tallies: [CheckTally], mechanism: String) {
        self.tallies = tallies
        self.mechanism = mechanism
    }

    /// Whether every number that was compared agreed.
    package var isClean: Bool { tallies.allSatisfy { $0.disagreed == 0 } }

    /// The tally of a field.
    package func tally(_ name: String) -> CheckTally? {
        tallies.first { $0.name == name }
    }
}
