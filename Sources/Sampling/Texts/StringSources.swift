internal import Model

/// The strings that belong to the numbers of samples, and those who look them up in threads of their own.
struct StringSources {
    /// What is known.
    private(set) var texts = Texts()
    private var users = UserNames()
    private var commands: CommandLines
    private var cgroups = Cgroups()
    private var frozen = FrozenCgroups()

    /// Of how many processes the command lines are waited for: those of a machine that has just been met take seconds.
    private static let fewCommands = 64

    /// Makes sources that know nothing yet.
    init(_ commands: CommandLines) {
        self.commands = commands
    }

    /// Merges what has been found and asks for what is missing of tasks; only of those that have changed, where that is known.
    ///
    /// `paths` are those of the tasks' cgroups where they came with them. Returns whether something had been found.
    @discardableResult
    mutating func update(
        _ tasks: [TaskRecord], changed: [Int32]? = nil, cgroups paths: [UInt64: CgroupPath]?
    ) -> Bool {
        var hasFound = users.update(tasks, changed: changed, texts: &texts)
        if commands.update(tasks, changed: changed, texts: &texts) { hasFound = true }
        if let paths {
            texts.cgroups = paths
        } else if cgroups.update(tasks, changed: changed, texts: &texts) {
            hasFound = true
        }
        if frozen.update(&texts) { hasFound = true }
        return hasFound
    }

    /// Merges the command lines and the paths of cgroups that the last update asked for, as far as they are there by a time of
    /// CLOCK_MONOTONIC in ns; returns whether something is.
    mutating func awaitNew(until deadline: UInt64) -> Bool {
        guard commands.activity.pending <= Self.fewCommands else { return false }
        let hasCommands = commands.take(until: deadline, into: &texts)
        let hasPaths = cgroups.take(until: deadline, into: &texts)
        // Whether a new cgroup is frozen can be asked now that its path is known.
        if hasPaths { frozen.update(&texts) }
        return hasCommands || hasPaths
    }

    /// Whether nothing is being looked up, or has been found and not merged.
    var isSettled: Bool {
        users.isSettled && commands.isSettled && cgroups.isSettled && frozen.isSettled
    }

    /// A descriptor that is readable when `readEvents` is to be called, from now on by whoever asks; nil where nothing is ever said.
    mutating func eventDescriptor() -> Int32? { frozen.poll() }

    /// Reads which cgroups have been frozen or thawed, for the next update.
    mutating func readEvents() { frozen.readNotices() }

    /// The id of a user by name; nil for one that /etc/passwd does not list.
    mutating func userID(named name: String) -> UInt32? { users.id(of: name) }
}
