internal import CBpftop

extension Column {
    static let identityColumns: [Column] = [
        number(
            "pid", "PID", 7, .identity, "process id in the viewer's PID namespace",
            from: "task_struct.tgid"
        ) {
            Int64($0.pid)
        },
        number(
            "ppid", "PPID", 7, .identity, "the parent's process id", from: "real_parent->tgid",
            parts: .parent
        ) {
            Int64($0.ppid)
        },
        number(
            "tgid", "TGID", 7, .identity,
            "the thread group's id, which a thread shares with its process",
            from: "task_struct.tgid"
        ) {
            Int64($0.tgid)
        },
        words(
            "kind", "KIND", 7, .identity,
            "a process, one thread of a process, or a kernel thread",
            from: "task_struct.flags",
            vocabulary: .closed([
                Vocabulary.Term("process"), Vocabulary.Term("thread"), Vocabulary.Term("kernel"),
            ])
        ) { snapshot, row in
            let record = snapshot[row]
            return record.isThread ? "thread" : record.isKernelThread ? "kernel" : "process"
        },
        number(
            "ns_pid", "NSPID", 7, .identity, "process id inside the process's own PID namespace",
            from: "thread_pid->numbers"
        ) {
            $0.namespacePID.map(Int64.init)
        },
        number(
            "pgrp", "PGRP", 7, .identity, "process group id", from: "signal->pids[PIDTYPE_PGID]",
            parts: .session
        ) {
            Int64($0.pgrp)
        },
        number("session", "SESN", 7, .identity, "session id", from: "signal->pids[PIDTYPE_SID]") {
            Int64($0.session)
        },
        words(
            "tty", "TTY", 8, .identity, "controlling terminal", from: "signal->tty", parts: .session
        ) {
            snapshot, row in
            snapshot[row].terminal.flatMap(terminalName)
        },
        words(
            "user", "USER", 9, .identity, "effective user", from: "real_cred->euid",
            vocabulary: .users { $0.euid }
        ) {
            snapshot, row in
            snapshot.userName(snapshot[row].euid)
        },
        words(
            "real_user", "RUSER", 9, .identity, "real user", from: "real_cred->uid",
            vocabulary: .users { $0.uid }
        ) {
            snapshot, row in
            snapshot.userName(snapshot[row].uid)
        },
        number("uid", "UID", 6, .identity, "effective user id", from: "real_cred->euid") {
            Int64($0.euid)
        },
        number("ruid", "RUID", 6, .identity, "real user id", from: "real_cred->uid") {
            Int64($0.uid)
        },
        number("gid", "GID", 6, .identity, "effective group id", from: "real_cred->egid") {
            Int64($0.egid)
        },
        words(
            "login_user", "LOGIN", 9, .identity,
            "user who logged in and from whom the process descends", from: "task_struct.loginuid",
            vocabulary: .users { $0.loginUserID }
        ) { snapshot, row in
            snapshot[row].loginUserID.map { snapshot.userName($0) }
        },
        words(
            "comm", "COMM", 15, .identity, "the task's name, which it may change",
            from: "task_struct.comm"
        ) { snapshot, row in
            snapshot[row].name
        },
        words(
            "command", "COMMAND", 0, .identity, "the arguments, or [name] where there are none",
            from: "mm->arg_start"
        ) { snapshot, row in
            snapshot.command(row)
        },
        Column(
            "start_time", "START", 10, .identity, "when the process started: time or date, local",
            from: "task_struct.start_boottime", kind: .moment
        ) { snapshot, row in
            .moment(snapshot.started(row))
        },
        Column(
            "age_ns", "AGE", 9, .identity, "time since the process started",
            from: "task_struct.start_boottime", kind: .duration
        ) { snapshot, row in
            .duration(snapshot.age(row))
        },
    ]

    /// A column of a number that stands in the record.
    static func number(
        _ name: String, _ header: String, _ width: Int, _ group: Group, _ meaning: String,
        from source: String, order: Order = .ascending, parts: RecordParts = [],
        value: @escaping @Sendable (TaskRecord) -> Int64?
    ) -> Column {
        Column(
            name, header, width, group, meaning, from: source, kind: .integer, order: order,
            parts: parts, isOfRecord: true
        ) { snapshot, row in
            .optional(value(snapshot[row]), Value.integer)
        }
    }

    /// A column of words, which stand left and sort ascending.
    static func words(
        _ name: String, _ header: String, _ width: Int, _ group: Group, _ meaning: String,
        from source: String, parts: RecordParts = [], vocabulary: Vocabulary = .open,
        value: @escaping @Sendable (borrowing Snapshot, Int) -> String?
    ) -> Column {
        Column(
            name, header, width, group, meaning, from: source, kind: .text, alignment: .left,
            order: .ascending, parts: parts, vocabulary: vocabulary
        ) { snapshot, row in
            .optional(value(snapshot, row), Value.text)
        }
    }

    /// A terminal's name under /dev by its device number (Documentation/admin-guide/devices.txt); nil for none.
    static func terminalName(_ device: (major: UInt32, minor: UInt32)) -> String? {
        switch (device.major, device.minor) {
        case (0, 0): nil
        case (4, 0...63): "tty\(device.minor)"
        case (4, _): "ttyS\(device.minor - 64)"
        case (5, 1): "console"
        case (136...143, _): "pts/\((device.major - 136) * 256 + device.minor)"
        case (204, 64...): "ttyAMA\(device.minor - 64)"
        case (229, _): "hvc\(device.minor)"
        default: "\(device.major):\(device.minor)"
        }
    }
}

extension Snapshot {
    /// A user's name, or the number where it has none.
    package func userName(_ id: UInt32) -> String {
        current.texts.users[id] ?? String(id)
    }

    /// The command line; `[name]` in brackets where the process has no arguments, nothing but blank ones, or where they have not
    /// been read yet.
    package func command(_ row: Int) -> String {
        let record = current.tasks[row]
        if record.isThread { return record.name }
        guard let line = current.texts.commands[record.identity], !line.isEmpty else {
            return "[\(record.name)]"
        }
        return line
    }

    /// When a process started, as it is read at the sample's time.
    package func started(_ row: Int) -> Moment {
        let time = current.time
        return current.zone.moment(
            time.realtime &- time.boottime &+ current.tasks[row].start_boottime,
            readAt: time.realtime)
    }

    /// The time since a process started, in ns.
    package func age(_ row: Int) -> UInt64 {
        let start = current.tasks[row].start_boottime
        return current.time.boottime > start ? current.time.boottime - start : 0
    }
}
