// What is done to processes, with the kernel's real calls.
//
// Nothing is done to a process that was not proven to be the one on the screen (`CheckedProcess`), nothing at all where the
// monitor runs read-only, and every refusal says why.

internal import Clinux
internal import Glibc
package import Interface
internal import Model

/// Performs the effects that act upon processes and cgroups.
package struct Actions: Sendable {
    /// Whether nothing may be done.
    package let isReadOnly: Bool
    private let freezer: CgroupFreezer

    /// Makes actions for a monitor; `isReadOnly` forbids them all.
    package init(isReadOnly: Bool) {
        self.isReadOnly = isReadOnly
        freezer = CgroupFreezer()
    }

    /// Makes actions upon a cgroup hierarchy of one's own choice.
    init(isReadOnly: Bool = false, freezer: CgroupFreezer) {
        self.isReadOnly = isReadOnly
        self.freezer = freezer
    }

    /// Performs an effect and says how it went; nil for an effect that concerns no process or needs no words.
    ///
    /// Freezing and thawing wait up to two seconds for the kernel, see `BackgroundActions`; everything else returns at once.
    package func perform(_ effect: Effect) -> ActionResult? {
        switch effect {
        case .signal(let targets, let number):
            let name = Signal.numbered(number)?.name ?? "signal \(number)"
            return signal(targets, number: number)
                .report("sent \(name) to", orNot: "send \(name) to")
        case .setNice(let targets, let nice):
            return setNice(targets, nice).report("set nice \(nice) for", orNot: "renice")
        case .changeNice(let targets, let step):
            let words = step < 0 ? "lowered the nice value of" : "raised the nice value of"
            return changeNice(targets, by: step).report(words, orNot: "renice")
        case .setIOPriority(let targets, let priority):
            return setIOPriority(targets, priority)
                .report("set the I/O priority of", orNot: "set the I/O priority of")
        case .setAffinity(let targets, let cpus):
            let list = CPUList.text(Set(cpus))
            return setAffinity(targets, cpus: cpus)
                .report("bound to CPU \(list):", orNot: "bind to CPU \(list):")
        case .freeze(let cgroups): return freeze(cgroups)
        case .thaw(let cgroups): return thaw(cgroups)
        case .removeEmptyCgroups:
            if !isReadOnly { freezer.removeEmpty() }
            return nil
        case .quit, .suspend, .redraw, .copy, .sampleNow, .setPeriod, .setPaused,
            .setShowsThreads, .saveSettings, .loadDetails:
            return nil
        }
    }
}

// MARK: - Signals

extension Actions {
    /// Sends a signal to each target, in their order.
    package func signal(_ targets: [Target], number: Int32) -> [Outcome] {
        act(on: targets) { target throws(ActionFailure) in
            let process = try CheckedProcess(
                target.identity, isThread: target.isThread, needsHandle: true)
            guard let error = process.send(number) else { return }
            switch error.code {
            case ESRCH: throw .vanished
            case EPERM: throw .notPermitted("it is another user's: be that user or have CAP_KILL")
            case ENOSYS: throw .unsupported("pidfd_send_signal, since Linux 5.1")
            case EINVAL: throw .failed("\(number) is no signal")
            default: throw .failed(error.text)
            }
        }
    }

    /// What forbids acting upon any process; nil where nothing does.
    private var obstacle: ActionFailure? {
        if isReadOnly { return .readOnly }
        do throws(ActionFailure) {
            try CheckedProcess.requireOwnNumbers()
            return nil
        } catch {
            return error
        }
    }

    /// Does the same to each target, unless nothing may be done.
    func act(
        on targets: [Target], _ body: (Target) throws(ActionFailure) -> Void
    ) -> [Outcome] {
        let obstacle = self.obstacle
        return targets.map { target in
            if let obstacle { return Outcome(target: target, failure: obstacle) }
            do throws(ActionFailure) {
                try body(target)
                return Outcome(target: target, failure: nil)
            } catch {
                return Outcome(target: target, failure: error)
            }
        }
    }
}

// MARK: - Cgroups

extension Actions {
    private func freeze(_ cgroups: [CgroupTarget]) -> ActionResult {
        apply(cgroups, "froze", "freeze") { cgroup throws(ActionFailure) in
            try freezer.freeze(cgroup)
        }
    }

    private func thaw(_ cgroups: [CgroupTarget]) -> ActionResult {
        apply(cgroups, "thawed", "thaw") { cgroup throws(ActionFailure) in
            try freezer.thaw(cgroup.path)
        }
    }

    private func apply(
        _ cgroups: [CgroupTarget], _ verb: String, _ infinitive: String,
        _ body: (CgroupTarget) throws(ActionFailure) -> Void
    ) -> ActionResult {
        if isReadOnly { return ActionResult(ActionFailure.readOnly.text, isFailure: true) }
        var failure: String?
        var done: [CgroupTarget] = []
        for cgroup in cgroups {
            do throws(ActionFailure) {
                try body(cgroup)
                done.append(cgroup)
            } catch {
                failure = failure ?? "could not \(infinitive) \(cgroup.path): \(error.text)"
            }
        }
        let processes = done.reduce(0) { $0 + $1.affected.count }
        let met = "\(processes) process\(processes == 1 ? "" : "es")"
        let success =
            done.count == 1
            ? "\(verb) \(done[0].path) with \(met)" : "\(verb) \(done.count) cgroups with \(met)"
        guard let failure else { return ActionResult(success) }
        return ActionResult(done.isEmpty ? failure : "\(success); \(failure)", isFailure: true)
    }
}
