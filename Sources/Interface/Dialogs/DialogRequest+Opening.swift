internal import Model

extension DialogRequest {
    /// Makes the dialog that was asked for, or says why not.
    func opening(in context: DialogContext) -> DialogOpening {
        switch self {
        case .setup: return .dialog(SetupDialog(settings: context.settings))
        case .process(let target, let section):
            return .dialog(
                ProcessScreen(target: target, in: context.snapshot, section: section),
                effects: [.loadDetails(target.identity)])
        case .signal(let targets), .nice(let targets), .ioPriority(let targets),
            .affinity(let targets), .freeze(let targets), .thaw(let targets),
            .thawAtOnce(let targets):
            if context.isReadOnly { return .refusal(ActionResult.readOnly.text) }
            guard let first = targets.first else { return .refusal("no process is chosen") }
            return action(on: targets, first, in: context)
        }
    }

    private func action(
        on targets: [Target], _ first: Target, in context: DialogContext
    ) -> DialogOpening {
        let reading = [Effect.loadDetails(first.identity)]
        switch self {
        case .signal: return .dialog(SignalMenu(targets: targets))
        case .nice: return .dialog(NiceDialog(targets: targets, in: context.snapshot))
        case .ioPriority: return .dialog(IOPriorityDialog(targets: targets), effects: reading)
        case .affinity:
            let cpus = context.snapshot?.cpuNumbers ?? []
            guard !cpus.isEmpty else { return .refusal("the machine's CPUs are not known yet") }
            return .dialog(AffinityDialog(targets: targets, cpus: cpus), effects: reading)
        case .freeze:
            return freezing(.freeze, targets, in: context) {
                .dialog(FreezeDialog(.freeze, plan: $0))
            }
        case .thaw:
            return freezing(.thaw, targets, in: context) { .dialog(FreezeDialog(.thaw, plan: $0)) }
        case .thawAtOnce:
            return freezing(.thaw, targets, in: context) { .effects([.thaw($0.cgroups)]) }
        case .setup, .process: return .refusal("no process is needed for this")
        }
    }

    private func freezing(
        _ direction: FreezePlan.Direction, _ targets: [Target], in context: DialogContext,
        then open: (FreezePlan) -> DialogOpening
    ) -> DialogOpening {
        guard let snapshot = context.snapshot else { return .refusal("nothing is sampled yet") }
        let plan = FreezePlan(direction, targets, in: snapshot, ownPID: context.ownPID)
        if plan.cgroups.isEmpty, let refusal = plan.refused.first {
            let verb = direction == .freeze ? "frozen" : "thawed"
            return .refusal("\(refusal.what) is not \(verb): \(refusal.reason)")
        }
        return open(plan)
    }
}

extension Snapshot {
    /// The kernel's numbers of the CPUs that are online, in ascending order.
    var cpuNumbers: [Int] {
        let numbers = current.system.cpus.map(\.number).sorted()
        return numbers.isEmpty ? Array(0..<max(0, current.system.machine.cpuCount)) : numbers
    }
}
