internal import CBpftop
internal import LibBPF
internal import Model

/// One walk between two readings of /proc.
struct CheckPass {
    let before: ProcPicture
    let after: ProcPicture
    /// The groups' records by process id.
    let groups: [UInt32: TaskRecord]
    /// The threads' records by thread id.
    let threads: [UInt32: TaskRecord]

    /// Reads /proc, walks, and reads /proc again.
    init(
        _ extent: ProcPicture.Extent, by reader: inout BPFTaskReader
    ) throws(BPFError) {
        before = ProcPicture(extent)
        let records = try reader.read(threads: true)
        after = ProcPicture(extent)
        groups = Dictionary(
            records.lazy.filter { !$0.isThread }.map { ($0.pid, $0) }, uniquingKeysWith: { $1 })
        threads = Dictionary(
            records.lazy.filter(\.isThread).map { ($0.pid, $0) }, uniquingKeysWith: { $1 })
    }

    /// The processes and threads that both readings show, each with its two readings.
    func both(
        _ picture: KeyPath<ProcPicture, [UInt32: ProcReading]>
    ) -> [(number: UInt32, before: ProcReading, after: ProcReading)] {
        before[keyPath: picture].compactMap { number, first in
            guard let second = after[keyPath: picture][number],
                first.stat.startTicks == second.stat.startTicks
            else { return nil }
            return (number, first, second)
        }
    }

    /// How many processes only one of the readings shows.
    var passing: Int {
        before.processes.keys.count { after.processes[$0] == nil }
            + after.processes.keys.count { before.processes[$0] == nil }
    }

    /// What of a subject is to be compared; nil when it is gone or another.
    func look(_ subject: Suspicion.Subject, _ host: CheckHost) -> CheckLook? {
        let number = subject.number
        let pictures = [before, after].map { subject.thread == nil ? $0.processes : $0.threads }
        let records = subject.thread == nil ? groups : threads
        guard let first = pictures[0][number], let second = pictures[1][number],
            first.stat.startTicks == subject.start, second.stat.startTicks == subject.start,
            let record = records[number]
        else { return nil }
        return CheckLook(record: record, before: first, after: second, host: host)
    }

    /// Whether both readings show a subject.
    func isListed(_ subject: Suspicion.Subject) -> Bool {
        [before, after].allSatisfy { picture in
            let readings = subject.thread == nil ? picture.processes : picture.threads
            return readings[subject.number]?.stat.startTicks == subject.start
        }
    }

    /// The walk's record of a subject.
    func record(_ subject: Suspicion.Subject) -> TaskRecord? {
        (subject.thread == nil ? groups : threads)[subject.number]
    }

    /// The records of processes that neither reading shows and that were there before the first began.
    var unlisted: [TaskRecord] {
        groups.values.filter {
            before.processes[$0.pid] == nil && after.processes[$0.pid] == nil
                && $0.start_boottime < before.began
        }
    }
}
