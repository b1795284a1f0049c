import Model
import Sampling

/// What the words of the command line mean, or which of them is wrong.
extension MonitorOptions {
    /// The period asked for, or else the given one.
    func checkedPeriod(or standard: Period = Period(clamping: 1_000_000_000)) throws(Failure)
        -> Period
    {
        guard let delay else { return standard }
        do throws(PeriodError) {
            return try Period(delay)
        } catch {
            throw Failure(.usage, "-d \(delay): \(error)")
        }
    }

    /// Refuses what only the screen has a use for where something else was asked for.
    ///
    /// A screen that turns into a table only because standard output is no terminal may have it, as in an alias.
    func refuseScreenOnly() throws(Failure) {
        guard asksForText else { return }
        for (name, value) in [("--theme", theme), ("--config", config)] {
            guard let value else { continue }
            throw Failure(
                .usage, "\(name) \(value): only the screen has colours and a configuration")
        }
    }

    /// How many samples are wanted; nil for no end.
    func sampleCount() throws(Failure) -> Int? {
        if let iterations {
            guard iterations > 0 else {
                throw Failure(.usage, "-n \(iterations): at least 1 sample")
            }
            return iterations
        }
        // Without -b a table or a JSON object is a single answer; what is a stream goes on.
        return batch || form == .ndjson || form == .csv ? nil : 1
    }

    /// The columns asked for, or the standard ones.
    func checkedColumns(standard: [Column]) throws(Failure) -> [Column] {
        guard let columns else { return standard }
        var chosen: [Column] = []
        for name in columns.split(separator: ",", omittingEmptySubsequences: false) {
            guard let column = Column.field(String(name)) else {
                let nearest = Column.suggestions(for: String(name)).joined(separator: ", ")
                throw Failure(.usage, "--columns: no column '\(name)'; nearest: \(nearest)")
            }
            // One that is named twice stands once, as on the screen: JSON has no room for two members of one name.
            if !chosen.contains(where: { $0.name == column.name }) { chosen.append(column) }
        }
        return chosen
    }

    /// How rows are chosen and ordered where no configuration says it; users are still to be resolved.
    func listSettings() throws(Failure) -> ListSettings {
        var settings = ListSettings(sort: try sortOrder())
        settings.isTree = tree
        settings.showsThreads = threads
        settings.showsKernelThreads = kernelThreads ?? true
        settings.filter = try checkedFilter()
        settings.pids = try checkedPIDs()
        return settings
    }

    /// The settings with `-u`, resolved by name or number.
    func resolvingUsers(
        _ settings: ListSettings, by sampler: inout Sampler
    ) throws(Failure) -> ListSettings {
        guard let user else { return settings }
        var settings = settings
        var ids: Set<UInt32> = []
        for word in user.split(separator: ",", omittingEmptySubsequences: false) {
            guard let id = UInt32(word) ?? sampler.userID(named: String(word)) else {
                throw Failure(.usage, "-u \(user): no user '\(word)' here")
            }
            ids.insert(id)
        }
        settings.users = ids
        return settings
    }

    private func sortOrder() throws(Failure) -> SortOrder {
        do throws(SortOrderError) {
            return try SortOrder(parsing: sort ?? "cpu_percent")
        } catch {
            throw Failure(.usage, "-s: \(error)")
        }
    }

    private func checkedFilter() throws(Failure) -> Filter? {
        guard let filter else { return nil }
        do throws(FilterError) {
            return try Filter(filter, in: .local())
        } catch {
            throw Failure(.usage, "-F '\(filter)': \(error)")
        }
    }

    private func checkedPIDs() throws(Failure) -> Set<UInt32>? {
        if pids.isEmpty { return nil }
        var numbers: Set<UInt32> = []
        for list in pids {
            for word in list.split(separator: ",", omittingEmptySubsequences: false) {
                guard let number = UInt32(word), number > 0 else {
                    throw Failure(.usage, "-p \(list): '\(word)' is no process id")
                }
                numbers.insert(number)
            }
        }
        return numbers
    }
}
