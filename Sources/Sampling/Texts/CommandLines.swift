internal import CBpftop
internal import Glibc
package import Model

/// The command lines of processes, read once after every start and exec, off the sampling path.
///
/// Reading another process's arguments waits for its memory map lock, in /proc as by `bpf_copy_from_user_task`; so a thread
/// of its own reads, and a process at which it hangs for a second is left alone for a minute.
package struct CommandLines {
    private let lookup: BackgroundLookup<Key, [UInt8]>
    private let perRefresh: Int
    private let perTurn: Int
    /// When the command line of each process was asked for that has been read.
    private var readings: [ProcessIdentity: Moment] = [:]
    /// The processes that were settled when a request looked at all, in the tasks' order.
    private var settled: [Key] = []
    /// The processes whose command line has not been read, as far as the last request knew; nil before the first.
    private var waiting: [Key]?
    /// Where among them the next turn of reading again begins, and how many requests have passed.
    private var turn = 0
    /// How many were asked for by the last request.
    private var added = 0
    private var requests = 0

    /// When a process that had no arguments is asked again for the first time, in ns.
    private static var retry: UInt64 { 250_000_000 }

    /// How much of a command line is kept, in bytes.
    package static let limit = 4096

    /// How far a process had come.
    private struct Moment: Sendable {
        /// How many programs it had executed.
        let execution: UInt64
        /// How long it had run, in ns: one that has not run since has not written over its arguments.
        var runtime: UInt64
    }

    /// A process and how far it had come when it was asked for; it is the same one as long as it executes no other program.
    private struct Key: Hashable, Sendable {
        let process: ProcessIdentity
        var asked: Moment

        /// PF_KTHREAD of include/linux/sched.h.
        static let kernelThread: UInt32 = 0x0020_0000

        /// Nil for what has no command line: threads, kernel threads, and processes that have exited.
        init?(_ task: TaskRecord) {
            if task.kind | task.flags & Self.kernelThread | task.exit_state != 0 { return nil }
            process = task.identity
            asked = Moment(execution: task.exec_id, runtime: task.runtime)
        }

        static func == (one: Key, other: Key) -> Bool {
            one.process == other.process && one.asked.execution == other.asked.execution
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(process)
            hasher.combine(asked.execution)
        }
    }

    /// Makes a store that reads by `reader`, which gets a process and returns its arguments, each ended by NUL, or nil where
    /// there are none; it runs in another thread and may block.
    ///
    /// At most `perRefresh` processes are asked for by one `update`, and by every sixteenth `perTurn` once more that have run
    /// since; `deadline` and `pause` are ns.
    package init(
        perRefresh: Int = 1024, perTurn: Int = 256, deadline: UInt64 = 1_000_000_000,
        pause: UInt64 = 60_000_000_000,
        reader: @escaping @Sendable (ProcessIdentity) -> [UInt8]? = CommandLines.reader()
    ) {
        self.init(perRefresh: perRefresh, perTurn: perTurn, deadline: deadline, pause: pause) {
            process, _ in reader(process)
        }
    }

    /// The same with a reader that may ask which processes come next.
    package init(
        perRefresh: Int = 1024, perTurn: Int = 256, deadline: UInt64 = 1_000_000_000,
        pause: UInt64 = 60_000_000_000,
        reader: @escaping @Sendable (ProcessIdentity, () -> [ProcessIdentity]) -> [UInt8]?
    ) {
        self.perRefresh = perRefresh
        self.perTurn = perTurn
        // In the middle of an exec there are no arguments yet, though the new program's name is there already.
        lookup = BackgroundLookup(
            deadline: deadline, pause: pause, retry: min(pause, Self.retry),
            capacity: 4 * perRefresh
        ) { key, upcoming in reader(key.process) { upcoming().map(\.process) } }
    }

    /// Merges what has been read, asks for what is new, and forgets processes that have ended.
    ///
    /// Returns whether something had been read.
    @discardableResult
    package mutating func update(
        _ tasks: [TaskRecord], changed: [Int32]? = nil, texts: inout Texts
    ) -> Bool {
        let hasFound = take(into: &texts)
        request(tasks, changed: changed)
        if readings.count > 2 * tasks.count + 64 { forget(allBut: tasks, &texts) }
        return hasFound
    }

    /// Asks for the command lines of processes that are new or have executed another program, in their order.
    ///
    /// All are looked at in every sixteenth request, where it is not known which have changed, and where many have: to compare
    /// them in order takes less than to look each up.
    package mutating func request(_ tasks: [TaskRecord], changed: [Int32]? = nil) {
        requests &+= 1
        let isTurn = requests.isMultiple(of: 16)
        if let changed, let waiting, !isTurn, changed.count <= tasks.count / 8 + 64 {
            let new = changed.lazy.compactMap { Key(tasks[Int($0)]) }
            self.waiting = waiting.filter(isUnread) + new.filter(isUnread)
        } else {
            waiting = unsettled(tasks)
        }
        added = lookup.request(waiting ?? [], atMost: perRefresh)
        // What is new goes first, but on a machine where something always is, the others have their turn, too.
        if isTurn { requestAgain(tasks) }
    }

    private func isUnread(_ key: Key) -> Bool {
        readings[key.process]?.execution != key.asked.execution
    }

    /// The tasks whose command line has not been read, in order; `settled` becomes the others.
    ///
    /// Nothing is written while the tasks are those of the last time, as far as they have command lines.
    private mutating func unsettled(_ tasks: [TaskRecord]) -> [Key] {
        // By members alone: a record handed on whole is copied, and this is done for every process.
        let span = tasks.span
        var same = 0
        var next = 0
        while next < span.count {
            if span[next].kind | span[next].flags & Key.kernelThread | span[next].exit_state == 0 {
                guard same < settled.count, settled[same].process.pid == span[next].pid,
                    settled[same].process.startTime == span[next].start_boottime,
                    settled[same].asked.execution == span[next].exec_id
                else { break }
                same += 1
            }
            next += 1
        }
        var cursor = same
        var found: [Key] = []
        var wanted: [Key] = []
        for index in next..<span.count {
            guard var key = Key(span[index]) else { continue }
            if let runtime = readingRuntime(key, &cursor) {
                key.asked.runtime = runtime
                found.append(key)
            } else {
                wanted.append(key)
            }
        }
        settled.replaceSubrange(same..., with: found)
        return wanted
    }

    /// How long a process whose command line has been read had run when that was asked for, nil for another process.
    ///
    /// Both lists have one order, so the cursor mostly stands at the key already.
    private func readingRuntime(_ key: Key, _ cursor: inout Int) -> UInt64? {
        let end = min(cursor + 8, settled.count)
        if let place = (cursor..<end).first(where: { settled[$0] == key }) {
            cursor = place + 1
            return settled[place].asked.runtime
        }
        return isUnread(key) ? nil : readings[key.process]?.runtime
    }

    /// Asks for the next few processes in turn that have run since: one may write over its arguments at any time (setproctitle).
    private mutating func requestAgain(_ tasks: [TaskRecord]) {
        if turn >= settled.count { turn = 0 }
        var again: [Key] = []
        var place = 0
        for index in tasks.indices where place < settled.count && again.count < perTurn {
            guard tasks[index].pid == settled[place].process.pid, tasks[index].kind == 0 else {
                continue
            }
            if place >= turn, tasks[index].runtime != settled[place].asked.runtime {
                settled[place].asked.runtime = tasks[index].runtime
                again.append(settled[place])
            }
            place += 1
        }
        turn = place
        if !again.isEmpty { lookup.request(again) }
    }

    /// Merges what has been read, waiting for the rest at most until a time of CLOCK_MONOTONIC in ns where one is given; returns whether
    /// there was something.
    @discardableResult
    package mutating func take(until deadline: UInt64? = nil, into texts: inout Texts) -> Bool {
        let found = lookup.take(until: deadline)
        for (key, bytes) in found where isCurrent(key) {
            readings[key.process] = key.asked
            let text = Self.text(bytes)
            if texts.commands[key.process] != text { texts.commands[key.process] = text }
        }
        return !found.isEmpty
    }

    /// Whether an answer is not that of a reader that hung while its process executed another program.
    private func isCurrent(_ key: Key) -> Bool {
        if isUnread(key), readings[key.process] != nil { return waiting?.contains(key) ?? false }
        return true
    }

    /// Whether nothing is being read or has been read since, and the last update has asked for all that was missing.
    package var isSettled: Bool { added < perRefresh && lookup.isSettled }

    /// How many processes wait for their command line, and how many threads hang.
    package var activity: (pending: Int, stuck: Int) { lookup.activity }

    private mutating func forget(allBut tasks: [TaskRecord], _ texts: inout Texts) {
        let living = Set(tasks.map(\.identity))
        readings = readings.filter { living.contains($0.key) }
        texts.commands.keep(living)
    }
}

extension CommandLines {
    /// Arguments joined by spaces; nil when there is nothing but NULs and blanks.
    ///
    /// What is longer than the limit is cut between characters and ends in an ellipsis; what is not UTF-8 becomes replacement
    /// characters.
    package static func text(_ arguments: [UInt8]) -> String? {
        let kept = arguments.prefix(limit)
        let isCut = arguments.count > limit
        guard let last = kept.lastIndex(where: { $0 != 0 }),
            kept.contains(where: { $0 > UInt8(ascii: " ") })
        else { return nil }
        let bytes = kept[...last].map { $0 == 0 ? UInt8(ascii: " ") : $0 }
        if !isCut { return String(decoding: bytes, as: UTF8.self) }
        return String(decoding: bytes.dropLast(incompleteTail(bytes)), as: UTF8.self) + "…"
    }

    /// How many bytes at the end begin a character that is not finished, 0 to 3.
    private static func incompleteTail(_ bytes: [UInt8]) -> Int {
        for (distance, byte) in bytes.reversed().prefix(4).enumerated() {
            if byte & 0xc0 == 0x80 { continue }
            let length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
            return distance + 1 < length ? distance + 1 : 0
        }
        return 0
    }

    /// A reader of /proc/PID/cmdline that makes sure of the process by its start time.
    package static func reader(
        root: String = "/", machine: Machine = .current()
    ) -> @Sendable (ProcessIdentity) -> [UInt8]? {
        { process in
            guard let directory = OpenFile("\(procDirectory(root))/\(process.pid)"),
                let bytes = start(of: "cmdline", in: directory), !bytes.isEmpty,
                startTicks(in: directory) == process.startTime / machine.tick
            else { return nil }
            return bytes
        }
    }

    private static func startTicks(in directory: borrowing OpenFile) -> UInt64? {
        var buffer = ReadBuffer(capacity: 2048)
        guard unsafe buffer.fill(in: directory.descriptor, "stat") == 0 else { return nil }
        return ProcStat(buffer.bytes)?.startTicks
    }

    /// The first bytes of a file, one more than the limit at most.
    private static func start(of name: String, in directory: borrowing OpenFile) -> [UInt8]? {
        guard let file = unsafe OpenFile(in: directory.descriptor, name) else { return nil }
        var bytes = [UInt8](repeating: 0, count: limit + 1)
        var count = 0
        while count < bytes.count {
            let got = unsafe bytes.withUnsafeMutableBytes {
                unsafe pread(
                    file.descriptor, $0.baseAddress?.advanced(by: count), $0.count - count, count)
            }
            if got < 0 && errno == EINTR { continue }
            if got < 0 { return nil }
            if got == 0 { break }
            count += got
        }
        return Array(bytes.prefix(count))
    }
}
