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
    /// The exec of each process whose command line has been read.
    private var executions: [ProcessIdentity: UInt64] = [:]
    /// The processes that the last request found settled, in the tasks' order.
    private var settled: [Key] = []
    /// Where among them the next turn of reading again begins, and how many requests have passed.
    private var turn = 0
    private var requests = 0

    /// How much of a command line is kept, in bytes.
    package static let limit = 4096

    private struct Key: Hashable, Sendable {
        let process: ProcessIdentity
        let execution: UInt64

        /// Nil for what has no command line: threads, kernel threads, and processes that have exited.
        init?(_ task: TaskRecord) {
            if task.isThread || task.isKernelThread || task.exit_state != 0 { return nil }
            process = task.identity
            execution = task.exec_id
        }
    }

    /// Makes a store that reads by `reader`, which gets a process and returns its arguments, each ended by NUL, or nil where
    /// there are none; it runs in another thread and may block.
    ///
    /// At most `perRefresh` processes are asked for by one `update`, and by every sixteenth, when none is new, `perTurn` once
    /// more; `deadline` and `pause` are ns.
    package init(
        perRefresh: Int = 1024, perTurn: Int = 256, deadline: UInt64 = 1_000_000_000,
        pause: UInt64 = 60_000_000_000,
        reader: @escaping @Sendable (ProcessIdentity) -> [UInt8]? = CommandLines.reader()
    ) {
        self.perRefresh = perRefresh
        self.perTurn = perTurn
        lookup = BackgroundLookup(deadline: deadline, pause: pause, capacity: 4 * perRefresh) {
            reader($0.process)
        }
    }

    /// Merges what has been read, asks for what is new, and forgets processes that have ended.
    package mutating func update(_ tasks: [TaskRecord], texts: inout Texts) {
        take(into: &texts)
        request(tasks)
        if executions.count > 2 * tasks.count + 64 { forget(allBut: tasks, &texts) }
    }

    /// Asks for the command lines of processes that are new or have executed another program, in their order.
    package mutating func request(_ tasks: [TaskRecord]) {
        var wanted: [Key] = []
        var found: [Key] = []
        found.reserveCapacity(settled.count)
        var cursor = 0
        for index in tasks.indices {
            guard let key = Key(tasks[index]) else { continue }
            if isSettled(key, &cursor) {
                found.append(key)
            } else {
                wanted.append(key)
            }
        }
        settled = found
        requests &+= 1
        let added = lookup.request(wanted, atMost: perRefresh)
        if added == 0 && requests.isMultiple(of: 16) { requestAgain() }
    }

    /// Whether a command line has been read; both lists have one order, so the cursor mostly stands at the key already.
    private func isSettled(_ key: Key, _ cursor: inout Int) -> Bool {
        let end = min(cursor + 8, settled.count)
        if let place = (cursor..<end).first(where: { settled[$0] == key }) {
            cursor = place + 1
            return true
        }
        return executions[key.process] == key.execution
    }

    /// Asks for the next few processes in turn: one may write over its arguments at any time (setproctitle).
    private mutating func requestAgain() {
        if turn >= settled.count { turn = 0 }
        let end = min(turn + perTurn, settled.count)
        lookup.request(settled[turn..<end])
        turn = end
    }

    /// Merges what has been read since the last call.
    package mutating func take(into texts: inout Texts) {
        for (key, bytes) in lookup.take() {
            executions[key.process] = key.execution
            let text = Self.text(bytes)
            // A sample may share the dictionary, and writing to it would copy it.
            if texts.commands[key.process] != text { texts.commands[key.process] = text }
        }
    }

    /// How many processes wait for their command line, and how many threads hang.
    package var activity: (pending: Int, stuck: Int) { lookup.activity }

    private mutating func forget(allBut tasks: [TaskRecord], _ texts: inout Texts) {
        let living = Set(tasks.map(\.identity))
        executions = executions.filter { living.contains($0.key) }
        texts.commands = texts.commands.filter { living.contains($0.key) }
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
