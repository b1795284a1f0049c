package import Model
package import Terminal

/// Everything that the screen shows and every key changes, as one value.
package struct State: Sendable {
    /// The choices that can be saved.
    package internal(set) var settings: Settings
    /// What cannot be chosen while running.
    package let options: Options
    /// The newest snapshot; nil before the first sample.
    package internal(set) var snapshot: Snapshot?
    /// What is in front of the table and takes the keys.
    package internal(set) var dialog: (any Dialog)?
    /// What was said last; goes with the next key, or after some refreshes when nothing failed.
    package internal(set) var message: ActionResult?
    /// Why BPF is not in use, in one line; nil where it is.
    package var notice: String?
    /// What this program itself takes; nil until measured.
    package var cost: Cost?
    /// The screen's size in cells.
    package internal(set) var size: Size

    /// What holds from the start to the end of a run.
    package struct Options: Sendable {
        /// Whether nothing may be done to processes.
        package var isReadOnly = false
        /// The monitor's own process.
        package var ownPID: UInt32 = 0

        /// Makes the options of a monitor that may act.
        package init() {}
    }

    /// The program's own cost.
    package struct Cost: Equatable, Sendable {
        /// Percent of one CPU since the last refresh.
        package var cpuPercent: Double
        /// ns from asking for a sample to the frame's last byte.
        package var refreshTime: UInt64

        /// Makes a cost.
        package init(cpuPercent: Double, refreshTime: UInt64) {
            self.cpuPercent = cpuPercent
            self.refreshTime = refreshTime
        }
    }

    /// Makes a state that has seen nothing yet.
    package init(settings: Settings = Settings(), options: Options = Options(), size: Size) {
        self.settings = settings
        self.options = options
        self.size = size
    }

    /// Takes a newer snapshot: rows are filtered, ordered and counted anew.
    package mutating func update(_ snapshot: Snapshot) {
        self.snapshot = snapshot
    }

    /// Takes an event; what is to be done outside comes back in the order in which to do it.
    package mutating func handle(_ event: Event) -> [Effect] {
        []
    }

    /// Says how an effect went.
    package mutating func report(_ result: ActionResult) {
        message = result
    }

    /// Hands what `Effect.loadDetails` asked for to the dialog that shows it.
    package mutating func receive(_ details: ProcessDetails) {
        dialog?.receive(details)
    }
}
