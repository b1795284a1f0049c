internal import CBpftop
internal import Model

/// Which processes are in which cgroup of a snapshot.
struct Population {
    private var rows: [String: [Int]] = [:]
    private var processes: [ProcessIdentity: Int] = [:]

    /// Sorts the processes by cgroup; those whose cgroup's path is not known are in none.
    init(_ snapshot: borrowing Snapshot) {
        for row in 0..<snapshot.count where !snapshot[row].isThread {
            processes[snapshot[row].identity] = row
            guard let id = snapshot[row].cgroupID,
                let path = snapshot.current.texts.cgroups[id]?.path
            else { continue }
            rows[path, default: []].append(row)
        }
    }

    /// The rows in a cgroup and in all below it, in the snapshot's order.
    func rows(inside path: String) -> [Int] {
        let prefix = path + "/"
        return rows.filter { $0.key == path || $0.key.hasPrefix(prefix) }.flatMap(\.value).sorted()
    }

    /// The row of a process; nil for one that is gone.
    func row(of identity: ProcessIdentity) -> Int? { processes[identity] }
}

/// Which processes must go on running for the user to keep control.
struct Protection {
    private let ownPID: UInt32
    private let ancestors: Set<UInt32>
    private let sessions: Set<UInt32>

    /// Finds the monitor's ancestors and their sessions in a snapshot.
    init(_ snapshot: borrowing Snapshot, ownPID: UInt32) {
        self.ownPID = ownPID
        var parents: [UInt32: (parent: UInt32, session: UInt32)] = [:]
        for row in 0..<snapshot.count where !snapshot[row].isThread {
            parents[snapshot[row].pid] = (snapshot[row].ppid, snapshot[row].session)
        }
        var ancestors: Set<UInt32> = []
        var sessions: Set<UInt32> = []
        var next = ownPID
        // PID 1 is everyone's ancestor, so its session says nothing of the user's terminal.
        while next > 1, let found = parents[next], ancestors.insert(next).inserted {
            if found.session > 1 { sessions.insert(found.session) }
            next = found.parent
        }
        self.ancestors = ancestors.subtracting([ownPID])
        self.sessions = sessions
    }

    /// Why a set of processes must not be frozen; nil where they may be.
    func reason(toSpare rows: [Int], in snapshot: borrowing Snapshot) -> String? {
        var reasons: [String] = []
        for row in rows {
            if snapshot[row].pid == ownPID { return "bpftop itself is in it" }
            if let reason = reason(toSpare: snapshot[row]) { reasons.append(reason) }
        }
        return reasons.first
    }

    private func reason(toSpare record: TaskRecord) -> String? {
        if record.pid == 1 { return "PID 1 is in it" }
        if record.isKernelThread { return "a kernel thread, \(record.name), is in it" }
        let who = "\(record.name) (\(record.pid))"
        if ancestors.contains(record.pid) { return "bpftop runs below \(who)" }
        if sessions.contains(record.session) { return "\(who) is of bpftop's session" }
        return nil
    }
}
