internal import CBpftop
internal import LibBPF
internal import Model

extension Checker {
    /// Compares everything once; returns what did not agree.
    mutating func firstLook(
        _ pass: CheckPass, _ processes: [(number: UInt32, before: ProcReading, after: ProcReading)]
    ) -> [Suspicion] {
        var open: [Suspicion] = []
        for process in processes {
            let subject = Suspicion.Subject(
                group: process.number, thread: nil, start: process.before.stat.startTicks)
            look(at: subject, CheckField.process, Self.firstOfProcess, pass, &open)
        }
        for thread in pass.both(\.threads) {
            let group = thread.before.status[.tgid].map { UInt32(truncatingIfNeeded: $0) } ?? 0
            let subject = Suspicion.Subject(
                group: group, thread: thread.number, start: thread.before.stat.startTicks)
            look(at: subject, CheckField.thread, Self.firstOfThread, pass, &open)
        }
        if isProcWhole {
            open += pass.unlisted.map { record in
                Suspicion(
                    subject: .init(group: record.pid, thread: nil, start: nil),
                    question: .isListed, by: 1, example: Self.extra(record))
            }
        }
        return open
    }

    /// Compares a subject's fields, or notes that the walk lacks it.
    private mutating func look(
        at subject: Suspicion.Subject, _ fields: [CheckField], _ first: Int, _ pass: CheckPass,
        _ open: inout [Suspicion]
    ) {
        guard let look = pass.look(subject, host) else {
            if isHidden(subject) { return }
            let name = pass.before.processes[subject.group]?.stat.name ?? "?"
            open.append(
                Suspicion(
                    subject: subject, question: .isWalked, by: 1,
                    example: Self.missing(subject, name)))
            return
        }
        if subject.thread == nil { result.tallies[0].agree() }
        for (place, field) in fields.enumerated() {
            switch field.compare(look) {
            case .agrees: result.tallies[first + place].agree()
            case .skipped(let reason): result.tallies[first + place].skip(reason)
            case .differs(let by, let ours, let theirs):
                open.append(
                    Suspicion(
                        subject: subject, question: .field(place), by: by,
                        example: Self.example(look, ours, theirs)))
            }
        }
    }

    /// Reads what is suspicious, and nothing else, around another walk; returns what still does not agree.
    mutating func lookAgain(_ open: [Suspicion]) throws(BPFError) -> [Suspicion] {
        let pass = try CheckPass(Self.extent(of: open), by: &reader)
        return open.compactMap { suspicion in
            var suspicion = suspicion
            switch answer(suspicion, pass) {
            case .agrees: result.tallies[index(suspicion)].agree(later: true)
            case .skipped: result.tallies[index(suspicion)].giveUp()
            case .differs(let by, let ours, let theirs):
                suspicion.by = by
                if let look = pass.look(suspicion.subject, host) {
                    suspicion.example = Self.example(look, ours, theirs)
                }
                return suspicion
            }
            return nil
        }
    }

    private func answer(_ suspicion: Suspicion, _ pass: CheckPass) -> CheckVerdict {
        let subject = suspicion.subject
        let stays = CheckVerdict.differs(by: 1, ours: "", theirs: "")
        switch suspicion.question {
        case .isWalked:
            guard pass.isListed(subject) else { return .skipped(.unknown) }
            return pass.record(subject) == nil ? stays : .agrees
        case .isListed:
            guard pass.record(subject) != nil else { return .skipped(.unknown) }
            let pictures = [pass.before, pass.after]
            return pictures.allSatisfy { $0.processes[subject.group] == nil } ? stays : .agrees
        case .field(let place):
            guard let look = pass.look(subject, host) else { return .skipped(.unknown) }
            let fields = subject.thread == nil ? CheckField.process : CheckField.thread
            return fields[place].compare(look)
        }
    }

    private static func extent(of open: [Suspicion]) -> ProcPicture.Extent {
        let processes = Set(open.lazy.filter { $0.subject.thread == nil }.map(\.subject.group))
        let threads = Set(
            open.compactMap { suspicion in
                suspicion.subject.thread.map {
                    ProcPicture.ThreadNumber(group: suspicion.subject.group, thread: $0)
                }
            })
        return ProcPicture.Extent(
            processes: processes.sorted(), threads: Array(threads), sums: processes)
    }

    /// Whether the kernel shows a task to no BPF program at all; asked of the kernel by the task's number.
    private mutating func isHidden(_ subject: Suspicion.Subject) -> Bool {
        guard probe?.finds(subject.number) == false else { return false }
        result.hidden.insert(subject.group)
        return true
    }
}

extension Checker {
    private static func example(
        _ look: CheckLook, _ ours: String, _ theirs: String
    ) -> CheckTally.Example {
        CheckTally.Example(
            pid: look.record.pid, name: look.before.stat.name, ours: ours, theirs: theirs)
    }

    private static func missing(
        _ subject: Suspicion.Subject, _ name: String
    ) -> CheckTally.Example {
        CheckTally.Example(
            pid: subject.number, name: name, ours: "missing",
            theirs: subject.thread == nil ? "there" : "a thread of \(subject.group)")
    }

    private static func extra(_ record: TaskRecord) -> CheckTally.Example {
        CheckTally.Example(pid: record.pid, name: record.name, ours: "there", theirs: "missing")
    }
}
