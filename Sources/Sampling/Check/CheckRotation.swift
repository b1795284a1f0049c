internal import CBpftop
internal import Glibc
internal import Linux
internal import Model

/// Which threads are read in a round: some of them, others the next time, as each costs three files.
struct CheckRotation {
    private var threads: [ProcPicture.ThreadNumber] = []
    private var groups: [UInt32] = []
    private var round = 0

    /// How many threads' own files are read in a round.
    static let threadsPerRound = 256
    /// How many processes' threads are added up in a round, and the most threads that such a process may have.
    static let sumsPerRound = 32
    static let mostThreads = 64

    /// Remembers what a walk has seen.
    mutating func learn(_ records: [TaskRecord]) {
        learn(records.filter { !$0.isThread }, records.filter(\.isThread))
    }

    /// Remembers what a walk has seen, groups and threads apart.
    mutating func learn(_ groups: some Sequence<TaskRecord>, _ threads: some Sequence<TaskRecord>) {
        self.groups =
            groups.filter { (2...UInt32(Self.mostThreads)).contains($0.threads) }.map(\.pid)
            .sorted()
        self.threads = threads.map { .init(group: $0.tgid, thread: $0.pid) }
            .sorted { ($0.group, $0.thread) < ($1.group, $1.thread) }
    }

    /// Everything that is read in the next round; our own process is always added up.
    mutating func next() -> ProcPicture.Extent {
        defer { round += 1 }
        var sums = Set(part(groups, Self.sumsPerRound))
        sums.insert(UInt32(getpid()))
        return ProcPicture.Extent(
            processes: nil, threads: part(threads, Self.threadsPerRound), sums: sums)
    }

    /// The round's part of a list, from where the last round's ended.
    private func part<Element>(_ list: [Element], _ count: Int) -> [Element] {
        if list.count <= count { return list }
        let start = round * count % list.count
        return Array((list[start...] + list[..<start]).prefix(count))
    }
}

/// Ends a thread that has waited and run, so that our own group has switches and times of a dead thread to add.
func leaveDeadThread() {
    let started = startThread {
        for _ in 0..<20 { usleep(200) }
        let end = clockTime(CLOCK_MONOTONIC) &+ 20_000_000
        while clockTime(CLOCK_MONOTONIC) < end {}
    }
    if started { usleep(60_000) }
}
