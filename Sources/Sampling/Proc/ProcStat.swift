/// What /proc/PID/stat says: a name, a letter and up to 50 numbers (proc_pid_stat(5)).
///
/// Numbers are found by their place in that manual page; those that an old kernel does not print are nil.
package struct ProcStat: Sendable {
    /// The name's bytes, of which the first `nameLength` count.
    ///
    /// Names of kernel workers may be longer than 15.
    package private(set) var nameBytes = InlineArray<64, UInt8>(repeating: 0)
    /// How many bytes the name has, at most 64.
    package private(set) var nameLength = 0
    /// The process id, or the thread id of a thread's file.
    package private(set) var pid: UInt32 = 0
    /// The state's letter.
    package private(set) var state: UInt8 = 0
    private var numbers = InlineArray<49, UInt64>(repeating: 0)
    /// The place of the last number that was printed, 3 when there was none.
    package private(set) var lastPlace = 3

    /// Parses the file's bytes; nil unless a number, a name in parentheses and a state letter are there.
    ///
    /// The name may contain anything, parentheses, spaces and newlines included: the last `)` ends it, as only numbers follow.
    package init?(_ bytes: RawSpan) {
        var scanner = FieldScanner(bytes)
        guard let pid = scanner.unsigned(), let pid = UInt32(exactly: pid),
            scanner.take(" ("), let end = Self.lastParenthesis(bytes, from: scanner.position)
        else { return nil }
        self.pid = pid
        nameLength = min(end - scanner.position, nameBytes.count)
        for index in 0..<nameLength { nameBytes[index] = bytes.byte(scanner.position + index) }
        scanner = FieldScanner(bytes, from: end + 1)
        let letter = scanner.word()
        guard letter.count == 1 else { return nil }
        state = bytes.byte(letter.lowerBound)
        while lastPlace < 52, let number = scanner.bits() {
            numbers[lastPlace - 3] = number
            lastPlace += 1
        }
    }

    private static func lastParenthesis(_ bytes: RawSpan, from start: Int) -> Int? {
        var index = bytes.byteCount - 1
        while index >= start {
            if bytes.byte(index) == UInt8(ascii: ")") { return index }
            index -= 1
        }
        return nil
    }

    /// The number at a place, 4 to 52, of the manual page's list; negative ones as the bits of an Int64.
    package subscript(place: Int) -> UInt64? {
        place >= 4 && place <= lastPlace ? numbers[place - 4] : nil
    }

    /// The number at a place, with its sign.
    package func signed(_ place: Int) -> Int64? {
        self[place].map { Int64(truncatingIfNeeded: $0) }
    }

    /// The name as text, with replacement characters where it is not UTF-8.
    package var name: String {
        String(decoding: (0..<nameLength).map { nameBytes[$0] }, as: UTF8.self)
    }
}

/// The numbers by name; those of a process's own file are sums over its threads, dead ones included, where said.
extension ProcStat {
    /// The parent's process id.
    package var ppid: UInt64? { self[4] }
    /// The process group.
    package var pgrp: UInt64? { self[5] }
    /// The session.
    package var session: UInt64? { self[6] }
    /// The controlling terminal as `new_encode_dev` packs it: minor's low 8 bits, 12 bits of major, minor's high 12 bits.
    package var terminal: UInt64? { self[7] }
    /// PF_ flags.
    package var flags: UInt64? { self[9] }
    /// Minor faults, summed.
    package var minorFaults: UInt64? { self[10] }
    /// Major faults, summed.
    package var majorFaults: UInt64? { self[12] }
    /// User time in ticks, summed.
    package var userTicks: UInt64? { self[14] }
    /// System time in ticks, summed.
    package var systemTicks: UInt64? { self[15] }
    /// `prio - 100`.
    package var priority: Int64? { signed(18) }
    /// The nice value.
    package var nice: Int64? { signed(19) }
    /// Living threads.
    package var threads: UInt64? { self[20] }
    /// The start in ticks since boot.
    package var startTicks: UInt64? { self[22] }
    /// The address space in bytes.
    package var virtualBytes: UInt64? { self[23] }
    /// Resident pages; since Linux 6.2 without the per-CPU parts, so `statm` and `status` are to be preferred.
    package var residentPages: UInt64? { self[24] }
    /// The CPU on which the task runs or last ran.
    package var processor: UInt64? { self[39] }
    /// The real-time priority.
    package var realTimePriority: UInt64? { self[40] }
    /// The scheduling policy.
    package var policy: UInt64? { self[41] }
    /// Ticks spent waiting for block I/O by this task alone; 0 also where delays are not accounted.
    package var blockDelayTicks: UInt64? { self[42] }
    /// Where the arguments start, since Linux 3.5; 0 without the right to trace the process.
    package var argumentStart: UInt64? { self[48] }
    /// Where the arguments end; as `argumentStart`.
    package var argumentEnd: UInt64? { self[49] }
    /// Where the environment ends; as `argumentStart`.
    package var environmentEnd: UInt64? { self[51] }
    /// The exit status as wait(2) gives it; as `argumentStart`.
    package var exitCode: Int64? { signed(52) }
}

extension RawSpan {
    /// One byte; the index is checked.
    @inline(__always)
    func byte(_ index: Int) -> UInt8 {
        // SAFETY: the load traps outside the span, and every bit pattern is a UInt8.
        unsafe unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }
}
