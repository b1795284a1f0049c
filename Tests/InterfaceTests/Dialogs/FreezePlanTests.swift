import CBpftop
import Model
import Terminal
import Testing

@testable import Interface

@Suite struct FreezePlanTests {
    private let world = World.ordinary

    private func plan(
        _ pids: [UInt32], _ direction: FreezePlan.Direction = .freeze, ownPID: UInt32 = 500
    ) -> FreezePlan {
        FreezePlan(
            direction, pids.map { world.target($0) }, in: world.snapshot, ownPID: ownPID)
    }

    @Test func `everyone in the cgroup and below it is listed`() {
        let plan = plan([600])
        #expect(plan.refused.isEmpty)
        #expect(plan.cgroups.map(\.path) == ["/system.slice/nginx.service"])
        #expect(plan.cgroups[0].affected.map(\.identity.pid) == [600, 601])
    }

    @Test func `a cgroup inside another target's is not named twice`() {
        #expect(plan([601, 600]).cgroups.map(\.path) == ["/system.slice/nginx.service"])
        #expect(plan([600, 600]).cgroups.count == 1)
    }

    @Test func `a cgroup whose name only begins the same is another`() {
        var world = world
        world.add(900, "x", cgroup: "/system.slice/nginx.service2", thread: nil)
        let plan = FreezePlan(.freeze, [world.target(600)], in: world.snapshot, ownPID: 500)
        #expect(plan.cgroups[0].affected.map(\.identity.pid) == [600, 601])
    }

    @Test(
        arguments: [
            (500, "bpftop itself"), (400, "bpftop itself"), (1, "PID 1"), (300, "runs below sshd"),
            (501, "bpftop's session"), (2, "kernel thread"), (800, "not known"),
        ] as [(UInt32, String)])
    func `what has to go on running is left out`(pid: UInt32, reason: String) {
        let plan = plan([pid])
        #expect(plan.cgroups.isEmpty)
        #expect(plan.refused.count == 1)
        #expect(plan.refused.first?.reason.contains(reason) == true, "\(plan.refused)")
    }

    @Test func `a process of the root cgroup gets a cgroup of its own`() {
        let plan = plan([700])
        #expect(
            plan.cgroups == [
                CgroupTarget(path: "/bpftop.freeze.700", affected: [world.target(700)], isNew: true)
            ])
    }

    @Test func `several processes of the root cgroup all get one`() {
        var world = world
        world.add(701, "stray2", session: 701, cgroup: "/")
        let plan = FreezePlan(
            .freeze, [world.target(700), world.target(701)], in: world.snapshot, ownPID: 500)
        #expect(plan.cgroups.map(\.path) == ["/bpftop.freeze.700", "/bpftop.freeze.701"])
    }

    @Test func `what is frozen already is not frozen again, and is thawed`() throws {
        var world = world
        for row in 0..<world.snapshot.count where [600, 601].contains(world.snapshot[row].pid) {
            world.texts.frozen[world.snapshot[row].cgroup_id] = true
        }
        let frozen = FreezePlan(.freeze, [world.target(600)], in: world.snapshot, ownPID: 500)
        #expect(frozen.cgroups.isEmpty && frozen.refused.map(\.reason) == ["it is frozen already"])
        let thawed = FreezePlan(.thaw, [world.target(600)], in: world.snapshot, ownPID: 500)
        #expect(thawed.cgroups.count == 1)
    }

    @Test func `thawing is refused to nobody but the root cgroup`() {
        #expect(plan([500, 300, 600], .thaw).cgroups.count == 3)
        #expect(plan([700], .thaw).cgroups.isEmpty)
    }

    @Test func `parents in a circle do not hang it`() {
        var world = World()
        world.add(10, "a", parent: 11, session: 10, cgroup: "/a")
        world.add(11, "b", parent: 10, session: 11, cgroup: "/b")
        let plan = FreezePlan(.freeze, [world.target(11)], in: world.snapshot, ownPID: 10)
        #expect(plan.refused.count == 1)
    }

    @Test func `the question freezes only when it is confirmed`() {
        let plan = plan([600])
        var dialog = FreezeDialog(.freeze, plan: plan)
        #expect(dialog.press(.character("j"), .character(" "), in: world.context()).isStaying)
        #expect(dialog.press(.key(.enter), in: world.context()).closing == [.freeze(plan.cgroups)])
        #expect(dialog.press(.character("n"), in: world.context()).closing == [])
    }
}

@Suite struct OpeningTests {
    private let world = World.ordinary

    private func refusal(_ opening: DialogOpening) -> String? {
        if case .refusal(let text) = opening { text } else { nil }
    }

    @Test func `where nothing may be done no dialog that acts opens`() {
        let context = world.context(isReadOnly: true)
        let targets = [world.target(600)]
        let requests: [DialogRequest] = [
            .signal(targets), .nice(targets), .ioPriority(targets), .affinity(targets),
            .freeze(targets), .thaw(targets), .thawAtOnce(targets),
        ]
        for request in requests { #expect(refusal(request.opening(in: context)) != nil) }
        #expect(refusal(DialogRequest.setup.opening(in: context)) == nil)
        #expect(refusal(DialogRequest.process(targets[0]).opening(in: context)) == nil)
    }

    @Test func `without a target nothing opens`() {
        #expect(refusal(DialogRequest.signal([]).opening(in: world.context())) != nil)
    }

    @Test func `thawing at once asks nothing`() {
        let opening = DialogRequest.thawAtOnce([world.target(600)]).opening(in: world.context())
        guard case .effects(let effects) = opening, case .thaw(let cgroups)? = effects.first else {
            Issue.record("opened \(opening)")
            return
        }
        #expect(cgroups.map(\.path) == ["/system.slice/nginx.service"])
    }

    @Test func `what cannot be frozen says why`() {
        let opening = DialogRequest.freeze([world.target(500)]).opening(in: world.context())
        #expect(refusal(opening)?.contains("bpftop itself") == true)
    }

    @Test func `the process screen has its details read`() {
        let target = world.target(600)
        let opening = DialogRequest.process(target).opening(in: world.context())
        guard case .dialog(_, let effects) = opening else {
            Issue.record("opened \(opening)")
            return
        }
        #expect(effects == [.loadDetails(target.identity)])
    }

    @Test func `the affinity dialog offers the CPUs of the machine`() {
        let opening = DialogRequest.affinity([world.target(600)]).opening(in: world.context())
        guard case .dialog(let dialog, _) = opening else {
            Issue.record("opened \(opening)")
            return
        }
        #expect((dialog as? AffinityDialog)?.selected == [0, 1, 2, 3])
    }
}
