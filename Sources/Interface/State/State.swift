package import Model
package import Terminal

/// Everything that the screen shows and every key changes, as one value.
package struct State: Sendable {
    // MARK: What others set

    /// The choices that can be saved.
    package internal(set) var settings: Settings {
        didSet { shownColumns = settings.shownColumns }
    }
    /// The columns that the settings name.
    private(set) var shownColumns: [Column]
    /// What cannot be chosen while running.
    package let options: Options
    /// The newest snapshot; nil before the first sample.
    package internal(set) var snapshot: Snapshot?
    /// How many snapshots there were.
    var updates = 0
    /// How everything looks.
    package internal(set) var theme: Theme
    /// Why BPF is not in use, in one line; nil where it is.
    package var notice: String?
    /// What this program itself takes; nil until measured.
    package var cost: Cost?
    /// To which users and processes the rows are confined beside the filter; the command line's `-u` and `-p`.
    package var scope = Scope()
    /// The screen's size in cells.
    package internal(set) var size: Size

    // MARK: What is in front of the table

    /// What is in front of the table and takes the keys.
    package internal(set) var dialog: (any Dialog)?
    /// The line being written.
    var prompt: Prompt?
    /// What was said last; goes with the next key, or after some refreshes when nothing failed.
    package internal(set) var message: ActionResult?
    /// How many refreshes the message has seen.
    var messageAge = 0
    /// The sample behind which it came, in ns of the monotonic clock.
    var messageTime: UInt64 = 0

    // MARK: The table

    /// The rows in their order.
    var list = ProcessList()
    /// How many tasks there are of each kind.
    var counts = TaskCounts()
    /// What the CPUs did.
    var cpus = CPUMeters()
    /// The process on which the cursor stands; nil only while there is no row.
    package internal(set) var cursor: RowIdentity?
    /// The cursor's row in `list`.
    package internal(set) var cursorRow: Int?
    /// The first row in view.
    var offset = 0
    /// The tagged processes.
    package internal(set) var tags: Set<RowIdentity> = []
    /// The snapshot's rows of those that were tagged or folded when it came.
    var places: [RowIdentity: Int32] = [:]
    /// The other end of the visual range; nil outside visual mode.
    var visualAnchor: RowIdentity?
    /// The folded processes.
    var folds: Set<ProcessIdentity> = []
    /// Where the cursor came from.
    var jumps = JumpList()
    /// Whether the view moves with the cursor's process at every refresh.
    package internal(set) var isFollowing = false
    /// Whether no newer sample is shown.
    package internal(set) var isPaused = false
    /// How many cells of the open column are scrolled out at the left.
    var commandOffset = 0
    /// By machine name, the widest value that was in view.
    var widths: [String: Int] = [:]
    /// By label, how wide each item of the header has been.
    var itemWidths: [String: Int] = [:]
    /// Whether a row in view had a container, and a unit.
    var sawContainer = false
    var sawUnit = false
    /// Whether the user put the cursor where it is; until then it stays on the first row, whoever that is.
    var isCursorPlaced = false

    /// Who was under the cursor and has ended, until the user moves the cursor away from who came into the place.
    var ended: String?

    // MARK: Finding

    /// The filter in force, as written; "" for none.
    package internal(set) var filterText = ""
    var filter: Filter?
    var searchText = ""
    var searched: TextQuery?
    var filterHistory = History()
    var searchHistory = History()

    // MARK: Keys half typed

    /// The count typed so far.
    var count: Int?
    /// The first stroke of a sequence.
    var prefix: Stroke?
    /// The last click, for a double one.
    var lastClick: Click?

    /// A click on a row.
    struct Click: Equatable {
        var identity: RowIdentity
        var time: UInt64
    }

    /// Makes a state that has seen nothing yet.
    package init(settings: Settings = Settings(), options: Options = Options(), size: Size) {
        self.settings = settings
        shownColumns = settings.shownColumns
        self.options = options
        self.size = size
        theme = options.theme(named: settings.theme)
    }
}

extension State {
    /// What holds from the start to the end of a run.
    package struct Options: Sendable {
        /// Whether nothing may be done to processes.
        package var isReadOnly = false
        /// The monitor's own process.
        package var ownPID: UInt32 = 0
        /// What dates in filters mean.
        package var zone = TimeZone.utc
        /// The colours that the terminal has.
        package var colorDepth = ColorDepth.truecolor
        /// What the configuration changes in every theme.
        package var overrides: [Role: StylePatch] = [:]

        /// Makes the options of a monitor that may act.
        package init() {}

        /// The theme of a name, or the standard one, for this terminal.
        func theme(named name: String) -> Theme {
            let theme = Theme.named(name) ?? Theme.presets[0]
            return overrides.reduce(theme) { $0.overriding($1.key, with: $1.value) }
                .adapted(to: colorDepth)
        }
    }

    /// Users and processes to which rows are confined.
    package struct Scope: Equatable, Sendable {
        /// The effective user ids; nil for all.
        package var users: Set<UInt32>?
        /// The process ids; nil for all.
        package var pids: Set<UInt32>?

        /// Makes a scope of everything.
        package init() {}

        /// Whether anything is left out.
        package var isConfined: Bool { users != nil || pids != nil }
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
}
