internal import Model
internal import Terminal

extension State {
    /// Does what a key asked for; `count` is what was typed before it.
    mutating func perform(_ command: Command, count: Int?) -> [Effect] {
        if command.meetsRows { isCursorPlaced = true }
        switch command {
        case .quit: return [.quit]
        case .suspend: return [.suspend]
        case .redraw: return [.redraw]
        case .help: dialog = Help()
        case .sortMenu: dialog = SortMenu(settings: settings)
        case .move(let motion): move(motion, count: count)
        case .scrollLeft: commandOffset = max(0, commandOffset - 8 * (count ?? 1))
        case .scrollRight: commandOffset = min(4096, commandOffset + 8 * (count ?? 1))
        case .scrollToStart: commandOffset = 0
        case .scrollToEnd: scrollToEnd()
        case .scrollView(let down): scroll(by: (count ?? 1) * (down ? 1 : -1))
        case .placeView(let place): placeView(place)
        case .jumpBack, .jumpForward: jump(isBack: command == .jumpBack)
        case .search, .filter: openPrompt(command == .search ? .search : .filter)
        case .searchNext, .searchPrevious: searchAgain(isForward: command == .searchNext)
        case .escape: escape()
        case .yank(let what): return yank(what)
        case .fold(let fold): self.fold(fold)
        default: return performOnRows(command, count: count)
        }
        return []
    }

    private mutating func performOnRows(_ command: Command, count: Int?) -> [Effect] {
        switch command {
        case .tag: tag(count: count)
        case .tagBranch: tagBranch()
        case .untagAll: untagAll()
        case .visual: visualAnchor = visualAnchor == nil ? cursor : nil
        case .follow:
            isFollowing.toggle()
            if isFollowing { revealCursor() }
            say(isFollowing ? "following the cursor's process" : "not following")
        case .pause: return pause()
        case .process: return cursorTarget.map { open(.process($0)) } ?? []
        case .environment:
            return cursorTarget.map { open(.process($0, section: "Environment")) } ?? []
        case .setup: return open(.setup)
        default: return performOnSettings(command)
        }
        return []
    }

    private mutating func performOnSettings(_ command: Command) -> [Effect] {
        var new = settings
        switch command {
        case .toggleTree: new.isTree.toggle()
        case .toggleThreads: new.showsThreads.toggle()
        case .toggleKernelThreads: new.showsKernelThreads.toggle()
        case .invertSort: new.sortOrder = new.sortOrder.reversed
        case .shorterPeriod: change(&new, to: Period(clamping: new.period).shorter, "shortest")
        case .longerPeriod: change(&new, to: Period(clamping: new.period).longer, "longest")
        case .unitDisplay(let display):
            new.unitDisplay = new.unitDisplay == display ? .service : display
        case .quickSort(let quick): sort(by: quick, in: &new)
        case .networkColumns: toggleColumns(prefix: "net_", "network", in: &new)
        case .gpuColumns: toggleColumns(prefix: "gpu_", "GPU", in: &new)
        default: return performOnProcesses(command)
        }
        guard new != settings else { return [] }
        announce(new)
        let effects = change(new)
        revealCursor()
        return effects
    }

    private mutating func performOnProcesses(_ command: Command) -> [Effect] {
        let targets = targets
        guard !targets.isEmpty else {
            say("there is no process")
            return []
        }
        if isHasty(command, targets) { return [] }
        visualAnchor = nil
        switch command {
        case .signal: return open(.signal(targets))
        case .nice: return open(.nice(targets))
        case .ioPriority: return open(.ioPriority(targets))
        case .affinity: return open(.affinity(targets))
        case .freeze: return open(.freeze(targets))
        case .thaw: return open(.thaw(targets))
        case .thawAtOnce: return open(.thawAtOnce(targets))
        case .raisePriority: return changeNice(of: targets, by: -1)
        case .lowerPriority: return changeNice(of: targets, by: 1)
        default: return []
        }
    }

    /// Whether a key that acts at once would meet whoever came to stand under the cursor when its process ended; the next one may.
    private mutating func isHasty(_ command: Command, _ targets: [Target]) -> Bool {
        let actsAtOnce: [Command] = [.raisePriority, .lowerPriority, .thawAtOnce]
        guard let ended, actsAtOnce.contains(command), tags.isEmpty, visualAnchor == nil else {
            return false
        }
        say("nothing done: \(ended) has ended, and this is \(targets.phrase)", isFailure: true)
        self.ended = nil
        return true
    }

    private mutating func changeNice(of targets: [Target], by step: Int) -> [Effect] {
        if options.isReadOnly {
            say(ActionResult.readOnly.text, isFailure: true)
            return []
        }
        return [.changeNice(targets, by: step)]
    }

    private mutating func pause() -> [Effect] {
        isPaused.toggle()
        return isPaused ? [.setPaused(true)] : [.setPaused(false), .sampleNow]
    }

    /// Leaves visual mode, else untags, else drops the filter, one thing at a time.
    private mutating func escape() {
        if visualAnchor != nil {
            visualAnchor = nil
        } else if !tags.isEmpty {
            untagAll()
        } else if !filterText.isEmpty {
            setFilter("")
            revealCursor()
            say("filter dropped")
        } else if scope.isConfined {
            scope = Scope()
            rebuild()
            revealCursor()
            say("all users and processes")
        } else {
            searchText = ""
            searched = nil
        }
    }
}

// MARK: - Settings by key

extension State {
    private mutating func announce(_ new: Settings) {
        if new.period != settings.period { say("every \(Period(clamping: new.period))") }
        if new.showsThreads != settings.showsThreads {
            say(new.showsThreads ? "threads shown" : "threads hidden")
        }
        if new.showsKernelThreads != settings.showsKernelThreads {
            say(new.showsKernelThreads ? "kernel threads shown" : "kernel threads hidden")
        }
        if new.unitDisplay != settings.unitDisplay { say("unit: \(new.unitDisplay.rawValue)") }
    }

    /// Changes the period, or says that there is none beyond the present one.
    private mutating func change(_ new: inout Settings, to period: Period, _ end: String) {
        new.period = period.nanoseconds
        if new.period == settings.period { say("every \(period), which is the \(end) period") }
    }

    private mutating func sort(by quick: Command.QuickSort, in new: inout Settings) {
        let name =
            switch quick {
            case .cpu: "cpu_percent"
            case .memory: "mem_percent"
            case .time: "cpu_time_ns"
            case .gpuMemory: "gpu_memory_bytes"
            }
        guard Column.named(name) != nil else { return say("there is no column \(name) here") }
        new.sortColumn = name
        new.sortOrder = .descending
    }

    /// Shows every column whose name begins so, or none of them.
    private mutating func toggleColumns(prefix: String, _ what: String, in new: inout Settings) {
        let names = Column.all.map(\.name).filter { $0.hasPrefix(prefix) }
        guard !names.isEmpty else { return say("there are no \(what) columns here") }
        if new.columns.contains(where: names.contains) {
            new.columns.removeAll(where: names.contains)
        } else {
            let open = new.columns.firstIndex { Column.named($0)?.width == 0 }
            new.columns.insert(contentsOf: names, at: open ?? new.columns.count)
        }
    }
}

extension Period {
    /// The steps between which keys change the period, in ms.
    private static let steps: [UInt64] = [
        100, 200, 500, 1000, 2000, 3000, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 3_600_000,
    ]

    /// The next shorter step.
    var shorter: Period {
        let step = Self.steps.last { $0 * 1_000_000 < nanoseconds }
        return step.map { Period(clamping: $0 * 1_000_000) } ?? .shortest
    }

    /// The next longer step.
    var longer: Period {
        let step = Self.steps.first { $0 * 1_000_000 > nanoseconds }
        return step.map { Period(clamping: $0 * 1_000_000) } ?? .longest
    }
}
