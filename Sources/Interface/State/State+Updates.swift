package import Model
internal import Terminal

extension State {
    /// Takes a newer snapshot: rows are filtered, ordered and counted anew.
    ///
    /// While paused it is dropped, but for the very first.
    package mutating func update(_ snapshot: Snapshot) {
        if isPaused && self.snapshot != nil { return }
        counts.update(snapshot, after: self.snapshot?.current.time)
        self.snapshot = snapshot
        updates &+= 1
        cpus = CPUMeters(snapshot)
        prune()
        rebuild()
        ageMessage()
        if isFollowing { revealCursor() }
        refreshDialog()
    }

    /// Takes strings that were found after the snapshot's sample: rows that are filtered or ordered by some are so anew, unless paused.
    package mutating func receive(_ texts: Texts) {
        guard snapshot != nil else { return }
        snapshot?.receive(texts)
        if !isPaused && listSettings.dependsOnTexts { rebuild() } else { settle() }
        if isFollowing { revealCursor() }
        refreshDialog()
    }

    private mutating func refreshDialog() {
        guard dialog != nil else { return }
        let context = dialogContext
        dialog?.refresh(in: context)
    }

    /// Lets go of what a newer snapshot will not need, so that three samples are never in memory at a time.
    ///
    /// Nothing should be drawn before `update`. While paused it does nothing, as what is shown stays.
    ///
    /// Returns the records that nobody needs any more.
    package mutating func expectUpdate() -> [TaskRecord] {
        if isPaused { return [] }
        return snapshot?.releasePrevious() ?? []
    }

    /// What the next sample must have up to date: what rows are chosen and ordered by, and everything of those in view; of those a page
    /// to either side, which a key may bring there, a quarter in turn.
    ///
    /// With a dialog, which may show a process out of view, and with threads everything is.
    package var needs: SampleNeeds {
        if dialog != nil || settings.showsThreads { return .everything }
        // A page is never higher than the screen, and finding its height lays out the header.
        let page = size.rows
        let first = max(0, offset - page)
        let places = first..<max(first, min(offset + 2 * page, list.count))
        let near = places.lazy.filter { [offset, page, updates] place in
            (offset..<offset + page).contains(place) || (place &+ updates) & 3 == 0
        }
        let rows = Array(near.map { list.rows[$0].index })
        return SampleNeeds(parts: listSettings.parts, rows: rows + rowsOfTargets(except: rows))
    }

    /// The snapshot's rows that a dialog would be about, wherever they are in the list: it opens with their values.
    private func rowsOfTargets(except others: [Int32]) -> [Int32] {
        guard let snapshot, let cursorRow, cursorRow < list.count else { return [] }
        let row = list.rows[cursorRow].index
        if tags.isEmpty { return others.contains(row) ? [] : [row] }
        let tagged = snapshot.places(of: tags, near: places).values
        return Set(tagged).union([row]).subtracting(others).sorted()
    }

    /// Says how an effect went.
    package mutating func report(_ result: ActionResult) {
        message = result
        messageAge = 0
        messageTime = snapshot?.current.time.monotonic ?? 0
    }

    /// Hands what `Effect.loadDetails` asked for to the dialog that shows it.
    package mutating func receive(_ details: ProcessDetails) {
        dialog?.receive(details)
    }

    /// Says something about what was just typed.
    mutating func say(_ text: String, isFailure: Bool = false) {
        report(ActionResult(text, isFailure: isFailure))
    }

    /// Forgets a message that nobody needs to act on after three refreshes and three seconds.
    private mutating func ageMessage() {
        messageAge += 1
        let age = (snapshot?.current.time.monotonic ?? 0) &- messageTime
        if messageAge > 3, age >= 3_000_000_000, message?.isFailure == false { message = nil }
    }

    /// Takes settings and does what follows from what changed; returns what the executable has to do.
    @discardableResult
    package mutating func change(_ new: Settings) -> [Effect] {
        let old = settings
        settings = new
        settings.replaceUnitColumn(of: old.unitDisplay)
        var effects: [Effect] = []
        if old.period != new.period { effects.append(.setPeriod(new.period)) }
        if old.showsThreads != new.showsThreads {
            effects += [.setShowsThreads(new.showsThreads), .sampleNow]
        }
        if old.theme != new.theme { theme = options.theme(named: new.theme) }
        if old.columns != settings.columns { forgetColumns() }
        rebuild()
        return effects
    }
}
