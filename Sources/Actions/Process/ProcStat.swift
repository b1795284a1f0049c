/// What /proc/PID/stat says of a task's identity and family (proc_pid_stat(5)).
struct ProcStat: Equatable {
    /// The parent's number (field 4).
    let ppid: UInt32
    /// Whether it has exited and nobody has waited for it yet (field 3 is Z or X).
    let hasExited: Bool
    /// When it started, in ticks of the boot clock (field 22).
    let startTicks: UInt64

    /// Reads the line; nil for one that is not whole.
    ///
    /// The name stands in parentheses and may hold any byte, parentheses too, so the last one ends it.
    init?(_ bytes: [UInt8]) {
        guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let rest = bytes[(end + 1)...].split(separator: UInt8(ascii: " "))
        // Field 3, the state, is the first behind the name.
        guard rest.count > 19, let ppid = UInt32(String(decoding: rest[1], as: UTF8.self)),
            let ticks = UInt64(String(decoding: rest[19], as: UTF8.self))
        else { return nil }
        self.ppid = ppid
        hasExited =
            rest[0].first.map { [UInt8(ascii: "Z"), UInt8(ascii: "X")].contains($0) } ?? false
        startTicks = ticks
    }
}
